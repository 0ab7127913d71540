"""What a small table is that can be brought in: how its headings and rows are read and checked."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.sheet import Shape, Sheet
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.small import fields

Check = Callable[[str, Values, Mapping[str, Mapping[str, Any]]], None]


def _nothing(_: str, __: Values, ___: Mapping[str, Mapping[str, Any]]) -> None:
    """Most rows stand on their own."""


def _all_there(_: Collection[str], __: str) -> None:
    """Of most tables a row says itself what is missing in it."""


def _any_heading(_: str, __: Sequence[str], ___: Sequence[str]) -> None:
    """Most columns that nobody reads are only named; the last are those. Raises RowsRefused."""


def needs(*needed: str) -> Callable[[Collection[str], str], None]:
    """A file without one of these columns is another kind of file, and refused whole."""

    def check(found: Collection[str], name: str) -> None:
        for field in needed:
            if field not in found:
                raise fields.no_column(name, field)

    return check


def _as_it_is(sheet: Sheet) -> tuple[Sheet, int]:
    """Most files are read as they are."""
    return sheet, 0


def a_name(found: Collection[str], name: str) -> None:
    """Staff have a name, in one column or in two."""
    if not {"name", "full_name", "surname", "preferred_surname"} & {*found}:
        raise fields.no_column(name, "name")


def only_good(found: Collection[str], name: str) -> None:
    """A list that holds incidents as well would be told to families as good news.

    Raises:
        RowsRefused: a column says what kind of event each row is.
    """
    if "kind_of_event" in found:
        raise RowsRefused(
            f"A column of {name} says what kind of event each row is, so it may hold behaviour "
            "incidents too. `parentlink import achievements` takes the good ones and leaves the "
            'others out. If all is good news, leave that column out: --map "Their heading=".'
        )
    needs("date", "text")(found, name)


def _nobody(_: Iterable[fields.LeftOut]) -> list[str]:
    """Most imports take every row or refuse it."""
    return []


class Small(NamedTuple):
    """One small table: its name for people, its table, the columns that tell its rows apart, the
    headings it reads with what others call them, and how a row is read."""

    what: str
    table: str
    key: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]
    read: fields.Reader
    needs_people: bool = False
    defaults: dict[str, str | int] = {}  # noqa: RUF012 - never changed
    check: Check = _nothing  # against the other rows, those on file and those above. Raises Wrong
    check_columns: Callable[[Collection[str], str], None] = _all_there  # Raises RowsRefused
    check_headings: Callable[[str, Sequence[str], Sequence[str]], None] = _any_heading
    shape: Callable[[Sequence[str]], Shape] | None = None  # by the --map lines
    mends_letters: bool = True  # that a program damaged; what a setting says stands as it is
    first_wins: bool = False  # of rows that say the same thing in other words
    left_out: Callable[[Iterable[fields.LeftOut]], list[str]] = _nobody
    turned: Callable[[Sheet], tuple[Sheet, int]] = _as_it_is  # the sheet, and rows left out of it
