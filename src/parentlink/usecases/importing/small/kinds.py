"""The small tables that can be brought in: their columns, and what others call them."""

from parentlink.rules.conversation_form import AREAS
from parentlink.usecases.importing.other_list import refuse_other_than_staff
from parentlink.usecases.importing.small import achievement_fields as achievements
from parentlink.usecases.importing.small import beside, fields, term_fields
from parentlink.usecases.importing.small.table import Small, a_name, needs, only_good
from parentlink.usecases.importing.small.term_calendar import as_calendar
from parentlink.usecases.importing.staff_names import PARTS

_PUPIL: dict[str, tuple[str, ...]] = {
    "upn": ("unique pupil number",),
    "pupil": ("pupil name", "student", "student name", "child", "name"),
    "tutor_group": ("reg", "form", "registration group"),
}
_STAFF = {"staff": ("staff name", "teacher", "by", "from", "promised by")}
_PROBLEM: dict[str, tuple[str, ...]] = {"problem": ()}
GOOD_NEWS = Small(
    "good news",
    "good_news",
    ("external_id",),
    {
        "external_id": (),
        "date": ("day", "on", "when", "happened on"),
        **_PUPIL,
        **_STAFF,
        "text": ("good news", "news", "what", "note", "reason"),
        "told_in": (),
        "kind_of_event": achievements.KIND_HEADINGS,
        **_PROBLEM,
    },
    fields.news,
    needs_people=True,
    check_columns=only_good,
)
ACHIEVEMENTS = Small(
    "achievements",
    "good_news",
    ("external_id",),
    achievements.HEADINGS,
    achievements.achievement,
    needs_people=True,
    check_columns=achievements.check_columns,
    shape=achievements.shape,
    first_wins=True,
    left_out=achievements.left_out,
)
PROMISES = Small(
    "promises",
    "promise",
    ("external_id",),
    {
        "external_id": (),
        "family_ref": ("family id",),
        "family": ("family name",),
        **_PUPIL,
        "phone": ("phone number", "telephone", "mobile"),
        "what": ("promise", "text", "action"),
        "made_on": ("date", "made", "promised on"),
        "due_on": ("due", "due date", "by when", "by"),
        "state": ("status",),
        "closed_on": ("closed", "done on"),
        "staff": ("staff name", "teacher", "promised by"),
        "made_in": (),
        **_PROBLEM,
    },
    fields.promise,
    needs_people=True,
    defaults={"state": "open"},
    check_columns=needs("what"),
)
STAFF = Small(
    "staff",
    "staff",
    ("name_key",),
    {
        "name": (),
        **PARTS,
        "role": ("job", "job title", "post", "main role", "staff role", "job role", "position"),
        "email": ("e-mail", "email address", "work email", "school email", "main email"),
        "tutor_group": (
            *("form", "reg", "registration group", "tutor of", "reg group", "registration form"),
            *("form group", "tutor group name"),
        ),
        "account": ("username", "login", "user", "user name", "network login"),
        "left_on": ("left", "leaving date", "date of leaving", "end date"),
        **_PROBLEM,
    },
    fields.member,
    check_columns=a_name,
    check_headings=refuse_other_than_staff,
)
TERMS = Small(
    "calendar entries",
    "calendar_entry",
    ("kind", "starts_on", "ends_on"),
    {
        "kind": ("type",),
        "name": ("term", "title", "description", "holiday", "event"),
        "starts_on": ("start", "starts", "start date", "from", "first day", "date"),
        "ends_on": ("end", "ends", "end date", "to", "last day", "until"),
        **_PROBLEM,
    },
    fields.entry,
    check_columns=needs("starts_on"),
    turned=as_calendar,
)
SETTINGS = Small(
    "settings",
    "setting",
    ("name",),
    {"name": ("setting",), "value": (), **_PROBLEM},
    fields.setting,
    check_columns=needs("name", "value"),
    mends_letters=False,
)
_FAMILY: dict[str, tuple[str, ...]] = {
    "family_ref": ("family id",),
    "family": ("family name",),
    **_PUPIL,
    "phone": ("phone number", "telephone", "mobile"),
}
CONVERSATIONS = Small(
    "conversations",
    "conversation",
    ("uid",),
    {
        "uid": ("external id",),
        "date": ("day", "on", "when"),
        "time": ("at", "start time", "from"),
        **_FAMILY,
        "carer": ("parent", "parent name", "carer name", "contact", "with"),
        "lead": ("staff", "teacher", "key teacher", "led by", "staff name"),
        "next_lead": ("handover to",),
        "school_year": (),
        "term": (),
        "minutes": ("length", "duration"),
        "room": ("place", "where"),
        "interpreter": ("interpreter needed",),
        "state": ("status",),
        "minutes_taken": (),
        "pupil_view": ("pupil's view", "pupil voice"),
        "next_on": ("next", "next date", "next meeting"),
        "keep_in_touch": (),
        "closed_on": ("closed",),
        **dict.fromkeys(AREAS, ()),
        "present": ("attended", "who was there"),
        "sequence": (),
        "override": (),
        "restricted": (),
        **_PROBLEM,
    },
    term_fields.conversation,
    needs_people=True,
    defaults={"state": "booked", "minutes": 60, "interpreter": 0},
    check=beside.check_talk,
    check_columns=needs("date"),
)
ACTIONS = Small(
    "actions",
    "action",
    ("external_id",),
    {
        "external_id": (),
        **_FAMILY,
        "owner": ("whose",),
        "who": ("person", "responsible", "by whom"),
        "what": ("action", "text", "target"),
        "made_on": ("date", "agreed on"),
        "due_on": ("due", "due date", "by when", "by"),
        "state": ("status",),
        "closed_on": ("closed", "done on"),
        "result": ("outcome", "how it went"),
        "barrier": (),
        "shareable": (),
        "staff": ("staff name", "teacher"),
        "agreed_in": ("conversation",),
        "replaces": ("instead of",),
        **_PROBLEM,
    },
    term_fields.action,
    needs_people=True,
    # Our own export does not name a carer who must not be contacted.
    defaults={"state": "open", "shareable": 0, "who": "the family"},
    check=beside.check_action,
    check_columns=needs("what", "due_on"),
)
TARGETS = Small(
    "targets",
    "conversation_target",
    ("external_id",),
    {
        "external_id": (),
        **_PUPIL,
        "lead": ("teacher", "key teacher", "led by"),
        "reason": ("why",),
        "note": ("comment", "comments"),
        "added_on": ("date", "since"),
        "removed_on": ("until", "removed"),
        "staff": ("staff name", "added by"),
        **_PROBLEM,
    },
    term_fields.target,
    needs_people=True,
    defaults={"reason": "other"},
    check=beside.check_target,
)
COLUMNS = {
    "conversation_target": (
        *("external_id", "pupil_id", "staff_id", "lead_id", "reason", "note", "added_on"),
        "removed_on",
    ),
    "good_news": ("external_id", "pupil_id", "staff_id", "happened_on", "text", "contact_id"),
    "promise": (
        *("external_id", "family_id", "contact_id", "staff_id", "what", "made_on", "due_on"),
        *("state", "closed_on"),
    ),
    "conversation": (
        *("uid", "pupil_id", "family_id", "carer_id", "lead_id", "handover_to_id", "school_year"),
        *("term", "starts_at", "starts_on", "minutes", "room", "interpreter", "state"),
        *("minutes_taken", "pupil_view", "next_on", "keep_in_touch", "closed_on", "sequence"),
    ),
    "conversation_history": (
        *("conversation_id", "event", "happened_at", "staff_id", "was_at", "reason"),
    ),
    "known_as": ("pupil_id", "carer_id", "external_id", "name_key"),
    "apart": ("pupil_id", "other_pupil_id", "carer_id", "other_carer_id"),
    "missed_follow_up": ("conversation_id", "step", "due_on", "done_on", "result"),
    "action": (
        *("external_id", "conversation_id", "family_id", "pupil_id", "staff_id", "owner", "who"),
        *("what", "made_on", "due_on", "state", "closed_on", "result", "barrier", "shareable"),
        "replaces_id",
    ),
    "staff": ("name", "name_key", "role", "email", "tutor_group", "account", "left_on"),
    "calendar_entry": ("kind", "name", "starts_on", "ends_on"),
    "setting": ("name", "value"),
}
