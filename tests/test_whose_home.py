"""Who makes two pupils one family, and who never does: somebody barred, and a professional."""

import pytest

from conftest import Given, Run
from test_identity import load, number_of

HEAD = "pupil,date_of_birth,tutor_group,carer,relationship,mobile_phone,court_order"
AVA = "Ava One,02/03/2013,8BR"
BOB = "Bob Two,05/03/2014,7KM"
AVA_MIA = f"{AVA},Mia One,mother,07700 900301,"
AVA_DAN = f"{AVA},Dan Ex,father,07700 900309,Yes"
BOB_ZOE = f"{BOB},Zoe Two,mother,07700 900302,"
BOB_DAN = f"{BOB},Dan Ex,father,07700 900309,Yes"
FAMILY_OF = (
    "SELECT GROUP_CONCAT(f.name, '+') FROM pupil p JOIN pupil_family m ON m.pupil_id = p.id"
    " JOIN family f ON f.id = m.family_id WHERE p.legal_name = :name"
)
WITH = "SELECT c.name FROM contact k LEFT JOIN carer c ON c.id = k.carer_id ORDER BY k.id DESC"


@pytest.mark.parametrize(
    "rows",
    [
        (AVA_MIA, AVA_DAN, BOB_ZOE, BOB_DAN),
        (AVA_DAN, AVA_MIA, BOB_DAN, BOB_ZOE),
        (BOB_DAN, AVA_DAN, BOB_ZOE, AVA_MIA),
    ],
)
def test_half_siblings_who_share_only_a_barred_father_are_two_families(
    run: Run, given: Given, rows: tuple[str, ...]
) -> None:
    load(run, HEAD, *rows)
    assert [given.value(FAMILY_OF, name=name) for name in ("Ava One", "Bob Two")] == ["One", "Two"]
    assert [number_of(given, name) for name in ("carer", "pupil_carer")] == [3, 4]
    run.ok("log-call", "bob", "--tone", "positive")
    assert given.value(WITH) == "Zoe Two"
    assert load(run, HEAD, *rows).json["unchanged"] == 4


def test_a_half_sibling_in_a_later_file_does_not_join_the_first_family(
    run: Run, given: Given
) -> None:
    load(run, HEAD, AVA_MIA, AVA_DAN)
    load(run, HEAD, AVA_MIA, AVA_DAN, BOB_DAN, BOB_ZOE)
    assert [given.value(FAMILY_OF, name=name) for name in ("Ava One", "Bob Two")] == ["One", "Two"]


@pytest.mark.parametrize("rows", [(BOB_DAN, BOB_ZOE), (BOB_ZOE, BOB_DAN), (BOB_DAN,)])
def test_a_file_of_the_half_sibling_alone_does_not_join_the_first_family(
    run: Run, given: Given, rows: tuple[str, ...]
) -> None:
    load(run, HEAD, AVA_MIA, AVA_DAN)
    load(run, HEAD, *(row.removesuffix("Yes") for row in rows))
    assert [given.value(FAMILY_OF, name=name) for name in ("Ava One", "Bob Two")] == ["One", "Two"]
    assert number_of(given, "carer") == 2 + (len(rows) > 1)
    assert load(run, HEAD, *rows).json["unchanged"] == len(rows)


def test_a_pupil_with_only_a_barred_father_is_not_of_his_other_childs_family(
    run: Run, given: Given
) -> None:
    load(run, HEAD, AVA_MIA, AVA_DAN, BOB_DAN)
    assert [given.value(FAMILY_OF, name=name) for name in ("Ava One", "Bob Two")] == ["One", "Two"]


def test_siblings_of_one_mother_and_a_barred_father_stay_one_family(run: Run, given: Given) -> None:
    ben = "Ben One,05/03/2014,7KM"
    rows = (AVA_DAN, AVA_MIA, f"{ben},Dan Ex,father,07700 900309,Yes")
    load(run, HEAD, *rows, f"{ben},Mia One,mother,07700 900301,")
    assert [number_of(given, name) for name in ("family", "pupil_family")] == [1, 2]


# -- professionals ---------------------------------------------------------------------------

WORK_HEAD = "pupil,date_of_birth,tutor_group,carer,relationship,mobile_phone,lives_with,priority"
CAL = "Cal Fox,02/03/2014,7KM"
ANN = f"{CAL},Ann Fox,mother,07700 900506,yes,6"


