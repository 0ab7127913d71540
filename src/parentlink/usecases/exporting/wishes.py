"""What can be exported, in which kinds of file, and the options that each table knows."""

from enum import StrEnum
from typing import NamedTuple

from parentlink.errors import Unreadable


class What(StrEnum):
    """What can be exported."""

    FAMILIES = "families"
    CARERS = "carers"
    MAIL_MERGE = "mail-merge"
    CONTACTS = "contacts"
    GOOD_NEWS = "good-news"
    PROMISES = "promises"
    TARGETS = "targets"
    CONVERSATIONS = "conversations"
    CONVERSATION_HISTORY = "conversation-history"
    MISSED_STEPS = "missed-steps"
    ACTIONS = "actions"
    KNOWN_AS = "known-as"
    APART = "apart"
    STAFF = "staff"
    TERMS = "terms"
    SETTINGS = "settings"
    EVERYTHING = "everything"


class Kind(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    XLSX = "xlsx"
    VCARD = "vcard"
    ICS = "ics"


class Channel(StrEnum):
    """How a mailing goes out."""

    TEXT = "text"
    EMAIL = "email"


class Wish(NamedTuple):
    """What the command line says about one export; `why` goes into the history.

    `restricted` are the facts that are asked for by name (held.py), `never` the carers.
    """

    what: What
    group: str | None = None
    restricted: frozenset[str] = frozenset()
    never: tuple[str, ...] = ()
    why: str | None = None
    channel: Channel | None = None
    per_household: bool = False
    year: int | None = None
    left_out: bool = False  # of a mailing, instead of the messages


LEFT_OUT = "LEFT-OUT.txt"  # in a copy of everything, if something is not in it
# In this order each table finds what it refers to when it is brought in again.
WHOLE = (
    *(What.STAFF, What.TERMS, What.SETTINGS, What.FAMILIES, What.CONTACTS, What.GOOD_NEWS),
    *(What.PROMISES, What.TARGETS, What.CONVERSATIONS, What.CONVERSATION_HISTORY),
    *(What.MISSED_STEPS, What.ACTIONS, What.KNOWN_AS, What.APART),
)
_OF_PEOPLE = (
    *(What.FAMILIES, What.CARERS, What.MAIL_MERGE, What.CONTACTS, What.GOOD_NEWS, What.PROMISES),
    *(What.TARGETS, What.CONVERSATIONS, What.CONVERSATION_HISTORY, What.MISSED_STEPS),
    What.ACTIONS,
)
_TAKEN: dict[str, tuple[What, ...]] = {
    "--group": _OF_PEOPLE,
    "--never": (
        *(What.FAMILIES, What.CARERS, What.CONTACTS, What.CONVERSATIONS, What.ACTIONS),
        *(What.KNOWN_AS, What.APART, What.EVERYTHING),
    ),
    "--channel": (What.MAIL_MERGE,),
    "--per-household": (What.MAIL_MERGE,),
    "--year": (What.CARERS, What.MAIL_MERGE),
    "--left-out": (What.MAIL_MERGE,),
}
_ENDS = {
    **{".json": Kind.JSON, ".jsonl": Kind.JSONL, ".ndjson": Kind.JSONL, ".xlsx": Kind.XLSX},
    **{".vcf": Kind.VCARD, ".vcard": Kind.VCARD, ".ics": Kind.ICS, ".ical": Kind.ICS},
    **{".csv": Kind.CSV, ".tsv": Kind.TSV, ".tab": Kind.TSV},
}
_TEXTS = (Kind.CSV, Kind.TSV, Kind.JSON, Kind.JSONL)  # what a .txt may hold
_END_OF = {Kind.VCARD: "vcf"}  # where it is not the name of the kind
# What others open: a file of ours would not open as one.
_OTHERS = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsm", ".xlsb", ".ods", ".html", ".htm"),
    *(".xml", ".md"),
)
_PACKED = (".zip", ".gz", ".7z", ".tar", ".tgz", ".db", ".sqlite")
_KINDS = {Kind.VCARD: (What.CARERS,), Kind.ICS: (What.PROMISES, What.CONVERSATIONS)}


