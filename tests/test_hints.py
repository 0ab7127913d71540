"""Slips that people make with files, and whether the answer says what to do."""

from pathlib import Path

import pytest

from conftest import Given, Run
from parentlink.rules.achievements import Row, Verdict, judge

CLASS = "pupil,carer,handy\nAda Okafor,Ngozi Okafor,07700 900101\n"


def test_a_file_straight_behind_import_is_told_the_whole_command(run: Run) -> None:
    answer = run("import", "class list.csv")
    assert answer.code == 2
    assert 'For a file of families: parentlink import families "class list.csv"' in answer.err


def test_a_slip_of_the_finger_is_answered_with_the_command_alone(run: Run) -> None:
    answer = run("import", "familes", "f.csv")
    assert answer.code == 2
    assert answer.err.startswith(
        "parentlink: No such command 'familes'. Did you mean 'families'? (help:"
    )


def test_a_command_that_a_group_does_not_have_is_answered_with_those_it_has(run: Run) -> None:
    answer = run("promise", "done", "3")
    assert answer.code == 2
    assert "There are: add, list, kept, broken." in answer.err


def test_a_slip_in_a_word_of_a_closed_list_is_answered_with_the_word(run: Run) -> None:
    assert "Did you mean families?" in run("export", "familes").err
    assert "Did you mean text?" in run("export", "mail-merge", "--channel", "txt").err
    answer = run("export")
    assert "Missing argument 'TABLE'. Choose from: families, carers, mail-merge" in answer.err
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("export families --restricted", "parentlink export"),
        ("import families x.csv --map", "parentlink import families"),
        ("carer edit c1 --phone", "parentlink carer edit"),
        ("log-call okafor --tone", "parentlink log-call"),
        ("undo --yes=now", "parentlink undo"),
        ("--db", "parentlink"),
    ],
)
def test_an_option_without_its_word_is_answered_with_the_help_of_its_command(
    run: Run, typed: str, where: str
) -> None:
    answer = run(*typed.split())
    assert answer.code == 2
    assert answer.err.endswith(f"(help: {where} --help)\n")
    assert "argument" not in answer.err  # in the sense of programmers


@pytest.mark.parametrize(
    ("word", "option"), [("positive", "--tone positive"), ("no-answer", "--outcome no-answer")]
)
def test_a_tone_typed_without_its_option_is_answered_with_the_option(
    run: Run, word: str, option: str
) -> None:
    answer = run("log-call", "okafor", word)
    assert answer.code == 2
    assert f"Too many words: {word}. Did you mean {option}?" in answer.err


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("pupil list --staff REID", '--staff "Ms Reid" pupil list'),
        ("import --staff=REID families f.csv", '--staff "Ms Reid" import families f.csv'),
        ("--no-input undo --db x.db", "--db x.db --no-input undo"),
        ("log-call okafor --no-input --tone concern", "--no-input log-call okafor --tone concern"),
        ("undo --staff", "--staff NAME undo"),
        ("undo --version", "--version undo"),
    ],
)
def test_an_option_that_all_commands_have_is_told_to_stand_in_front(
    run: Run, typed: str, line: str
) -> None:
    answer = run(*(word.replace("REID", "Ms Reid") for word in typed.split()))
    assert answer.code == 2
    option = line.split()[0]
    said = f"parentlink: {option} goes before the command: parentlink {line} (help: parentlink "
    assert answer.err == f"{said}--help)\n"


def test_an_option_of_the_command_itself_is_left_alone(run: Run, given: Given) -> None:
    given.household()
    run.ok("log-call", "okafor", "--tone", "positive", "--staff", "Mr Lee")
    assert given.value("SELECT s.name FROM contact c JOIN staff s ON s.id = c.staff_id") == "Mr Lee"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("log-call okafor no answer", "Did you mean --outcome no-answer?"),
        ("log-call ada okafor", 'belong together need quotes: "ada okafor".'),
        ("timeline ada okafor", 'belong together need quotes: "ada okafor".'),
        ("promise add okafor Ring by friday", "Did you mean --by friday?"),
        ("conversation plan --between 7/12 11/12", "belong together: --between 7/12..11/12"),
        ("conversation plan --between 7/12 to 11/12", "belong together: --between 7/12..11/12"),
    ],
)
def test_words_without_their_option_or_quotes_are_answered_with_the_line(
    run: Run, typed: str, meant: str
) -> None:
    answer = run(*typed.split())
    assert answer.code == 2
    assert f" {meant} (help:" in answer.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("log-call okafor --no-answer", "--outcome no-answer"),
        ("log-call okafor --positive", "--tone positive"),
        ("log-call okafor --on 29/11", "--when"),
        ("conversation book ada --when fri", "--at"),
        ("promise add okafor Ring --when fri", "--by"),
        ("carer edit c1 --mobile 07700900123", "--phone"),
        ("pupil edit p1 --left today", "--leaves"),
    ],
)
def test_an_option_that_is_called_something_else_here_is_named(
    run: Run, typed: str, meant: str
) -> None:
    answer = run(*typed.split())
    assert answer.code == 2
    assert f". Did you mean {meant}? (help:" in answer.err
    assert "Possible" not in answer.err


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("edit 4", "carer edit"),
        ("delete 4", "parentlink undo"),
        ("block okafor", "parentlink carer edit NAME --rule never"),
        ("text okafor", "parentlink log-contact --channel text"),
        ("pupil show ada", "parentlink family show"),
        ("import undo 1", "parentlink undo --import"),
    ],
)
def test_a_command_by_another_word_is_answered_with_the_way_to_do_it(
    run: Run, typed: str, command: str
) -> None:
    answer = run(*typed.split())
    assert answer.code == 2
    assert command in answer.err


