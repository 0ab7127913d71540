"""A folder of `export everything`: which file holds which table, and whether ours is empty."""

from pathlib import Path

from parentlink.errors import FileUnusable, Unreadable
from parentlink.parse.names import clean_text
from parentlink.store.store import Store
from parentlink.usecases.exporting.wishes import LEFT_OUT, WHOLE, Kind, What

ANY_FAMILY = "SELECT 1 FROM family LIMIT 1"
_LONGEST = 4_000  # characters
_ENDS = (Kind.CSV, Kind.TSV, Kind.JSON, Kind.JSONL, Kind.XLSX)
# Whoever a row is about is on file with these; without them every row would be refused.
_OF_PEOPLE = frozenset(WHOLE) - {What.STAFF, What.TERMS, What.SETTINGS, What.FAMILIES}
_OF_TALKS = frozenset((What.CONVERSATION_HISTORY, What.MISSED_STEPS, What.ACTIONS))


def has_families(store: Store) -> bool:
    """Whether there is anything that the numbers in such a folder could be taken for."""
    return store.value(ANY_FAMILY) is not None


def waits_for(what: What, refused: set[What]) -> What | None:
    """The table that must be right before this one can be looked at, if it is not."""
    if What.FAMILIES in refused and what in _OF_PEOPLE:
        return What.FAMILIES
    return What.CONVERSATIONS if What.CONVERSATIONS in refused and what in _OF_TALKS else None


def tables_in(folder: Path) -> dict[What, Path]:
    """The file of each table that is there, in the order in which they come in.

    Raises:
        Unreadable: there is none, or two of one table.
    """
    found = {what: file for what in WHOLE if (file := _file(folder, what.value))}
    if not found:
        raise Unreadable(
            f"There is nothing of `export everything` in {folder}. Please name the folder."
        )
    return found


def left_out(folder: Path) -> list[str]:
    """What the copy says of what is not in it.

    Raises:
        Unreadable: the note was saved in another encoding. FileUnusable: it may not be read.
    """
    file = folder / LEFT_OUT
    if not file.is_file():
        return []
    try:
        with file.open(encoding="utf-8-sig") as found:
            said = clean_text(found.read(_LONGEST), "the note")
    except (UnicodeError, Unreadable):
        raise Unreadable(
            f"{file} is no text that we can read. Please save it as UTF-8, or make the copy again."
        ) from None
    except OSError as problem:
        raise FileUnusable(f"{file} could not be read: {problem.strerror}.") from problem
    return [line for line in said.splitlines() if line.strip()]


def _file(folder: Path, name: str) -> Path | None:
    found = [path for end in _ENDS if (path := folder / f"{name}.{end.value}").is_file()]
    if len(found) > 1:
        listed = " and ".join(path.name for path in found)
        raise Unreadable(f"There are {listed} in {folder}. Please leave only one of them there.")
    return found[0] if found else None
