"""The page for the office: what it names is read, and where no clicks are known it says so."""

import importlib.util
import re
from pathlib import Path

import pytest
from make_files import UPN, text

from conftest import Given, Run
from parentlink.errors import RowsRefused
from parentlink.exchange.detect import Kind
from parentlink.usecases.importing.families.reading.fields import FIELDS
from parentlink.usecases.importing.rule import refuse_unread

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """What stands under a heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {title}"
    return found[1]


def test_the_table_of_columns_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("make_fields", ROOT / "docs" / "make_fields.py")
    assert spec
    assert spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.page() == PAGE, "run `make docs`"
    for name in FIELDS:
        assert f"| `{name}`" in PAGE, name


@pytest.mark.parametrize(
    "title",
    [
        *("SIMS", "Arbor", "Bromcom", "iSAMS", "ParentMail (IRIS)", "SchoolBooking", "ScholarPack"),
        *("Wonde and other bridges", "Your own Excel list", "Common Transfer File (CTF)"),
        *("OneRoster", "Microsoft School Data Sync (SDS)", "Achievements", "Term dates"),
    ],
)
def test_every_source_has_its_section(title: str) -> None:
    assert len(section(title)) > 300


@pytest.mark.parametrize("title", ["SIMS", "Arbor", "Bromcom", "iSAMS", "Wonde and other bridges"])
def test_where_nobody_published_the_file_the_page_says_so_and_names_map(title: str) -> None:
    assert "no public description" in section(title)
    assert "--map" in section(title)


def test_every_kind_of_file_is_named() -> None:
    for kind in Kind:
        assert f"`--as {kind.value}`" in PAGE


def test_every_example_that_is_shown_is_there() -> None:
    shown = set(re.findall(r"examples/[\w./-]+\w", PAGE))
    assert shown
    for each in shown:
        assert (ROOT / each).exists(), each


def test_every_link_inside_the_page_leads_somewhere() -> None:
    titles = {
        re.sub(r"[^\w\- ]", "", title.casefold()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    }
    for link in re.findall(r"\]\(#([\w-]+)\)", PAGE):
        assert link in titles, link


def sentences() -> str:
    """Everything the program says, with the seams of long sentences taken out."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    whole = re.sub(r"[\"']\s*\n\s*f?[\"']", "", "\n".join(texts))
    return whole.replace("{LARGEST // MB}", "20")


def test_every_message_that_is_explained_is_one_that_the_program_says() -> None:
    said = sentences()
    rows = re.findall(r"^\| `(.+?)` \|", section("Troubles and remedies"), re.MULTILINE)
    assert len(rows) > 10
    for words in rows:
        assert words in said, words


# The columns that the page asks an office for, each with what may stand there.
PUPIL = f"UPN={UPN}|Date of birth=14/10/2014"
MOBILE, HOME = "07700 900101", "01632 960101"
ASKED_FOR = {
    "SIMS": (
        f"{PUPIL}|Admission Number=001234|Legal Forename=Ada|Legal Surname=Okafor|Year=Year 7|"
        "Reg=7KM|Priority=1|Relationship=Mother|Title=Mrs|Contact Forename=Ngozi|"
        "Contact Surname=Eze|Parental Responsibility=T|Court Order=Y|"
        f"Main Telephone={HOME}|Mobile={MOBILE}|Primary Email=ngozi@example.org"
    ),
    "SIMS, as some reports call it": (
        f"{PUPIL}|Legal Forename=Ada|Legal Surname=Okafor|Reg=7KM|Forename=Ngozi|Surname=Eze|"
        f"Relationship=Mother|Priority=1|Court Order=Y|Mobile={MOBILE}"
    ),
    "Arbor": (
        f"{PUPIL}|Legal first name=Ada|Legal last name=Okafor|Year group=Year 7|"
        "Registration form=7KM|Guardian name=Ngozi Eze|Relationship=Mother|Primary Guardian=Yes|"
        f"Legal Guardian=Yes|Emergency contact=1|Mobile={MOBILE}|Email=ngozi@example.org|"
        "Court order=Y"
    ),
    "Bromcom": (
        f"{PUPIL}|Admission Number=1234|Legal First Name=Ada|Legal Last Name=Okafor|Year Group=7|"
        "Tutor Group=7KM|Contact First Name=Ngozi|Contact Last Name=Eze|Relationship=Mother|"
        "Contact Priority=1|Parental Responsibility=TRUE|Court Order Restricted Access=TRUE|"
        f"Contact Mobile={MOBILE}|Contact Email=ngozi@example.org"
    ),
    "iSAMS": (
        "School ID=S12|Forename=Ada|Surname=Okafor|Form=7KM|Year=7|Contact Type=Mother|Title=Mrs|"
        f"Forename=Ngozi|Surname=Eze|Telephone={MOBILE}|Email=ngozi@example.org|Court order=Y"
    ),
    "Wonde and other bridges": (
        "mis_id=77|legal_forename=Ada|legal_surname=Okafor|form_group=7KM|contact_forename=Ngozi|"
        "contact_surname=Eze|relationship.relationship=Mother|"
        "relationship.parental_responsibility=true|relationship.priority=1|"
        f"relationship.lives_with_pupil=true|mobile={MOBILE}|court_order=Y"
    ),
}


@pytest.mark.parametrize("title", ASKED_FOR)
def test_the_file_that_a_section_asks_for_comes_in_at_the_first_try(
    run: Run, given: Given, title: str
) -> None:
    columns = [column.partition("=") for column in ASKED_FOR[title].split("|")]
    said = section(title.partition(",")[0]).casefold().replace("*", "").replace("\n", " ")
    for heading, _, _ in columns:
        last = heading.casefold().removeprefix("legal ").removeprefix("contact ")
        assert last in said, f"the section does not ask for {heading}"
    rows = [[heading for heading, _, _ in columns], [cell for _, _, cell in columns]]
    answer = run.ok("import", "families", "-", stdin=text(rows))
    assert "Not read" not in answer.err
    pupil = "SELECT legal_name || ' ' || tutor_group FROM pupil"
    assert given.value(pupil) == "Ada Okafor 7KM"
    carer = "SELECT name || ' ' || mobile_phone || ' ' || contact_rule FROM carer"
    assert given.value(carer) == "Ngozi Eze +447700900101 never"
    link = given.value("SELECT relationship FROM pupil_carer")
    assert link == "Mother"


@pytest.mark.parametrize("heading", ["Court Order Against", "Restricted Access Arrangements"])
def test_a_block_under_a_heading_that_nobody_knows_is_never_skipped(heading: str) -> None:
    with pytest.raises(RowsRefused, match=f'--map "{heading}=court order"'):
        refuse_unread([heading])