def check(wish: Wish) -> None:
    """Refuse options that this table knows nothing of.

    Raises:
        Unreadable: naming the tables that do.
    """
    said = {
        "--group": wish.group,
        "--never": wish.never or None,
        "--channel": wish.channel,
        "--per-household": wish.per_household or None,
        "--year": wish.year,
        "--left-out": wish.left_out or None,
    }
    for option, value in said.items():
        if value is not None and wish.what not in _TAKEN[option]:
            listed = ", ".join(each.value for each in _TAKEN[option])
            raise Unreadable(f"{option} is for {listed}. Please leave it out.")
    if wish.group is not None and wish.year is not None:
        raise Unreadable("Please choose one of --group and --year.")
    asked = bool(wish.restricted or wish.never)
    if asked and not (wish.why or "").strip():
        raise Unreadable('Please say why that is needed: --why "the reason".')
    if wish.why is not None and not asked:
        raise Unreadable("--why is the reason for --restricted or --never. Please leave it out.")
    if wish.what is What.MAIL_MERGE and wish.channel is None:
        raise Unreadable("Please say how the message goes out: --channel text or --channel email.")


def kind_of(wish: Wish, form: Kind | None, name: str | None, *, vcard: bool, excel: bool) -> Kind:
    """The kind of file: as it is said, or else as the name of the file ends; otherwise CSV.

    Raises:
        Unreadable: the table has no such kind, or the options contradict each other.
    """
    if vcard and form not in (None, Kind.VCARD):
        raise Unreadable("--vcard and --format say two things. Please leave one of them out.")
    end = name[name.rfind(".") :].casefold() if name and "." in name else ""
    if wish.what is What.EVERYTHING:
        _check_folder(end)
    kind = Kind.VCARD if vcard else form or _ENDS.get(end, Kind.CSV)
    if wish.what is not What.EVERYTHING:
        _check_end(end, kind, is_said=vcard or form is not None)
    if kind in _KINDS and wish.what not in _KINDS[kind]:
        listed = " and ".join(each.value for each in _KINDS[kind])
        raise Unreadable(f"The kind {kind.value} is for {listed}. Please choose another --format.")
    if kind is Kind.ICS and (wish.restricted or wish.never):
        raise Unreadable(
            "A calendar file never holds what was said, nor a carer who must not be contacted. "
            "Please leave --restricted and --never out."
        )
    if excel and kind is not Kind.CSV:
        raise Unreadable("--excel is for CSV. Please leave it out, or say --format csv.")
    if not name and (kind is Kind.XLSX or wish.what is What.EVERYTHING):
        what = "A workbook is" if kind is Kind.XLSX else "Everything is"
        raise Unreadable(f"{what} no text for the screen. Please say where to: -o NAME.")
    return kind


def _check_folder(end: str) -> None:
    """Refuse a name for a copy of everything that a file would have.

    Raises:
        Unreadable: the folder would be taken for a file.
    """
    if end in _ENDS or end in _PACKED:
        raise Unreadable(
            f"Everything is a folder with a file for each table. Please leave out the {end}, and "
            "say --format for the kind of the files."
        )


def _check_end(end: str, kind: Kind, *, is_said: bool) -> None:
    """Refuse a name that promises another kind of file than the one that is written.

    Raises:
        Unreadable: the file would not open as what its name says.
    """
    fitting = f".{_END_OF.get(kind, kind)}"
    if end in _ENDS and _ENDS[end] is not kind:
        raise Unreadable(f"A {end} file is no {kind.value}. Please let the name end in {fitting}.")
    says_nothing = end == ".txt" or (is_said and end not in (*_OTHERS, *_PACKED))
    if end and end not in _ENDS and not (kind in _TEXTS and says_nothing):
        fitting = fitting if is_said else ".csv, .xlsx or .json"
        raise Unreadable(f"We do not write a {end} file. Please let the name end in {fitting}.")
