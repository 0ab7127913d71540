"""A copy without those who must not be contacted: what is made from it asks about who is new."""

from datetime import date
from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from parentlink.parse.upn import check_letter
from parentlink.rules.barred_left_out import NOBODY, how_many, with_one_more

HEAD = "pupil,upn,tutor_group,carer,relationship,mobile_phone"
UPN = check_letter("999900000101") + "999900000101"
SARA = f"Ali Khan,{UPN},7KM,Sara Khan,mother,07700 900101"
OMAR = f"Ali Khan,{UPN},7KM,Omar Khan,father,07700 900102"
BEN = "Ben Reid,,7KM,Jo Reid,mother,07700 900105"
SETTLED = "parentlink setting reset barred_left_out"


class Laptop:
    """A file that was made from a copy of the school's, in which a father is barred."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run, self._folder = run, folder
        self.given = Given(folder / "new.db")
        school = folder / "school.csv"
        barred = (f"{row},{rule}" for row, rule in ((SARA, ""), (OMAR, "Order of 3 March")))
        school.write_text("\n".join([f"{HEAD},court_order", *barred]) + "\n")
        run.ok("import", "families", str(school))

    def copy(self, *more: str, what: str = "everything") -> Path:
        """The school's file, copied."""
        path = self._folder / ("copy" if what == "everything" else "ours.csv")
        self._run.ok("export", what, "-o", str(path), *more)
        return path

    def takes(self, path: Path, what: str = "everything", *more: str) -> Answer:
        return self("import", what, str(path), *more)

    def gets(self, *rows: str, head: str = HEAD) -> Answer:
        """The school's next file."""
        path = self._folder / "week.csv"
        path.write_text("\n".join([head, *rows]) + "\n")
        return self("import", "families", str(path))

    def __call__(self, *words: str) -> Answer:
        return self._run.ok("--db", str(self.given.path), *words)

    def rule_of(self, name: str) -> tuple[str, str]:
        """The contact rule of a carer, and why."""
        rule = "SELECT contact_rule || '|' || COALESCE(rule_reason, '') FROM carer WHERE name = :n"
        found, _, why = str(self.given.value(rule, n=name)).partition("|")
        return found, why


@pytest.fixture
def laptop(run: Run, tmp_path: Path) -> Laptop:
    return Laptop(run, tmp_path)


@pytest.mark.parametrize("what", ["everything", "families"])
def test_who_was_left_out_of_a_copy_is_asked_about_when_the_school_sends_them(
    what: str, laptop: Laptop
) -> None:
    said = laptop.takes(laptop.copy(what=what), what).err
    name = "families.csv" if what == "everything" else "ours.csv"
    assert (
        f"DO NOT CONTACT: 1 carer who must not be contacted was left out of {name}, and may be "
        "unknown here." in said
    )
    assert SETTLED in said
    answer = laptop.gets(SARA, OMAR)
    assert "ASK FIRST before contact with Omar Khan (row 3): new, and may be" in answer.err
    assert answer.err.count(SETTLED) == 1
    rule, why = laptop.rule_of("Omar Khan")
    assert rule == "ask"
    assert f"(1 in {name} on 2026-11-23)" in why
    assert 'parentlink carer edit "Omar Khan" --rule allow --reason WHY' in why
    assert laptop.rule_of("Sara Khan")[0] == "allow"


def test_a_week_that_brings_nobody_new_says_nothing_of_it(laptop: Laptop) -> None:
    laptop.takes(laptop.copy())
    assert SETTLED not in laptop.gets(SARA).err
    laptop.gets(SARA, OMAR)
    assert SETTLED not in laptop.gets(SARA, OMAR).err


def test_a_family_that_was_not_in_the_copy_is_as_ever(laptop: Laptop) -> None:
    laptop.takes(laptop.copy())
    assert "ASK FIRST" not in laptop.gets(SARA, BEN).err
    assert laptop.rule_of("Jo Reid")[0] == "allow"


def test_a_new_brother_of_theirs_is_asked_about_too(laptop: Laptop) -> None:
    laptop.takes(laptop.copy())
    zak = "Zak Khan,,7KM,{},07700 900{}"
    laptop.gets(SARA, zak.format("Sara Khan,mother", 101), zak.format("Omar Khan,father", 102))
    assert laptop.rule_of("Omar Khan")[0] == "ask"


