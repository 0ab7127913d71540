"""A JSON list of objects, or an object a line (our own `export --format json` and `jsonl`), as the
same table that CSV gives."""

import json
from codecs import iterdecode
from collections.abc import Collection, Iterator
from typing import Any

from parentlink.errors import RowsRefused
from parentlink.exchange.cells import guard
from parentlink.exchange.encoding import LONGEST_LINE, Lines
from parentlink.exchange.sheet import (
    LONGEST_CELL,
    BrokenFile,
    Problem,
    Refused,
    Row,
    Sheet,
    known_cells,
    no_headings,
)
from parentlink.parse.names import shorten


def read_objects(lines: Lines, name: str, known: Collection[str]) -> Sheet:
    """The objects as rows, counted from 1; the headings are the keys of the first one.

    Raises:
        RowsRefused: the keys are not ours, or (while rows are read) it is not a list of objects.
    """
    objects = _objects(lines, name)
    first = next(objects, None)
    headings = tuple(first[1]) if first else ()
    if first and known_cells(headings, known) < 2:
        raise no_headings(name, known)
    warnings: list[str] = []
    refused: list[Refused] = []

    def rows() -> Iterator[Row]:
        if first:
            yield from _row(*first, headings, refused)
        for number, found in objects:
            yield from _row(number, found, headings, refused)

    return Sheet(name, headings, 0, rows(), warnings, refused)


def _objects(lines: Lines, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object and its place in the list; what is held is one piece and one object at most."""
    decode = json.JSONDecoder(object_pairs_hook=_object).raw_decode
    held, place, number, is_list = "", 0, 0, False
    for piece in _text(lines, name):
        held, place = held[place:] + piece, 0
        is_list = is_list or (not number and held.lstrip().startswith("["))
        while True:
            place = _skip(held, place, first=not number)
            if held[place : place + 1] not in ("{", ""):
                break
            try:
                found, place = decode(held, place)
            except (ValueError, RecursionError):  # not whole yet, or never
                break
            number += 1
            yield number, found
        if held[place : place + 1] not in ("{", "") or len(held) - place > LONGEST_LINE:
            break
    if held[place : place + 1] != ("]" if is_list else ""):
        raise _broken(number + 1, name)


class _Doubled(dict[str, Any]):
    """An object with a key twice: both values, since either may be a block, and one such `key`."""

    key = ""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__()
        for key, value in pairs:
            if key in self:
                self.key, value = key, f"{_cell(self[key])}; {_cell(value)}"
            self[key] = value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Doubled(pairs)


def _skip(held: str, place: int, *, first: bool) -> int:
    """Where the next object begins."""
    between = " \t\r\n[" if first else " \t\r\n,"
    while held[place : place + 1] in between and place < len(held):
        place += 1
    return place


def _row(
    number: int, found: dict[str, Any], headings: tuple[str, ...], refused: list[Refused]
) -> Iterator[Row]:
    """The row of one object, unless there is something wrong with it."""
    cells = [_cell(found.get(heading)) for heading in headings]
    if problem := _problem(number, found, headings, cells):
        refused.append(Refused(problem, cells))
    elif any(cell.strip() for cell in cells):
        yield number, cells


def _problem(
    number: int, found: dict[str, Any], headings: tuple[str, ...], cells: list[str]
) -> Problem | None:
    if isinstance(found, _Doubled):
        why = "This key stands twice in the object. Please give each of them once."
        return Problem(number, shorten(found.key), _cell(found.get(found.key)), why)
    if len(found) != len(headings) or not set(headings) >= set(found):
        other = next(iter(set(found) ^ set(headings)))
        why = (
            "This object has other keys than the first one. Please give each of them all the keys."
        )
        return Problem(number, shorten(other), _cell(found.get(other)), why)
    for heading, cell in zip(headings, cells, strict=True):
        if isinstance(found[heading], dict):
            why = "There is an object where a value should be. Please put a text or a number there."
            return Problem(number, heading, shorten(str(found[heading])), why)
        if len(cell) > LONGEST_CELL or "\0" in cell:
            why = (
                f"This value is longer than {LONGEST_CELL:,} characters or holds a NUL character. "
                "Please shorten it or type it again."
            )
            return Problem(number, heading, shorten(cell), why)
    return None


def _cell(value: Any) -> str:
    """A value as a CSV cell would have it; guarded, since the reader of cells unguards."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return guard(str(value))


def _text(lines: Lines, name: str) -> Iterator[str]:
    try:
        yield from iterdecode(lines.pieces, "utf-8")
    except UnicodeDecodeError:
        raise RowsRefused(f"{name} is JSON but not in UTF-8. Please export it again.") from None


def _broken(number: int, name: str) -> BrokenFile:
    why = "This is not the next object of a JSON list. Please export the file again."
    return BrokenFile(Problem(number, "", "", why), name)
