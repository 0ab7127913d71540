"""Python values to column values and back: dates, moments, yes/no."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

Value = str | int | float | bool | date | datetime | None
Row = TypeVar("Row", bound=tuple[Any, ...])

_MOMENT = "%Y-%m-%d %H:%M:%S.%f"  # as SQLAlchemy writes it, so that both doors read the same


def to_column(value: Any) -> Any:
    """What the file keeps for a Python value.

    Raises:
        TypeError: a moment without a time zone, or a type the file does not know.
    """
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is datetime:
        if value.tzinfo is None:
            raise TypeError("a moment needs its time zone")
        return value.astimezone(UTC).strftime(_MOMENT)
    if kind is date:
        return value.isoformat()
    if kind is bool:
        return int(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"the file cannot keep a {kind.__name__}")


def columns(values: dict[str, Any]) -> dict[str, Any]:
    """All values of a statement, ready to bind."""
    return {name: to_column(value) for name, value in values.items()}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


_READERS: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "datetime": _moment,
    "bool": bool,
}


@cache
def _readers(row: type[Any]) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """The positions of a row type whose columns need turning into Python values."""
    found = []
    for place, kind in enumerate(row.__annotations__.values()):
        word = kind.__name__ if isinstance(kind, type) else str(kind).split(" | ")[0]
        reader = _READERS.get(word.rpartition(".")[2])
        if reader:
            found.append((place, reader))
    return tuple(found)


def reading(row: type[Row], found: Iterable[Sequence[Any]]) -> list[Row]:
    """Each record as the named tuple `row`, its dates, moments and yes/no already Python's."""
    readers = _readers(row)
    make: Callable[[Iterable[Any]], Row] = row._make  # type: ignore[attr-defined]
    if not readers:
        return [make(record) for record in found]
    rows = []
    for record in found:
        cells = list(record)
        for place, reader in readers:
            if cells[place] is not None:
                cells[place] = reader(cells[place])
        rows.append(make(cells))
    return rows