def test_who_is_typed_into_a_family_of_the_copy_is_asked_about_too(laptop: Laptop) -> None:
    laptop.takes(laptop.copy())
    said = laptop("carer", "add", "khan", "Omar Khan, father, 07700 900102").err
    assert "ASK FIRST before contact with Omar Khan" in said
    assert "was left out of the copy that this data came from" in said
    laptop("carer", "add", "khan", "Nadia Khan, aunt, 07700 900103", "--rule", "allow")
    laptop("family", "add", "Reid", "--carer", "Jo Reid, mother", "--pupil", "Ben Reid, 7KM")
    names = ("Omar Khan", "Nadia Khan", "Jo Reid")
    assert [laptop.rule_of(name)[0] for name in names] == ["ask", "allow", "allow"]


def test_when_somebody_says_that_it_is_settled_nobody_is_asked_about(laptop: Laptop) -> None:
    laptop.takes(laptop.copy())
    listed = laptop("setting", "list", "--format", "json").json
    value = next(each["value"] for each in listed if each["name"] == "barred_left_out")
    assert value == "1 in families.csv on 2026-11-23"
    laptop("setting", "reset", "barred_left_out")
    assert "ASK FIRST" not in laptop.gets(SARA, OMAR).err


def test_a_whole_copy_leaves_nothing_to_ask_about(laptop: Laptop) -> None:
    assert SETTLED not in laptop.takes(laptop.copy("--never", "all", "--why", "a new laptop")).err
    assert "ASK FIRST" not in laptop.gets(SARA, OMAR, SARA.replace("Sara", "Nadia")).err
    assert laptop.rule_of("Omar Khan")[0] == "never"


def test_in_the_file_it_came_from_nothing_is_asked_about(
    laptop: Laptop, run: Run, tmp_path: Path
) -> None:
    path = laptop.copy(what="families")
    rows = path.read_text().splitlines()
    path.write_text("\n".join([*rows, rows[1].replace("Sara", "Nadia").replace("c1,", "c9,")]))
    assert SETTLED not in run.ok("import", "families", str(path)).err


def test_a_file_with_bars_of_its_own_remembers_it_as_well(laptop: Laptop) -> None:
    jo = "Ben Reid,,7KM,Al Reid,father,07700 900106,Order of May"
    laptop.gets(f"{BEN},", jo, head=f"{HEAD},court_order")
    assert SETTLED in laptop.takes(laptop.copy(what="families"), "families").err
    laptop.gets(SARA, OMAR)
    assert laptop.rule_of("Omar Khan")[0] == "ask"


def test_a_copy_of_a_copy_still_knows_it(laptop: Laptop, run: Run, tmp_path: Path) -> None:
    laptop.takes(laptop.copy())
    third = tmp_path / "third.db"
    for what in ("families", "everything"):
        out = tmp_path / f"again-{what}"
        laptop("export", what, "-o", str(out), "--never", "all", "--why", "all of them")
        third.unlink(missing_ok=True)
        run.ok("--db", str(third), "import", what, str(out))
        value = Given(third).value("SELECT value FROM setting WHERE name = 'barred_left_out'")
        assert str(value).startswith("1 in "), what
    said = "1 carer who must not be contacted was left out of the copy that this data came from"
    assert said in (tmp_path / "again-everything" / "LEFT-OUT.txt").read_text()
    third.unlink()
    again = str(tmp_path / "again-everything")
    assert said in run.ok("--db", str(third), "import", "everything", again).err


def test_an_undo_takes_it_back(laptop: Laptop) -> None:
    laptop.takes(laptop.copy(what="families"), "families")
    laptop("undo", "--yes")
    assert laptop.given.value("SELECT COUNT(*) FROM setting") == 0


@pytest.mark.parametrize("value", ["nobody", ""])
def test_no_file_can_say_that_it_is_settled(
    value: str, laptop: Laptop, run: Run, tmp_path: Path
) -> None:
    laptop.takes(laptop.copy())
    path = tmp_path / "settings.csv"
    path.write_text(f"name,value\nbarred_left_out,{value}\n")
    answer = run("--db", str(laptop.given.path), "import", "settings", str(path))
    assert answer.code == 4
    assert SETTLED in answer.err


def test_a_count_of_an_old_copy_is_whole_or_gone() -> None:
    kept, file = NOBODY, f"{'a' * 56}.csv"  # so that the room ends within a count
    for day in range(1, 31):
        kept = with_one_more(kept, 120, file, date(2026, 11, day))
        assert how_many(kept) % 120 == 0
    assert kept.startswith(f"120 in {file} on 2026-11-30; 120 in")