@pytest.mark.parametrize(
    "relationship",
    [
        *("Childminder", "GP", "Family doctor", "Social Worker", "Health visitor", "Key worker"),
        *("After-school club", "School nurse", "Social services", "Mother's social worker"),
    ],
)
@pytest.mark.parametrize("lives_with", ["no", ""])
def test_a_professional_forms_no_family_and_is_never_asked_for(
    run: Run, given: Given, relationship: str, lives_with: str
) -> None:
    minder = f"{CAL},Sue Fox,{relationship},07700 900504,{lives_with},1"
    load(run, WORK_HEAD, minder, ANN)
    assert [number_of(given, name) for name in ("family", "carer")] == [1, 2]
    listed = run.ok("who-needs-a-positive-call", "--all", "--format", "json").json
    assert [row["carer"]["name"] for row in listed] == ["Ann Fox"]


def test_a_professional_who_comes_later_joins_a_home_on_file(run: Run, given: Given) -> None:
    load(run, WORK_HEAD, ANN, f"{CAL},Rob Fox,father,07700 900507,part,2")
    assert number_of(given, "family") == 2
    run.ok(
        "import", "families", "-", "--yes",
        stdin=f"{WORK_HEAD}\n{CAL},Dr Patel,GP,07700 900505,no,4\n",
    )  # fmt: skip
    assert number_of(given, "family") == 2


def test_an_aunt_who_minds_is_family_and_a_foster_carer_too(run: Run, given: Given) -> None:
    load(run, WORK_HEAD, f"{CAL},Sue Fox,Foster carer (agency),07700 900504,yes,1")
    load(run, WORK_HEAD, "Dee Fox,02/03/2014,7KM,Amy Fox,Aunt and childminder,07700 900508,yes,1")
    listed = run.ok("who-needs-a-positive-call", "--all", "--format", "json").json
    assert {row["carer"]["name"] for row in listed} == {"Sue Fox", "Amy Fox"}


def test_while_the_mother_is_away_the_childminder_hears_no_news(run: Run, given: Given) -> None:
    load(run, WORK_HEAD, f"{CAL},Sue Fox,Childminder,07700 900504,no,1", ANN)
    run.ok("carer", "edit", "ann", "--away-until", "2026-12-24")
    answer = run.ok("who-needs-a-positive-call", "--all", "--format", "json")
    assert answer.json == []
    assert "Cannot be called:" in answer.err


def test_a_social_worker_is_asked_for_where_there_is_nobody_else(run: Run, given: Given) -> None:
    load(run, WORK_HEAD, f"{CAL},Sue Fox,Social worker,07700 900504,no,1")
    listed = run.ok("who-needs-a-positive-call", "--all", "--format", "json").json
    assert [row["carer"]["name"] for row in listed] == ["Sue Fox"]


# -- two mothers in one household ------------------------------------------------------------

HALF = "pupil,date_of_birth,tutor_group,carer,relationship,mobile_phone"
SIBLINGS = (
    "Ada Okafor,03/04/2014,7KM,Ngozi Okafor,mother,07700 900101",
    "Ada Okafor,03/04/2014,7KM,Tom Zeal,father,07700 900105",
    "Kim Zeal,05/09/2014,7KM,Rae Zeal,mother,07700 900104",
    "Kim Zeal,05/09/2014,7KM,Tom Zeal,father,07700 900105",
)


@pytest.fixture
def half_siblings(run: Run, given: Given) -> None:
    """Ada and Kim have a father in common, who may be contacted, and are one household."""
    load(run, HALF, *SIBLINGS)
    assert number_of(given, "family") == 1


@pytest.mark.parametrize(
    ("pupil", "mother"), [("Kim Zeal", "Rae Zeal"), ("Ada Okafor", "Ngozi Okafor")]
)
def test_good_news_is_for_the_childs_own_mother(
    run: Run, half_siblings: None, pupil: str, mother: str
) -> None:
    run.ok("good-news", "add", pupil, "Won the debate")
    (row,) = run.ok("who-needs-a-positive-call", "--all", "--format", "json").json
    assert row["carer"]["name"] == mother
    assert [news["pupil"] for news in row["good_news"]] == [pupil]


def test_whom_nobody_else_may_tell_hears_nothing_of_another_mothers_child(
    run: Run, given: Given, half_siblings: None
) -> None:
    run.ok("good-news", "add", "Kim Zeal", "Won the debate")
    run.ok("carer", "edit", "rae", "--away-until", "2026-12-24")
    run.ok("carer", "edit", "tom", "--away-until", "2026-12-24")
    (row,) = run.ok("who-needs-a-positive-call", "--all", "--format", "json").json
    assert (row["carer"]["name"], row["good_news"]) == ("Ngozi Okafor", [])
    assert "Kim" not in str(row["reasons"])


def test_a_call_about_another_mothers_child_is_minded(
    run: Run, given: Given, half_siblings: None
) -> None:
    words = ("log-call", "zeal", "--with", "ngozi", "--tone", "positive", "--about")
    assert "MIND: Ngozi Okafor is not a carer of Kim Zeal" in run.ok(*words, "kim").err
    assert "MIND" not in run.ok(*words, "ada").err