@pytest.mark.parametrize("typed", ["promise kept", "promise kept hughes", "action done x"])
def test_a_number_that_is_missing_is_answered_with_the_list_that_has_it(
    run: Run, typed: str
) -> None:
    answer = run(*typed.split())
    assert answer.code == 2
    group = typed.split()[0]
    assert f". `parentlink {group} list` shows the numbers. (help:" in answer.err


def test_what_is_looked_for_needs_no_quotes(run: Run, given: Given) -> None:
    given.household()
    assert "Okafor" in run.ok("find", "ada", "okafor").out
    assert run.ok("find", "07700", "900123").out == run.ok("find", "07700 900123").out


@pytest.mark.parametrize(
    "typed", ["who-needs-a-positive-call --group 7", "export families --group 7", "due --group 7"]
)
def test_a_year_where_a_tutor_group_belongs_is_answered_with_its_groups(
    run: Run, given: Given, typed: str
) -> None:
    run.ok("family", "add", "Okafor", "--pupil", "Ada Okafor, 7KM", "--carer", "Jo Okafor")
    answer = run(*typed.split())
    assert answer.code == 3
    assert "7KM" in answer.err


def test_two_files_at_once_are_not_spoken_of_as_words(run: Run) -> None:
    err = run("import", "families", "a.csv", "b.csv").err
    assert "One file at a time, please" in err
    assert "mrs okafor" not in err


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("mobile", "Did you mean mobile_phone?"),
        ("tutor_grop", "Did you mean tutor_group?"),
        ("date of brith", "Did you mean date_of_birth?"),
    ],
)
def test_a_field_that_is_nearly_one_is_answered_with_it(run: Run, field: str, said: str) -> None:
    answer = run("import", "families", "-", "--map", f"handy={field}", stdin=CLASS)
    assert answer.code == 2
    assert said in answer.err


def test_a_field_that_is_like_no_other_is_answered_with_the_usual_ones(run: Run) -> None:
    answer = run("import", "families", "-", "--map", "handy=xyzzy", stdin=CLASS)
    assert "pupil, date_of_birth, tutor_group, carer, relationship, mobile_phone" in answer.err
    assert "docs/importing/columns.md" in answer.err
    assert "_ref" not in answer.err


@pytest.mark.parametrize(
    ("what", "headings"),
    [
        ("families", '"pupil" and "mobile phone"'),
        ("contacts", '"date" and "pupil"'),
        ("staff", '"name" and "role"'),
        ("terms", '"start" and "end"'),
    ],
)
def test_a_file_without_headings_is_told_what_headings_this_import_reads(
    run: Run, given: Given, what: str, headings: str
) -> None:
    given.staff()
    answer = run("import", what, "-", stdin="a,b\nx,y\n")
    assert answer.code == 4
    assert headings in answer.err


def test_a_file_cannot_be_written_as_what_we_do_not_make(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    answer = run("export", "families", "-o", str(tmp_path / "fam.pdf"))
    assert answer.code == 2
    assert "a .pdf file" in answer.err
    assert not (tmp_path / "fam.pdf").exists()
    assert run("export", "families", "-o", str(tmp_path / "fam.pdf"), "--format", "csv").code == 2
    run.ok("export", "families", "-o", str(tmp_path / "fam.imp"), "--format", "csv")
    run.ok("export", "families", "-o", str(tmp_path / "fam.txt"))


def test_a_reward_that_tells_of_a_detention_is_not_clear() -> None:
    row = Row(type="House Point", description="no homework, detention set")
    assert judge(row) is Verdict.UNCLEAR
    assert judge(row._replace(description="helped to tidy up")) is Verdict.GOOD
    assert judge(row._replace(said_good=True)) is Verdict.GOOD


def test_such_a_row_is_left_out_of_the_good_news(run: Run, given: Given) -> None:
    given.household()
    text = (
        "date,pupil,type,description\n"
        '16/11/2026,Ada Okafor,House Point,"no homework, detention set"\n'
        "17/11/2026,Ada Okafor,House Point,explained a circuit\n"
    )
    found = run.ok("import", "achievements", "-", "--format", "json", stdin=text).json
    assert (found["new"], found["left_out"]) == (1, 1)
