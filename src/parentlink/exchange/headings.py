"""Which column of a file is which of our fields: by name, by many programs' names, or by --map."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from parentlink.errors import RowsRefused, Unreadable
from parentlink.parse.damaged import with_accents
from parentlink.parse.names import quoted

IGNORE = ""  # --map "Their heading=" leaves a column out
_FEW = 15  # fields that can all be named in a message
_USUAL = (
    *("pupil", "date_of_birth", "tutor_group", "carer", "relationship", "mobile_phone"),
    *("home_phone", "email", "do_not_contact", "date", "tone", "note", "staff"),
)
_NOTE = re.compile(r"\([^)]*\)")
_POSSESSIVE = re.compile(r"['’`´]s\b")
_NOT_A_LETTER = re.compile(r"[\W_]+")


# Cyrillic, then Greek letters that look like ours: nobody sees which of them was typed.
_LOOKALIKES = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455"
    "\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b6",
    "abekmhopctyxijs" + "abehikmnoptyxz",
)
_OUR_LETTER = re.compile("[a-z]")


class Matched(NamedTuple):
    """What the headings of a file mean: the column of each field, counted from 0."""

    columns: dict[str, int]
    doubles: dict[str, tuple[int, ...]]
    ignored: tuple[str, ...]


@cache
def fold_heading(text: str) -> str:
    """The key by which headings are compared: "Child's_Name (UK)" is "childname"."""
    words = _POSSESSIVE.sub("", in_our_letters(text))
    return _NOT_A_LETTER.sub("", _NOTE.sub("", words)) or _NOT_A_LETTER.sub("", words)


@cache
def exact_heading(text: str) -> str:
    """The key by which headings of two sheets are the same: "Mobile (Mum)" is no "Mobile"."""
    return _NOT_A_LETTER.sub("", in_our_letters(text))


def in_our_letters(text: str) -> str:
    """A heading in small letters as it looks: a Cyrillic or wide "o" among ours is an "o"."""
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKC", with_accents(text)).casefold()
    return text.translate(_LOOKALIKES) if _OUR_LETTER.search(text) else text


def mapped(heading: str, field: str = IGNORE) -> str:
    """A heading, whole, and what it means, as they are typed behind --map."""
    shown = "".join(each if each.isprintable() else " " for each in heading)
    return quoted(f"{' '.join(shown.split())}={field}")


def aliases(fields: Mapping[str, Sequence[str]], maps: Sequence[str] = ()) -> dict[str, str]:
    """Every heading that is known, folded, and the field it means."""
    known: dict[str, str] = {}
    for field, names in fields.items():
        for name in (field, *names):
            known.setdefault(fold_heading(name), field)
    for heading, _, field in _read_maps(fields, maps):
        known[fold_heading(heading)] = field
    return known


def resolve(
    headings: Sequence[str], fields: Mapping[str, Sequence[str]], maps: Sequence[str]
) -> Matched:
    """The column of each field, columns that mean the same field, and headings nobody knows.

    A field that --map names is taken from that column alone.
    """
    known = aliases(fields)
    chosen = _chosen(headings, fields, maps)
    mapped = {field for field in chosen.values() if field}
    found: dict[str, list[int]] = {}
    ignored = []
    for place, heading in enumerate(headings):
        field = chosen.get(place, known.get(fold_heading(heading), IGNORE))
        if field and (place in chosen or field not in mapped):
            found.setdefault(field, []).append(place)
        elif heading and place not in chosen:
            ignored.append(heading)
    columns = {field: places[0] for field, places in found.items()}
    doubles = {field: tuple(places) for field, places in found.items() if len(places) > 1}
    return Matched(columns, doubles, tuple(ignored))


def match(
    headings: Sequence[str], fields: Mapping[str, Sequence[str]], maps: Sequence[str]
) -> dict[str, int]:
    """The column of each field.

    Raises:
        RowsRefused: two columns mean the same field. Unreadable: a --map that cannot be followed.
    """
    found = resolve(headings, fields, maps)
    for field, places in found.doubles.items():
        raise refuse_double(headings, field, places)
    return found.columns


def ignored_sentence(ignored: Sequence[str], guesses: Mapping[str, str]) -> str | None:
    """One warning that names the columns that are not read, and what they may be."""
    if not ignored:
        return None
    names = ", ".join(f'"{name[:40]}"' for name in ignored)
    lines = (mapped(theirs, ours.replace("_", " ")) for theirs, ours in guesses.items())
    hint = f" Perhaps --map {' --map '.join(lines)}?" if guesses else ""
    return f'Not read: {names}. If one matters, say --map "Their heading=our field".{hint}'


def near_fields(matched: Matched, fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What headings that nobody knows may mean, of the fields that no other column has."""
    known = aliases(fields)
    found = {}
    for heading in matched.ignored:
        free = [name for name in nearest(heading, known) if name not in matched.columns]
        found.update({heading: free[0]} if free else {})
    return found


