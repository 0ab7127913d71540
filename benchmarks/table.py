"""The measurements as a Markdown table, each beside its target."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from measure import Used


class Row(NamedTuple):
    """A line of the table: what it is compared with, by which measure, and what it may take."""

    name: str
    against: str
    most: float | None = None  # times the case in `against`
    slower_than: str | None = None  # one of ours that must take at most `share` of this row
    share: float = 1.0
    by: str = "cpu"


def lines(rows: Sequence[Row], found: Mapping[str, Used]) -> Iterator[str]:
    """The table, of the rows that were measured."""
    yield "| what | CPU ms | wall ms | peak MB | ratio | target | |"
    yield "|---|--:|--:|--:|--:|---|---|"
    for row in rows:
        if row.name in found and row.against in found:
            yield _line(row, found)


def _line(row: Row, found: Mapping[str, Used]) -> str:
    used = found[row.name]
    ratio = _of(row, used) / _of(row, found[row.against])
    target, verdict = _verdict(row, ratio, found)
    return (
        f"| {row.name} | {1000 * used.cpu:,.1f} | {1000 * used.wall:,.1f} | {used.peak_mb:,.0f} "
        f"| {ratio:.2f} {row.by} | {target} | {verdict} |"
    )


def _verdict(row: Row, ratio: float, found: Mapping[str, Used]) -> tuple[str, str]:
    if row.most is not None:
        return f"at most {row.most:g}", "ok" if ratio <= row.most else "OVER"
    ours = found.get(row.slower_than or "")
    if ours is not None:
        share = _of(row, ours) / _of(row, found[row.name])
        target = f"{row.slower_than}: at most {row.share:g} of it, {share:.2f}"
        return target, "ok" if share <= row.share else "OVER"
    return "", ""


def _of(row: Row, used: Used) -> float:
    return used.cpu if row.by == "cpu" else used.wall
