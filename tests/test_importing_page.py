"""The pages for the office: every source has one, and where nobody published clicks it says so."""

import importlib.util
import re
from pathlib import Path

import pytest
from make_files import UPN, text

from conftest import Given, Run
from office_pages import INDEX, PAGES, ROOT, SOURCES, commands, section
from parentlink.errors import RowsRefused
from parentlink.exchange.detect import Kind, detect
from parentlink.usecases.importing.families.reading.fields import FIELDS
from parentlink.usecases.importing.rule import refuse_unread

EXAMPLE = re.compile(r"examples/[\w./-]+\w")


def test_the_table_of_columns_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("make_fields", ROOT / "docs" / "make_fields.py")
    assert spec
    assert spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.page() == PAGES["columns"], "run `make docs`"
    for name in FIELDS:
        assert f"| `{name}`" in PAGES["columns"], name


# The sources and the formats that the school may have, in its own words, and the page of each.
NAMED = {
    **{"SIMS": "sims", "Arbor": "arbor", "Bromcom": "bromcom", "iSAMS": "isams"},
    **{"ParentMail": "parentmail", "SchoolBooking": "schoolbooking", "ScholarPack": "scholarpack"},
    **{"Wonde": "wonde", "Xporter": "wonde", "NHS": "nhs", "Google": "google"},
    **{"Common Transfer File": "ctf", "OneRoster": "oneroster", "SDS": "school-data-sync"},
    **{"Clever": "oneroster", "PowerSchool": "oneroster", "Class Charts": "achievements"},
    **{".xlsx": "your-own-list", ".xls": "your-own-list", ".ods": "your-own-list"},
    **{".csv": "your-own-list", ".tsv": "your-own-list", "web page": "your-own-list"},
    **{"chievements": "achievements", ".ics": "term-dates", "taff": "staff"},
    **{"onversations": "small-tables", "actions": "small-tables"},
    "parentlink file": "another-parentlink",
}


@pytest.mark.parametrize("source", NAMED)
def test_every_source_has_its_page(source: str) -> None:
    page = PAGES[NAMED[source]]
    assert source in page
    assert len(page) > 600
    assert f"](importing/{NAMED[source]}.md)" in section(INDEX, "Your system, and its page")


def test_every_page_is_in_the_list_of_sources_and_leads_back_to_it() -> None:
    for name, page in PAGES.items():
        assert f"](importing/{name}.md)" in INDEX, name
        assert "](../importing.md)" in page, name
    assert {*NAMED.values()} == {*SOURCES}


@pytest.mark.parametrize("name", SOURCES)
def test_every_page_has_its_parts(name: str) -> None:
    titles = re.findall(r"^## (.+)$", SOURCES[name], re.MULTILINE)
    parts = ["What to ask for", "The clicks", "Bring it in", "What to watch for"]
    assert set(parts) - {"The clicks"} <= set(titles)
    assert [each for each in titles if each in parts][-1] == "What to watch for"
    if name != "another-parentlink":
        assert "The clicks" in titles
        assert {"If a heading differs", "If something differs"} & {*titles}


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "another-parentlink"])
def test_clicks_stand_beside_the_address_of_who_says_so_or_the_page_says_nobody_does(
    name: str,
) -> None:
    clicks = section(SOURCES[name], "The clicks")
    nobody = re.search(r"no public\s+description|no system publishes", clicks, re.IGNORECASE)
    assert nobody or "](http" in clicks or name in ("your-own-list", "school-data-sync")
    for part in re.split(r"\n\n(?!1\.)|\n(?=- )", clicks):
        if re.search(r"\*[^*\n]+ > [^*]+\*", part):
            assert "](http" in part or "](scholarpack" in part, part


@pytest.mark.parametrize("name", ["sims", "arbor", "bromcom", "isams", "wonde", "google"])
def test_where_nobody_published_the_file_a_map_is_shown_that_works(
    name: str,
) -> None:
    assert "no public description" in re.sub(r"\s+", " ", SOURCES[name])
    assert " --map " in commands(SOURCES[name])[-1]


def test_every_kind_of_file_is_named_and_brought_in_on_some_page() -> None:
    seen = {_kind(ROOT / each) for page in SOURCES.values() for each in EXAMPLE.findall(page)}
    assert seen == {*Kind}
    for kind in Kind:
        assert f"`--as {kind.value}`" in INDEX


