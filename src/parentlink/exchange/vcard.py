"""Contacts for a phone (vCard 4.0, RFC 6350), folded and escaped through the icalendar library.

Only names, ways to reach somebody and whose carer they are; a card says nothing else.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from parentlink.exchange.ical import one_line
from parentlink.parse.surnames import split_surname


class Card(NamedTuple):
    """One person in a phone. Phones are (home, work or cell; E.164), the first preferred."""

    uid: str
    title: str | None
    name: str
    mark: str  # a warning that stands before the name, or nothing
    phones: tuple[tuple[str, str], ...]
    email: str | None
    note: str
    categories: tuple[str, ...]


def as_vcards(cards: Iterable[Card]) -> Iterator[str]:
    """Each card as text, with the line ends that the standard asks for."""
    from icalendar.parser import Contentline

    for card in cards:
        lines = ["BEGIN:VCARD", "VERSION:4.0", *_lines(card), "END:VCARD"]
        yield "".join(f"{_folded(Contentline, line)}\r\n" for line in lines)


def _folded(of_library: Any, line: str) -> str:
    folded: bytes = of_library(line).to_ical()
    return folded.decode()


def _lines(card: Card) -> Iterator[str]:
    forenames, surname = split_surname(card.name)
    marked = f"{card.mark} {forenames}".strip()  # phones show this as well as FN
    whole = " ".join(part for part in (card.mark, card.title, card.name) if part)
    yield f"UID;VALUE=text:{_text(card.uid)}"
    yield f"FN:{_text(whole)}"
    yield f"N:{_text(surname)};{_text(marked)};;{_text(card.title or '')};"
    for place, (kind, number) in enumerate(card.phones):
        first = "PREF=1;" if place == 0 and len(card.phones) > 1 else ""
        yield f"TEL;{first}VALUE=uri;TYPE={kind}:tel:{_text(number)}"
    if card.email:
        yield f"EMAIL:{_text(card.email)}"
    if note := f"{card.mark} {card.note}".strip():
        yield f"NOTE:{_text(note)}"
    if card.categories:
        yield f"CATEGORIES:{','.join(map(_text, card.categories))}"


def _text(text: str) -> str:
    from icalendar import vText

    return vText(one_line(text)).to_ical().decode()
