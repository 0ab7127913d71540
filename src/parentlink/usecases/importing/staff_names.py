"""The names of staff: put together from a list's columns, and who may be somebody on file."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name, fold, shorten
from parentlink.parse.people import titled
from parentlink.usecases.importing.named import Wrong

PARTS: dict[str, tuple[str, ...]] = {
    "full_name": (
        *("staff name", "staff full name", "full name", "teacher", "member of staff", "staff"),
        *("employee", "employee name", "display name"),
    ),
    "title": ("salutation",),
    "forename": ("first name", "legal forename", "legal first name", "given name"),
    "preferred_forename": ("preferred first name", "known as", "chosen name"),
    "surname": ("last name", "legal surname", "legal last name", "family name"),
    "preferred_surname": ("preferred last name",),
    "initials": ("initial", "first initial"),
}
_OURS = {"name", "role", "email", "tutor_group", "account", "left_on"}  # the columns of our export
_SHOWN, _NAMED = 5, 12
_FOR_ALL = ("dr", "prof", "professor", "rev", "mx")  # Ms Reid may be Dr Reid as well


def full_name(cells: Mapping[str, str], is_known: Callable[[str], bool]) -> str:
    """The name of a row: as it stands, or of its parts ("Ms Anna Reid"). Raises Wrong.

    A surname in front is turned round, but not of a file of ours, or of who is on file so.
    """
    if name := cells.get("name"):
        return name if is_ours(cells) or is_known(name) else _in_order(name)
    surname = cells.get("preferred_surname") or cells.get("surname") or ""
    if not surname:
        return _in_order(cells.get("full_name", ""))
    first = cells.get("preferred_forename") or cells.get("forename") or cells.get("initials") or ""
    title = cells.get("title", "").rstrip(".")
    if not first and not title:
        raise Wrong("surname", surname, "A surname alone may be several people. Please add a name.")
    return " ".join(filter(None, (title, first, surname)))


def is_ours(cells: Mapping[str, str]) -> bool:
    """Whether the row is of our own export, which has names as they are on file."""
    return cells.keys() >= _OURS


def _in_order(text: str) -> str:
    """ "Reid, Ms Anna" is Ms Anna Reid."""
    surname, comma, rest = (part.strip() for part in text.partition(","))
    return f"{rest} {surname}" if comma and rest and surname and "," not in rest else text


class _Parts(NamedTuple):
    title: str
    first: str
    surname: str


def may_be(new: Iterable[str], known: Iterable[str], *, from_list: bool = True) -> list[str]:
    """A sentence for each new name that may be somebody on the staff: nobody is merged silently.

    The name to keep is the one of the staff list, or else the next list would add it again.
    """
    on_file = [(name, _parts(name)) for name in known]
    pairs = [
        (name, other) for name in new for other, parts in on_file if _is_alike(_parts(name), parts)
    ]
    said = [
        f"{shorten(name)} may be {shorten(other)}, who is on the staff already; nobody is merged. "
        "If they are one person, please say so after the import: parentlink staff merge "
        + " ".join(f'"{each}"' for each in ((name, other) if from_list else (other, name)))
        for name, other in pairs[:_SHOWN]
    ]
    if len(pairs) > _SHOWN:
        said.append(f"... and {len(pairs) - _SHOWN} more who may be on the staff already.")
    return said


def newcomers(named: Iterable[str], known: Iterable[str]) -> list[str]:
    """Who is added to the staff since a row names them, and who of them may be on it already."""
    on_file = list(known)
    keys = {fold(name) for name in on_file}
    new = {fold(name): name for name in named if fold(name) not in keys}
    if not new:
        return []
    names = [shorten(name) for name in new.values()]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    listed = f"{', '.join(names[:_NAMED])}{more}"
    alike = may_be(new.values(), on_file, from_list=False)
    return [f"New on the staff, since the file names them: {listed}.", *alike]


def _parts(name: str) -> _Parts:
    try:
        title, rest = titled(clean_name(_in_order(name), "the staff name"), "the staff name")
    except Unreadable:
        return _Parts("", fold(name), "")
    first, _, surname = fold(rest).rpartition(" ")
    return _Parts(fold(title or ""), first, surname)


def _is_alike(one: _Parts, other: _Parts) -> bool:
    """One surname and nothing against one person: "Ms Reid", "A Reid" and "Anna Reid"."""
    titles = {one.title, other.title} - {"", *_FOR_ALL}
    if not one.surname or one.surname != other.surname or len(titles) > 1:
        return False
    short, long = sorted((one.first, other.first), key=len)
    is_initial = len(short.split(" ")[0]) == 1
    return not short or short == long or (is_initial and long[0] == short[0])