def nearest(heading: str, known: Mapping[str, str], alike: float = 0.9) -> list[str]:
    """The fields that a heading spells with a slip; `alike` is difflib's ratio, 1.0 the same.

    "Moblie" is a slip; "Mobile 2" is another column.
    """
    from difflib import get_close_matches

    key = fold_heading(heading)
    if any(map(str.isdigit, key)):
        return []
    pairs = range(len(key) - 1)
    swapped = (key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in pairs)
    near = [*filter(known.__contains__, swapped), *get_close_matches(key, known, cutoff=alike)]
    return list(dict.fromkeys(known[each] for each in near))


def refuse_double(headings: Sequence[str], field: str, places: Sequence[int]) -> RowsRefused:
    """Two columns for one field: the way out is to say which is which."""
    first, second = (as_named(headings, place) for place in places[:2])
    return RowsRefused(
        f"Two columns ({places[0] + 1} and {places[1] + 1}) both mean {field}. Please say which is "
        f"which, for example: --map {mapped(first, field)} --map {mapped(second)} (left out), or "
        "the field that the second one really is."
    )


def as_named(headings: Sequence[str], place: int) -> str:
    """A heading as --map may name it: "Forename", or "Forename#2" for the second of that name."""
    key = fold_heading(headings[place])
    alike = [at for at, heading in enumerate(headings) if fold_heading(heading) == key]
    return headings[place] if len(alike) == 1 else f"{headings[place]}#{alike.index(place) + 1}"


def _read_maps(
    fields: Mapping[str, Sequence[str]], maps: Sequence[str]
) -> list[tuple[str, int, str]]:
    """(heading, which of that name from 1, field) of each "Their heading#2=our field"."""
    read = []
    for text in maps:
        heading, equals, field = (part.strip() for part in text.rpartition("="))
        field = field.casefold().replace(" ", "_")
        if not equals or not heading:
            raise Unreadable(f'--map is written "Their heading=our field", not "{text[:60]}".')
        if field and field not in fields:
            raise _no_field(field, fields)
        name, mark, number = heading.rpartition("#")
        numbered = bool(mark and name and number.isascii() and number.isdigit())
        read.append((name, int(number[:3]), field) if numbered else (heading, 1, field))
    return read


def _no_field(typed: str, fields: Mapping[str, Sequence[str]]) -> Unreadable:
    """A --map to a field that is not there, with the one that may be meant."""
    from difflib import get_close_matches

    by_name = aliases(fields).get(fold_heading(typed))
    near = [by_name] if by_name else get_close_matches(typed, fields, n=1)
    if near:
        hint = f"Did you mean {near[0]}?"
    elif len(fields) <= _FEW:
        hint = f"There are: {', '.join(name for name in fields if name != 'problem')}."
    else:
        usual = [name for name in _USUAL if name in fields]
        hint = f"The usual ones are: {', '.join(usual)}; docs/importing/columns.md has them all."
    return Unreadable(f'There is no field "{typed[:40]}" for --map. {hint}')


def _chosen(
    headings: Sequence[str], fields: Mapping[str, Sequence[str]], maps: Sequence[str]
) -> dict[int, str]:
    """The field that --map gives to a column; IGNORE for one that is left out."""
    chosen: dict[int, str] = {}
    for heading, number, field in _read_maps(fields, maps):
        key = fold_heading(heading)
        alike = [place for place, theirs in enumerate(headings) if fold_heading(theirs) == key]
        if not 1 <= number <= len(alike):
            raise Unreadable(
                f'--map names a heading "{heading[:40]}" (number {number}) that the file does not '
                f"have. It has: {', '.join(name[:40] for name in headings if name)}."
            )
        chosen[alike[number - 1]] = field
    return chosen
