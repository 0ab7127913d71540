"""The weekly list and the sum behind one place in it, on the screen and on plain lines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from parentlink.parse.phone import show_phone
from parentlink.rules.school_days import counted
from parentlink.rules.shared_ways import check_number
from parentlink.usecases.calls import CallAnswer, Sum, WeeklyList
from parentlink.views.gate import one_line

_WIDE = 90  # from here on the list is a table; below, a card for each family


def beside(found: WeeklyList) -> list[str]:
    """What to say beside the list: scope, quota, what is assumed, who is not in it."""
    whom = "of those we can ring " if found.cannot_call else ""
    said = [
        f"{found.scope[0].upper()}{found.scope[1:]}: "
        f"{counted(found.in_scope, 'family', 'families')}, {found.uncalled} {whom}still to hear "
        f"something positive in {found.half_term}; "
        f"{counted(found.weeks_left, 'teaching week')} left, so {found.quota} this week."
    ]
    if found.assumed:
        said.append(
            "No term dates on file for now, so a usual England and Wales year is assumed: "
            "add yours with `parentlink term add`."
        )
    if found.resting:
        called = counted(found.resting, "family", "families")
        said.append(f"Not listed, since they heard something positive just now: {called}.")
    return said


def cannot_call_lines(found: WeeklyList) -> list[str]:
    """The families with nobody who can be rung: a list of its own, so that none is lost."""
    if not found.cannot_call:
        return []
    lines = ["Cannot be called:"]
    for one in found.cannot_call:
        pupils = f" ({', '.join(one.pupils)})" if one.pupils else ""
        lines.append(f"  {one.family}{pupils} f{one.family_id}: {one.reason}")
    return lines


def nobody(found: WeeklyList) -> str:
    """What an empty list says: `--all` is named only when it would show somebody."""
    more = " `--all` shows the others." if found.others else ""
    whom = " who can be rung" if found.cannot_call else ""
    return f"Nobody{whom} needs a positive call this week.{more}"


def protect(rows: Sequence[CallAnswer]) -> list[str]:
    """A line of its own for each carer about whom to ask, or whose number to check, first."""
    asked = [
        f"ASK FIRST before ringing {row.carer.name} ({row.family}): {row.carer.ask_first}"
        for row in rows
        if row.carer.ask_first
    ]
    return asked + [
        f"CHECK THE NUMBER of {row.carer.name} ({row.family}) before ringing: "
        f"{check_number(row.carer.check_number)}."
        for row in rows
        if row.carer.check_number
    ]


def _ask_for(row: CallAnswer) -> list[str]:
    carer = row.carer
    check = " (CHECK THE NUMBER)" if carer.check_number else ""
    phone = f"{show_phone(carer.phone)}{check}" if carer.phone else ""
    wishes = [
        f"prefers {carer.preferred_channel}"
        if carer.preferred_channel not in (None, "call")
        else "",
        carer.best_times or "",
        f"speaks {carer.language}" if carer.language else "",
        "interpreter needed" if carer.interpreter else "",
    ]
    return [one_line(text) for text in (carer.name, phone, *wishes) if text]


def _opener(row: CallAnswer) -> list[str]:
    lines = []
    if row.good_news:
        news = row.good_news[0]
        lines.append(one_line(f"Open with: {news.pupil} - {news.text} (good news {news.id})"))
    if row.last_promise and row.last_promise.state == "open":
        lines.append(
            one_line(f"We promised: {row.last_promise.what}, by {_day(row.last_promise.due_on)}")
        )
    return lines


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b}" if day else "no day"


def call_lines(rows: Sequence[CallAnswer]) -> list[str]:
    """The list as cards on plain lines: whole at any width."""
    lines = []
    for row in rows:
        pupils = ", ".join(row.pupils)
        lines.append(one_line(f"{row.rank}. {row.family} (f{row.family_id}) - {pupils}"))
        lines.append("   Ask for " + ", ".join(_ask_for(row)))
        lines += [f"   {line}" for line in _opener(row)]
        terms = "; ".join(f"{term.text} [{term.weight:+d}]" for term in row.reasons)
        lines.append(f"   Why: {one_line(terms)} = {row.score}")
    return lines


def call_view(rows: Sequence[CallAnswer]) -> Any:
    """The list on the screen: a table where there is room for one, otherwise cards."""
    from parentlink.views.output import width

    if width() < _WIDE:
        return _cards(rows)
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False, expand=True)
    for name, ratio in (("", None), ("Family", 5), ("Ask for", 5), ("Why, and what to say", 12)):
        table.add_column(name, ratio=ratio, vertical="top")
    for row in rows:
        family = Text(one_line(row.family), style="bold")
        family.append(f" (f{row.family_id})", style="not bold dim")
        family.append(f"\n{one_line(', '.join(row.pupils))}", style="not bold")
        table.add_row(
            Text(str(row.rank), style="dim"),
            family,
            Text("\n".join(_ask_for(row))),
            _reasons(row),
        )
        table.add_row()
    return table


def _reasons(row: CallAnswer) -> Any:
    from rich.text import Text

    text = Text()
    for line in _opener(row):
        text.append(f"{line}\n", style="green")
    for place, term in enumerate(row.reasons):
        text.append(f"{term.weight:+d} " if not place else f"\n{term.weight:+d} ", style="dim")
        text.append(one_line(term.text))
    return text


def _cards(rows: Sequence[CallAnswer]) -> Any:
    """Each long line goes on below its own beginning."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    lines = ((line, line.lstrip()) for line in call_lines(rows))
    return Group(
        *(
            Padding(Text(said), (0, 0, 0, len(line) - len(said)))
            if said != line
            else Text(line, style="bold")
            for line, said in lines
        )
    )


def sum_lines(found: Sum) -> list[str]:
    """The whole sum of one family."""
    pupils = f" - {', '.join(found.pupils)}" if found.pupils else ""
    lines = [one_line(f"{found.family} (f{found.family_id}){pupils}")]
    lines += [f"  {term.weight:+5d}  {one_line(term.text)}" for term in found.terms]
    return [*lines, f"  {found.score:5d}  in all. {one_line(found.note)}"]


def sum_view(found: Sum) -> Any:
    """The same for the screen, terms that weigh nothing in grey."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    grid.add_column()
    for term in found.terms:
        style = "" if term.weight else "dim"
        grid.add_row(f"{term.weight:+d}", Text(one_line(term.text)), style=style)
    grid.add_row(str(found.score), Text(f"in all. {one_line(found.note)}"), style="bold")
    return Group(Text(sum_lines(found)[0], style="bold"), Padding(grid, (0, 0, 0, 2)))