def _kind(path: Path) -> Kind | None:
    if path.is_dir():
        return Kind.ONEROSTER if (path / "users.csv").exists() else None
    return detect(path.read_bytes()[:4000])


def test_every_example_that_is_shown_is_there_and_every_one_there_is_shown() -> None:
    shown = {each for page in (INDEX, *PAGES.values()) for each in EXAMPLE.findall(page)}
    for each in shown:
        assert (ROOT / each).exists(), each
    there = {f"examples/office/{path.name}" for path in (ROOT / "examples/office").iterdir()}
    assert there <= shown


def sentences() -> str:
    """Everything the program says, with the seams of long sentences taken out."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    whole = re.sub(r"[\"']\s*\n\s*f?[\"']", "", "\n".join(texts))
    return whole.replace("{LARGEST // MB}", "20")


def test_every_message_that_is_explained_is_one_that_the_program_says() -> None:
    said = sentences()
    troubles = section(INDEX, "Troubles and remedies")
    rows = re.findall(r"^\| `(.+?)` \|", troubles, re.MULTILINE)
    assert len(rows) == len({*rows}) > 10
    for words in rows:
        assert words in said, words


# The columns that a page asks an office for, each with what may stand there.
PUPIL = f"UPN={UPN}|Date of birth=14/10/2014"
MOBILE, HOME = "07700 900101", "01632 960101"
ASKED_FOR = {
    "sims": (
        f"{PUPIL}|Admission Number=001234|Legal Forename=Ada|Legal Surname=Okafor|Year=Year 7|"
        "Reg=7KM|Priority=1|Relationship=Mother|Title=Mrs|Contact Forename=Ngozi|"
        "Contact Surname=Eze|Parental Responsibility=T|Court Order=Y|"
        f"Main Telephone={HOME}|Mobile={MOBILE}|Primary Email=ngozi@example.org"
    ),
    "sims, as some reports call it": (
        f"{PUPIL}|Legal Forename=Ada|Legal Surname=Okafor|Reg=7KM|Forename=Ngozi|Surname=Eze|"
        f"Relationship=Mother|Priority=1|Court Order=Y|Mobile={MOBILE}"
    ),
    "arbor": (
        f"{PUPIL}|Legal first name=Ada|Legal last name=Okafor|Year group=Year 7|"
        "Registration form=7KM|Guardian name=Ngozi Eze|Relationship=Mother|Primary Guardian=Yes|"
        f"Legal Guardian=Yes|Emergency contact=1|Mobile={MOBILE}|Email=ngozi@example.org|"
        "Court order=Y"
    ),
    "bromcom": (
        f"{PUPIL}|Admission Number=1234|Legal First Name=Ada|Legal Last Name=Okafor|Year Group=7|"
        "Tutor Group=7KM|Contact First Name=Ngozi|Contact Last Name=Eze|Relationship=Mother|"
        "Contact Priority=1|Parental Responsibility=TRUE|Court Order Restricted Access=TRUE|"
        f"Contact Mobile={MOBILE}|Contact Email=ngozi@example.org"
    ),
    "isams": (
        "School ID=S12|Forename=Ada|Surname=Okafor|Form=7KM|Year=7|Contact Type=Mother|Title=Mrs|"
        f"Forename=Ngozi|Surname=Eze|Telephone={MOBILE}|Email=ngozi@example.org|Court order=Y"
    ),
    "wonde": (
        "mis_id=77|legal_forename=Ada|legal_surname=Okafor|form_group=7KM|contact_forename=Ngozi|"
        "contact_surname=Eze|relationship.relationship=Mother|"
        "relationship.parental_responsibility=true|relationship.priority=1|"
        f"relationship.lives_with_pupil=true|mobile={MOBILE}|court_order=Y"
    ),
}


@pytest.mark.parametrize("title", ASKED_FOR)
def test_the_file_that_a_page_asks_for_comes_in_at_the_first_try(
    run: Run, given: Given, title: str
) -> None:
    columns = [column.partition("=") for column in ASKED_FOR[title].split("|")]
    said = section(SOURCES[title.partition(",")[0]], "What is understood").casefold()
    for heading, _, _ in columns:
        assert f"`{heading.casefold()}`" in said or title.endswith("call it"), heading
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
