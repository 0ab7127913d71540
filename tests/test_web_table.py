"""Web pages that call themselves workbooks: the table in them, and what is refused."""

import io

import pytest

from parentlink.errors import RowsRefused
from parentlink.exchange.detect import read_any
from parentlink.exchange.headings import aliases
from parentlink.exchange.sheet import Sheet

KNOWN = frozenset(aliases({"pupil": (), "carer": (), "mobile": ()}))


def sheet(data: bytes) -> Sheet:
    """The table in these bytes."""
    return read_any(io.BytesIO(data), "x.xls", KNOWN)[0]


def rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Its rows."""
    return list(sheet(data).rows)


def test_the_table_with_headings_is_found_among_others_on_a_web_page() -> None:
    text = (
        "<html><table><tr><td>Report of 7KM</td></tr></table><table>"
        "<tr><th>Pupil<th>Carer<th>Mobile</tr>"
        "<tr><td rowspan=2>Ada &amp; Ben<td>O&#39;Neil<td>07700&nbsp;900123"
        "<tr><td>Mei <b>Ito</b><br>(aunt)</td><td></td></tr>"
        "<tr><td colspan=2>x</td><td>y</td></tr></table></html>"
    )
    assert rows(text.encode()) == [
        (2, ["Ada & Ben", "O'Neil", "07700 900123"]),
        (3, ["Ada & Ben", "Mei Ito\n(aunt)", ""]),
        (4, ["x", "", "y"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_on_a_web_page_survive(encoding: str) -> None:
    meta = "<meta charset=windows-1252>" if encoding == "cp1252" else ""
    text = f"<html>{meta}<table><tr><td>Pupil<td>Carer</tr><tr><td>Zoë<td>Siân</table>"
    assert rows(text.encode(encoding)) == [(2, ["Zoë", "Siân"])]


def test_a_web_page_without_an_end_of_a_tag_is_refused_before_memory_grows() -> None:
    with pytest.raises(RowsRefused, match="tag that does not end"):
        rows(b"<html><table><td " + b"x" * 3_000_000)


def test_a_cell_of_a_web_page_that_is_far_too_long_refuses_its_row() -> None:
    text = "<table><tr><td>Pupil<td>Carer</tr><tr><td>Ada<td>" + "x <i>y</i>" * 50_000 + "</table>"
    found = sheet(text.encode())
    assert list(found.rows) == []
    assert "10,000 characters" in found.refused[0].problem.problem
