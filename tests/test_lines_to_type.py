"""What an answer tells to type works when it is pasted, whatever a heading or a name holds."""

import csv
import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import Given, Run
from parentlink.parse.names import quoted
from workbooks import xlsx

HARD = '"{}" \'$!x`\\'  # what a shell obeys
WORD = r"""(?:"[^"]*"|'(?:[^']|'\\'')*'|[^\s"'][^\s"']*)"""


def pasted(line: str) -> list[str]:
    """The words that a shell makes of a line at its prompt, where a "!" calls an old line back."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("needs bash")
    done = subprocess.run(
        [bash, "--norc", "--noprofile", "-i"],
        input=f"printf '%s\\n' {line}\n",
        capture_output=True,
        text=True,
        env=os.environ | {"HISTFILE": ""},
        check=False,
    )
    return done.stdout.splitlines()


def options(said: str, name: str = "--map") -> list[str]:
    """What stands behind each of these options in an answer, as a shell hands it on."""
    found = re.findall(rf"{name} ({WORD})", " ".join(said.split()))
    return pasted(" ".join(found))[: len(found)]


def table(*rows: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


ADA = ("Ada Okafor", "7KM")
LONG = "The e-mail address to which we may write about trips and clubs and all that is not urgent"


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (("Pupil", "Reg", "Carer", "*Priorty"), (*ADA, "Ngozi Okafor", "1")),
        (("Pupil", "Reg", "Carer", "*Legal orders"), (*ADA, "Ngozi Okafor", "")),
        (("Pupil", "Reg", "Carer", "*Do not cntact"), (*ADA, "Ngozi Okafor", "")),
        (("*Legal Forname", "Surname", "Reg"), ("Ada", "Okafor", "7KM")),
        (("*Surname", "Reg"), ("Okafor", "7KM")),
        (("Pupil", "Reg", "Carer", "*Remarks"), (*ADA, "Ngozi Okafor", "do not call")),
        (("Pupil", "Reg", "Carer", "*Medical"), (*ADA, "Ngozi Okafor", "do not call")),
        (("Pupil", "*Email", "Carer"), ("Ada Okafor", "n@example.org", "Ngozi Okafor")),
        (("*Forename", "*First name", "Surname"), ("Ada", "Adaeze", "Okafor")),
        (("Pupil", "*Mobile", "*Mobile number"), ("Ada Okafor", "07700 900001", "07700 900002")),
        (("Pupil", "Mother", "Father", "*Court order"), ("Ada Okafor", "Jo Eze", "Al Eze", "yes")),
        (("Pupil", "Mother", "Father's court order*"), ("Ada Okafor", "Jo Eze", "")),
        (("Pupil", "Mother", "Father's mobile*"), ("Ada Okafor", "Jo Eze", "07700 900001")),
        (("Pupil", "Reg", "Carer", "*Contact type"), (*ADA, "Ngozi Okafor", "Mother")),
        (("Pupil", "Reg", "Carer", "*Emergency contact"), (*ADA, "Ngozi Okafor", "2")),
        (("Surname", "Forename", "Form", "*Job title"), ("Reid", "Anna", "7KM", "Teacher")),
        (("Pupil", "Reg", "Carer", f"{LONG}*"), (*ADA, "Ngozi Okafor", "do not call")),
    ],
    ids=lambda cells: cells[0][-18:] if isinstance(cells[0], str) else None,
)
def test_a_map_to_type_names_the_heading_whole(
    run: Run, head: tuple[str, ...], row: tuple[str, ...]
) -> None:
    hard = HARD.replace("x", "")  # no letters: the heading means what it did
    head = tuple(
        hard.format(each.strip("*")) if each[0] == "*" else each.replace("*", hard.format(""))
        for each in head
    )
    answer = run("import", "families", "-", "--dry-run", stdin=table(head, row))
    said = answer.out + answer.err
    maps = [each for each in options(said) if not each.startswith("Their heading")]
    assert maps, said
    assert {each.rpartition("=")[0] for each in maps} <= set(head), said
    again = run("import", "families", "-", "--dry-run", "--map", maps[0], stdin=table(head, row))
    assert "--map names a heading" not in again.err


def test_a_sheet_to_type_is_the_one_of_the_workbook(run: Run, tmp_path: Path) -> None:
    path, titles = tmp_path / "forms.xlsx", ("7A '$x`", '7B "!y"')
    head = ["Pupil", "Carer", "Mobile"]
    forms = {titles[1]: [head, ["Ben Nowak", "Zofia Nowak", ""]]}
    others = {"8C": [[*head, "Email"], ["Cai Eze", "Jo Eze", "", ""]]}
    path.write_bytes(
        xlsx([head, ["Ada Okafor", "Jo Okafor", ""]], titles[0], None, **forms, **others)
    )
    answer = run("import", "families", str(path), "--every-sheet")
    assert options(answer.err, "--sheet") == [*titles]
    barred = {"No contact $1!x": [["Pupil", "Carer"], ["Ada Okafor", "Al Okafor"]]}
    path.write_bytes(xlsx([head, ["Ada Okafor", "Jo Okafor", ""]], titles[0], None, **barred))
    answer = run("import", "families", str(path))
    assert options(answer.err, "--sheet") == [titles[0], "No contact $1!x"]


NAME = 'Anna "Annie" O\'Reid-$x!y of Long-Named Hall by the Sea'


def test_a_command_to_type_has_the_whole_name(run: Run, given: Given, tmp_path: Path) -> None:
    given.staff(NAME)
    given.staff("Ms Osei")
    said = run("staff", "add", NAME).err
    assert pasted(said.partition("parentlink staff edit ")[2].partition(". For")[0]) == [NAME]
    said = run("staff", "edit", "Ms Osei", "--name", NAME).err
    line = said.partition("parentlink staff merge ")[2].partition(". For")[0]
    assert pasted(line) == [NAME, "Ms Osei"]


def test_the_name_in_a_command_after_a_clash_of_ids_is_whole(run: Run) -> None:
    head = ("pupil_id", "pupil", "dob", "carer_id", "carer", "relationship", "mobile")
    ada = ("1", "Ada Okafor", "03/04/2014", "7", "Ngozi Okafor", "mother", "07700 900101")
    run.ok("import", "families", "-", stdin=table(head, ada))
    pupil = ("1", NAME, "13/11/2015", "9", "Rae Zeal", "mother", "07700 900103")
    said = run("import", "families", "-", stdin=table(head, pupil)).err
    assert options(said, "--name") == [NAME]
    carer = (*ada[:4], NAME, "father", "07700 900104")
    said = run("import", "families", "-", stdin=table(head, carer)).err
    assert options(said, "--name") == [NAME]


def test_a_file_behind_a_command_is_the_one_that_was_meant(run: Run, tmp_path: Path) -> None:
    said = run("import", 'class $x "7".csv').err
    assert pasted(said.partition("import families ")[2].partition(". (help")[0]) == [
        'class $x "7".csv'
    ]


@pytest.mark.parametrize(
    ("typed", "behind", "words"),
    [
        (("promise", "add", "okafor", "Ring", "by", "next", "fri"), "mean ", ["--by", "next fri"]),
        (("timeline", "ada", "o\"neil$x'!"), "quotes: ", ["ada o\"neil$x'!"]),
        (
            ("log-call", "okafor", "--note", "rang", "$5 twice"),
            "quotes: ",
            ["--note", "rang $5 twice"],
        ),
        (("log-call", "okafor", "-n", "rang", "twice"), "quotes: ", ["-n", "rang twice"]),
        (("log-call", "okafor", "--note=rang", "twice"), "quotes: ", ["--note", "rang twice"]),
        (
            ("conversation", "plan", "--between", "7 dec", "11 dec"),
            "together: ",
            ["--between", "7 dec..11 dec"],
        ),
        (
            ("conversation", "plan", "--between", "7/12", "-", "11/12"),
            "together: ",
            ["--between", "7/12..11/12"],
        ),
        (
            ("pupil", "list", "--staff", "Ms", "Reid", "--year", "7"),
            "command: parentlink ",
            ["--staff", "Ms Reid", "pupil", "list", "--year", "7"],
        ),
        (
            ("pupil", "list", "--no-input=yes"),
            "command: parentlink ",
            ["--no-input", "pupil", "list"],
        ),
    ],
    ids=lambda each: each[-1] if isinstance(each, tuple) else None,
)
def test_words_that_belong_together_are_quoted_for_the_shell(
    run: Run, typed: tuple[str, ...], behind: str, words: list[str]
) -> None:
    said = run(*typed).err.rpartition(" (help:")[0]
    assert pasted(said.rpartition(behind)[2].removesuffix(".").removesuffix("?")) == words, said


def test_words_behind_an_option_are_not_taken_for_the_name(run: Run) -> None:
    said = run("carer", "edit", "ngozi", "--rule", "never", "court", "order").err
    assert "ngozi court" not in said
    assert '"mrs okafor"' in said
    for typed in ("undo 3 4", "merge f1 f2 f3"):  # these do not belong together
        assert "quotes" not in run(*typed.split()).err


def test_a_backup_to_bring_back_is_typed_whole(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    copy = tmp_path / "back $x `up`!y.db"
    said = run.ok("backup", str(copy)).out
    assert pasted(said.partition("parentlink restore ")[2]) == [str(copy)]


def test_on_windows_a_word_stands_in_double_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parentlink.parse.names._ON_WINDOWS", True)
    assert quoted('Mum\'s "mobile" $1!x') == "\"Mum's 'mobile' $1!x\""
    assert quoted("C:\\my lists") == '"C:\\my lists"'
