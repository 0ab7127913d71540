"""The small tables that can be brought in: their columns, and what others call them."""

from typing import NamedTuple

from parentlink.usecases.importing import small_fields as fields


class Small(NamedTuple):
    """One small table: its name for people, its table, the columns that tell its rows apart, the
    headings it reads with what others call them, and how a row is read."""

    what: str
    table: str
    key: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]
    read: fields.Reader
    needs_people: bool = False
    defaults: dict[str, str] = {}  # noqa: RUF012 - never changed


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
        **_PROBLEM,
    },
    fields.news,
    needs_people=True,
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
)
STAFF = Small(
    "staff",
    "staff",
    ("name_key",),
    {
        "name": ("staff name", "full name", "teacher", "member of staff"),
        "role": ("job", "job title", "post"),
        "email": ("e-mail", "email address", "work email"),
        "tutor_group": ("form", "reg", "registration group", "tutor of"),
        "account": ("username", "login", "user"),
        "left_on": ("left", "leaving date", "date of leaving", "end date"),
        **_PROBLEM,
    },
    fields.member,
)
TERMS = Small(
    "calendar entries",
    "calendar_entry",
    ("kind", "starts_on", "ends_on"),
    {
        "kind": ("type",),
        "name": ("term", "title", "description"),
        "starts_on": ("start", "starts", "start date", "from", "first day", "date"),
        "ends_on": ("end", "ends", "end date", "to", "last day", "until"),
        **_PROBLEM,
    },
    fields.entry,
)
SETTINGS = Small(
    "settings",
    "setting",
    ("name",),
    {"name": ("setting",), "value": (), **_PROBLEM},
    fields.setting,
)
COLUMNS = {
    "good_news": ("external_id", "pupil_id", "staff_id", "happened_on", "text", "contact_id"),
    "promise": (
        *("external_id", "family_id", "contact_id", "staff_id", "what", "made_on", "due_on"),
        *("state", "closed_on"),
    ),
    "staff": ("name", "name_key", "role", "email", "tutor_group", "account", "left_on"),
    "calendar_entry": ("kind", "name", "starts_on", "ends_on"),
    "setting": ("name", "value"),
}
