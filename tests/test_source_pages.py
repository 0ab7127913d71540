"""What the page of a source claims is what the program does with the example shown there."""

import csv
import re
import shlex
import zipfile
from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from office_pages import INDEX, PAGES, ROOT, SOURCES, commands, section
from parentlink.exchange.headings import aliases, fold_heading
from parentlink.usecases.importing.families.reading.wide import known_headings
from parentlink.usecases.importing.small import kinds
from parentlink.usecases.importing.small.achievement_fields import HEADINGS as ACHIEVEMENTS
from parentlink.usecases.importing.small.table import Small

QUOTED = re.compile(r"`([^`]+)`")
NOT_READ = re.compile(r"^Not read: (.+)\. If ", re.MULTILINE)
# The pages of tables with headings of their own, whose table must name them all and no more.
TABLES = (
    *("sims", "arbor", "bromcom", "isams", "parentmail", "schoolbooking", "wonde", "nhs"),
    "staff",
)
# Pupils, carers, and those of them whom nobody may contact, after the last line of a page.
COMES_IN = {
    **{"sims": (2, 3, 1), "arbor": (2, 3, 1), "bromcom": (2, 3, 1), "isams": (2, 4, 1)},
    **{"parentmail": (2, 3, 0), "schoolbooking": (1, 2, 0), "scholarpack": (1, 1, 0)},
    **{"wonde": (2, 3, 1), "nhs": (2, 3, 0), "google": (2, 3, 1), "ctf": (1, 1, 0)},
    **{"oneroster": (1, 2, 0), "school-data-sync": (1, 1, 0), "your-own-list": (2, 3, 1)},
}


@pytest.fixture(autouse=True)
def _beside_the_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be written beside the examples themselves."""
    (tmp_path / "office").mkdir()
    monkeypatch.chdir(tmp_path / "office")
    (tmp_path / "office" / "examples").symlink_to(ROOT / "examples")


def words(command: str) -> list[str]:
    """What is typed after the name of the program."""
    return shlex.split(command)[1:]


def last_import(name: str) -> list[str]:
    """The last import that a page shows: where a heading differs, it is mended there."""
    return [words(line) for line in commands(SOURCES[name]) if " import " in line][-1]


def headings(path: str) -> list[str]:
    """The row of headings of an example."""
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.reader(file) if len(list(filter(None, row))) > 3)


def claimed(page: str) -> set[str]:
    """The headings in the table of what is understood."""
    rows = re.findall(r"^\| (`.+?) \| ", section(page, "What is understood"), re.MULTILINE)
    assert rows
    return set(QUOTED.findall(" ".join(rows)))


@pytest.mark.parametrize("name", TABLES)
def test_every_heading_that_a_page_claims_is_understood_and_every_other_is_named(
    run: Run, name: str
) -> None:
    typed = last_import(name)
    mapped = {text.rpartition("=")[0] for text in typed[typed.index("--dry-run") + 1 :]}
    answer = run.ok(*typed)
    not_read = set(re.findall(r'"([^"]+)"', " ".join(NOT_READ.findall(answer.err))))
    assert claimed(SOURCES[name]) == set(headings(typed[2])) - not_read - mapped


@pytest.mark.parametrize("name", [name for name in TABLES if name != "staff"])
def test_a_heading_that_is_said_to_be_understood_too_is_known(name: str) -> None:
    known = known_headings(())
    for heading in QUOTED.findall(section(SOURCES[name], "What is understood")):
        assert fold_heading(heading) in known or heading == "ID", heading


def test_every_heading_of_achievements_is_known() -> None:
    known = aliases(ACHIEVEMENTS)
    for heading in QUOTED.findall(section(SOURCES["achievements"], "What is understood")):
        assert fold_heading(heading) in known, heading


def test_every_map_on_any_page_names_something_that_there_is() -> None:
    small = (kind.headings for kind in vars(kinds).values() if isinstance(kind, Small))
    tables = [ACHIEVEMENTS, *small]
    ours = {fold_heading(field) for table in tables for field in table}
    shown = re.findall(r'--map "([^"]+)"', " ".join((INDEX, *PAGES.values())))
    assert len(shown) > 20
    for text in shown:
        field = fold_heading(text.rpartition("=")[2])
        known = not field or field in ours or field in known_headings(())
        assert known or text.startswith("Their heading=our "), text


def every(run: Run, page: str) -> list[Answer]:
    """The answers to all that a page tells the office to type."""
    return [run(*words(line)) for line in commands(page)]


@pytest.mark.parametrize("name", SOURCES)
def test_what_a_page_tells_to_type_works(run: Run, name: str) -> None:
    """A refusal is shown on purpose, and then the line that mends it."""
    answers = every(run, SOURCES[name])
    assert answers[-1].code == 0
    assert {answer.code for answer in answers} <= {0, 4}


@pytest.mark.parametrize("name", COMES_IN)
def test_the_same_line_without_dry_run_brings_everybody_in(
    run: Run, given: Given, name: str
) -> None:
    run.ok(*(word for word in last_import(name) if word != "--dry-run"))
    pupils, carers = (given.value(f"SELECT COUNT(*) FROM {each}") for each in ("pupil", "carer"))
    barred = given.value("SELECT COUNT(*) FROM carer WHERE contact_rule = 'never'")
    assert (pupils, carers, barred) == COMES_IN[name]


@pytest.mark.parametrize("name", ["oneroster", "school-data-sync"])
def test_a_zip_says_the_same_as_its_folder(run: Run, tmp_path: Path, name: str) -> None:
    folder = ROOT / "examples" / "office" / name
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"export/{path.name}")
    zipped = run.ok("import", "families", str(tmp_path / "export.zip"), "--dry-run")
    opened = run.ok("import", "families", str(folder), "--dry-run")
    assert zipped.out.split("\n")[1:] == opened.out.split("\n")[1:]
    assert len(opened.out.split("\n")) > 4
