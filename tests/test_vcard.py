"""Contacts for a phone as others read them: by the standard, and by a library."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, settings
from hypothesis import given as any_
from hypothesis import strategies as st
from icalendar import Component

from conftest import Given, Run
from parentlink.exchange.ical import one_line
from parentlink.exchange.vcard import Card, as_vcards
from vcard_reader import Property, read_vcards

NAMES = (
    *("Siobhán O’Brien", "Zoë Núñez-Łukasz", "محمد الهاشمي", "小林 さくら", "Nguyễn Thị Ánh"),
    *("Ann, Smith", "Semi;Colon", "Back\\Slash", "A:B=C", 'The "Boss" Lee', "Ann\\, Smith\\; n"),
    *("Zo\u0065\u0308 " + "é" * 90, "😀" * 40, "x" * 74 + "é" * 3, "Two\nLines", "Ann\\nBo"),
)


def of(card: list[Property], name: str) -> Property:
    (found,) = [each for each in card if each.name == name]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_an_exported_file_is_read_as_it_is_on_file(
    name: str, given: Given, run: Run, tmp_path: Path
) -> None:
    family = given.family("Khan")
    carer = given.carer(family, name, title="Dr", email="n@example.org")
    given.link(given.pupil(family, name=name, tutor_group="7;K,M"), carer, relationship="aunt")
    out = tmp_path / "carers.vcf"
    run.ok("export", "carers", "--vcard", "-o", str(out))
    (card,) = read_vcards(out.read_bytes())
    shown = name.replace("\n", " / ")
    assert of(card, "FN").text == f"Dr {shown}"
    family_names, given_names, *others = of(card, "N").value
    assert f"{given_names[0]} {family_names[0]}".strip() == name.replace("\n", " ")
    assert others == [[""], ["Dr"], [""]]
    assert of(card, "NOTE").text == f"Aunt of {shown} (7;K,M)"
    assert of(card, "CATEGORIES").value == [["parentlink", "7;K,M"]]
    assert of(card, "TEL").value == [["tel:+447700900123"]]
    assert of(card, "TEL").params == {"VALUE": "uri", "TYPE": "cell"}
    assert of(card, "EMAIL").text == "n@example.org"


def test_a_library_reads_the_cards_as_well(given: Given, run: Run) -> None:
    family = given.family("Khan")
    for number, name in enumerate(("Siobhán O’Brien", "Noor Jahan Khan", "Ann Núñez")):
        carer = given.carer(
            family, name, home_phone="+441632960001", email=f"a{number}@example.org"
        )
        given.link(given.pupil(family, name=f"Zoë {'é' * 60} {number}"), carer)
    cards: Any = Component.from_ical(run.ok("export", "carers", "--vcard").out, multiple=True)
    assert [card["FN"] for card in cards] == ["Siobhán O’Brien", "Noor Jahan Khan", "Ann Núñez"]
    assert [card["N"].fields.family for card in cards] == ["O’Brien", "Khan", "Núñez"]
    for number, card in enumerate(cards):
        assert card.name == "VCARD"
        assert [str(phone) for phone in card["TEL"]] == ["tel:+447700900123", "tel:+441632960001"]
        assert card["TEL"][0].params["PREF"] == "1"
        assert card["EMAIL"] == f"a{number}@example.org"
        assert card["NOTE"] == f"Carer of Zoë {'é' * 60} {number} (7KM)"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)


@settings(max_examples=300, deadline=None)
@any_(name=TEXT, title=TEXT, note=TEXT, category=TEXT)
@example(name="a" * 71 + "😀", title="Dr", note="\\", category=",")
def test_any_text_is_read_by_the_standard_as_it_was(
    name: str, title: str, note: str, category: str
) -> None:
    card = Card(
        "u", title, name, "ASK FIRST:", (("cell", "+447700900123"),), None, note, (category,)
    )
    (found,) = read_vcards("".join(as_vcards([card])).encode())
    assert of(found, "FN").text == one_line(f"ASK FIRST: {title} {name}")
    assert of(found, "NOTE").text == one_line(f"ASK FIRST: {note}".strip())
    assert of(found, "CATEGORIES").value == [[one_line(category)]]
    assert len(of(found, "N").value) == 5
    signs = {sign for each in found for part in each.value for text in part for sign in text}
    assert {sign for sign in signs if unicodedata.category(sign) == "Cc"} <= {"	"}
