"""The fields of a call log, and what spreadsheets and other programs call them."""

from parentlink.errors import RowsRefused

ALIASES: dict[str, tuple[str, ...]] = {
    "external_id": ("record id", "log id", "reference"),
    "date": (
        *("date of call", "call date", "contact date", "date of contact", "when", "day"),
        *("date and time", "date/time", "datetime", "logged on", "timestamp"),
    ),
    "time": ("time of call", "call time", "contact time", "time of contact"),
    "tutor_group": ("reg", "reg group", "registration group", "form", "form group", "class"),
    "family_ref": ("family id", "household id"),
    "family": ("family name",),
    "upn": ("unique pupil number", "pupil upn", "student upn"),
    "pupil": (
        *("pupil name", "student", "student name", "child", "child name", "name", "pupils"),
        *("students", "children", "about"),
    ),
    "carer": (
        *("carer name", "parent", "parent name", "parent/carer", "parent carer name"),
        *("guardian", "guardian name", "contact", "contact name", "spoke to", "spoken to"),
        *("parent spoken to", "person spoken to", "spoke with", "who contacted"),
    ),
    "phone": ("phone number", "telephone", "telephone number", "mobile", "number", "number called"),
    "channel": ("type", "contact type", "type of contact", "method", "contact method", "how"),
    "direction": ("in/out", "incoming/outgoing", "incoming or outgoing"),
    "tone": (
        "nature",
        "nature of call",
        "nature of contact",
        "positive or concern",
        "positive/concern",
    ),
    "outcome": ("result", "call result", "response"),
    "minutes": ("duration", "length", "call length", "length of call", "mins"),
    "staff": (
        *("staff name", "staff member", "member of staff", "teacher", "logged by", "called by"),
        *("made by", "entered by", "recorded by", "by"),
    ),
    "note": ("notes", "comment", "comments", "details", "summary", "description", "what was said"),
    "override": ("override reason", "reason for contact", "rule override"),
    "problem": (),
}
WHO = ("upn", "pupil", "family_ref", "family", "phone")


def check_columns(found: dict[str, int], name: str) -> None:
    """A call log says when, who, and how it went.

    Raises:
        RowsRefused: naming the column that is missing.
    """
    if "date" not in found:
        raise _missing(name, "the date of each contact", "date")
    if not any(field in found for field in WHO):
        raise _missing(name, "who each contact was about", "pupil")
    if "tone" not in found and "outcome" not in found:
        raise _missing(name, "how each contact went", "tone")


def _missing(name: str, what: str, field: str) -> RowsRefused:
    return RowsRefused(
        f'No column of {name} says {what}. If there is one, name it: --map "Their heading={field}".'
    )
