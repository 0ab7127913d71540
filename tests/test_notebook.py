"""The Python interface: what the README promises to people with a notebook."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

import parentlink
from conftest import Given
from parentlink.errors import FileUnusable
from parentlink.tables import Contact, Family


def test_a_session_reads_what_the_commands_wrote(given: Given) -> None:
    family = given.household("Okafor")
    given.contact(family, "2026-11-20")
    with parentlink.session(given.path) as session:
        found = session.exec(select(Contact, Family).join(Family)).all()
        assert [(one.channel, home.name) for one, home in found] == [("call", "Okafor")]
        assert found[0][0].happened_at.utcoffset() is not None


def test_a_session_cannot_write_past_the_journal(given: Given) -> None:
    given.household("Okafor")
    with parentlink.session() as session:
        family = session.exec(select(Family)).one()
        family.name = "Changed"
        session.add(family)
        with pytest.raises(OperationalError, match="readonly"):
            session.commit()
        session.rollback()


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="There is no file"), parentlink.session(tmp_path / "x"):
        pass


def test_the_example_plots_a_term(given: Given) -> None:
    family = given.household("Okafor")
    for day in ("2026-11-17", "2026-11-18", "2026-11-20"):
        given.contact(family, day)
    example = Path(__file__).parents[1] / "examples" / "plot_a_term.py"
    done = subprocess.run(
        [sys.executable, example, given.path], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "16 Nov  ### 3"
