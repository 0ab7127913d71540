"""The page for the office: what it names is read, and where no clicks are known it says so."""

import importlib.util
import re
from pathlib import Path

import pytest

from parentlink.errors import RowsRefused
from parentlink.exchange.detect import Kind
from parentlink.exchange.headings import resolve
from parentlink.usecases.importing.fields import ALIASES, FIELDS
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


# The headings that the page asks an office for, and what each must be taken for.
ASKED_FOR = {
    "SIMS": (
        "UPN,Admission Number,Legal Forename,Legal Surname,Date of Birth,Year,Reg,Priority,"
        "Relationship,Title,Contact Forename,Contact Surname,Parental Responsibility,Court Order,"
        "Main Telephone,Mobile,Primary Email",
        "upn,pupil_id,forename,surname,date_of_birth,year_group,tutor_group,priority,"
        "relationship,title,carer_forename,carer_surname,parental_responsibility,court_order,"
        "main_phone,mobile_phone,email",
    ),
    "Arbor": (
        "UPN,Legal first name,Legal last name,Date of birth,Year group,Registration form,"
        "Guardian name,Relationship,Primary Guardian,Legal Guardian,Mobile,Email",
        "upn,forename,surname,date_of_birth,year_group,tutor_group,carer,relationship,"
        "primary_guardian,parental_responsibility,mobile_phone,email",
    ),
    "Bromcom": (
        "UPN,Admission Number,Legal First Name,Legal Last Name,Year Group,Tutor Group,"
        "Relationship,Contact Priority,Parental Responsibility",
        "upn,pupil_id,forename,surname,year_group,tutor_group,relationship,priority,"
        "parental_responsibility",
    ),
    "iSAMS": (
        "School ID,Forename,Surname,Form,Year,Contact Type,Contact Title,Contact Forename,"
        "Contact Surname",
        "pupil_id,forename,surname,tutor_group,year_group,relationship,title,carer_forename,"
        "carer_surname",
    ),
    "Wonde": (
        "mis_id,legal_forename,legal_surname,form_group,relationship.relationship,"
        "relationship.parental_responsibility,relationship.priority,relationship.lives_with_pupil",
        "pupil_id,forename,surname,tutor_group,relationship,parental_responsibility,priority,"
        "lives_with",
    ),
}


@pytest.mark.parametrize(("theirs", "ours"), ASKED_FOR.values(), ids=ASKED_FOR)
def test_every_heading_that_the_page_asks_for_is_understood(theirs: str, ours: str) -> None:
    columns = resolve(theirs.split(","), ALIASES, ()).columns
    assert list(columns) == ours.split(",")


def test_a_block_under_a_heading_of_bromcoms_is_never_skipped() -> None:
    with pytest.raises(RowsRefused, match='--map "Court Order Restricted Access=court order"'):
        refuse_unread(["Court Order Restricted Access"])
