"""The restricted facts: every place that spells them out names all of them, and no other."""

import pytest

from conftest import Run
from parentlink.parse.facts import find_fact
from parentlink.tables.people import Pupil
from parentlink.usecases.importing.families.reading.fields import FIELDS
from parentlink.usecases.merging.rows import PupilFacts
from parentlink.usecases.pupil import Restricted
from parentlink.views.restricted import facts_in_words
from parentlink.vocabulary.restricted import COLUMNS, RESTRICTED, Fact


@pytest.mark.parametrize(
    "columns",
    [
        tuple(Pupil.model_fields)[-len(RESTRICTED) :],
        Restricted._fields[1:],
        PupilFacts._fields[-len(RESTRICTED) :],
        tuple(name for name in FIELDS if name in RESTRICTED),
    ],
    ids=("table", "list", "merge", "import"),
)
def test_every_list_of_columns_has_all_of_them(columns: tuple[str, ...]) -> None:
    assert columns == RESTRICTED


def test_who_asks_for_the_facts_of_a_pupil_is_told_all() -> None:
    said = facts_in_words(Restricted("Ada", "K", True, True, True, True, True, "Igbo", "asthma"))
    assert said.count(",") == len(RESTRICTED) - 1


@pytest.mark.parametrize("words", [("import", "families"), ("export",)], ids=" ".join)
def test_the_help_names_every_fact_that_can_be_asked_for(run: Run, words: tuple[str, ...]) -> None:
    said = " ".join(run(*words, "--help").out.split()).replace("- ", "-")
    assert ", ".join(COLUMNS) in said


@pytest.mark.parametrize("fact", Fact)
def test_a_fact_is_called_by_its_name_however_it_is_written(fact: Fact) -> None:
    assert find_fact(fact.replace("-", " ").upper()) is fact
    assert find_fact(fact.replace("-", "_")) is fact
