"""PARENTLINK_TODAY: a moment that can be repeated, or one sentence."""

import pytest

from conftest import Run


@pytest.mark.parametrize("moment", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "now"])
def test_a_moment_no_date_may_have_is_one_sentence(run: Run, moment: str) -> None:
    for words in (("due",), ("staff", "add", "Mr Khan")):
        answer = run(*words, today=moment)
        assert answer.code == 2
        assert f"PARENTLINK_TODAY is '{moment}'" in answer.err
        assert "from 1900 to 2199" in answer.err


@pytest.mark.parametrize("moment", ["1900-01-01", "2199-12-31T23:59", "2026-11-23T15:40Z"])
def test_any_other_moment_will_do(run: Run, moment: str) -> None:
    run.ok("staff", "add", "Mr Khan", today=moment)
    run.ok("due")
