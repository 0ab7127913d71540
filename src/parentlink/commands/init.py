"""init: a few questions to get started; every answer is also an option, and none is needed."""

from collections.abc import Callable
from typing import Annotated

import typer

from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name, quoted
from parentlink.parse.people import parse_group
from parentlink.parse.terms import EXAMPLE, Term, parse_term_line
from parentlink.rules.questions import Question
from parentlink.rules.school_days import counted
from parentlink.usecases import starting
from parentlink.usecases.starting import Person, Started, Wish
from parentlink.views.gate import one_line
from parentlink.workspace import SAY_WHO, Workspace

NAME = Question('Your name, as families know it, such as "Ms Reid" (empty to skip)', "--staff")
ROLE = Question("Your role, such as form tutor (empty to skip)", "--role")
GROUP = Question("Your tutor group, such as 7KM (empty to skip)", "--group")
TERM = Question(
    f"A term, such as {EXAMPLE} (empty: no more, the usual year is assumed where there is none)",
    "--term",
)
NEXT = (
    "Next, for example:",
    "  parentlink import families FILE.csv",
    "  parentlink log-call NAME",
    "  parentlink who-needs-a-positive-call",
)


def init(
    ctx: typer.Context,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="NAME", help="Your name as families know it.")
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help="Form tutor, SENCO, head of year.")
    ] = None,
    group: Annotated[
        str | None, typer.Option("--group", metavar="7KM", help="Your tutor group.")
    ] = None,
    term: Annotated[
        list[str] | None,
        typer.Option("--term", metavar="TERM", help="NAME, START..END, half-term START..END"),
    ] = None,
    usual_year: Annotated[
        bool, typer.Option("--usual-year", help="Assume the usual England and Wales year.")
    ] = False,
) -> None:
    """Answer a few questions to get started.

    Nothing here is needed: any command makes the file. Once more changes only what is said.

    parentlink init --staff "Ms Reid" --group 7KM --usual-year
    """
    work: Workspace = ctx.obj
    if term and usual_year:
        raise Unreadable("Please say either --term or --usual-year: they rule each other out.")
    wish = _answered(work, Wish(staff, role, group, ()), term, usual_year)
    work.staff_name = _signature(work, wish.name)
    with work.writing("init") as store:
        done = starting.start(store, wish, work.writer, work.account)
    work.tell(*map(one_line, _lines(done, work.account)), *NEXT)


def _answered(work: Workspace, said: Wish, term: list[str] | None, usual_year: bool) -> Wish:
    """Everything understood, and on a terminal what was left out asked for."""
    terms = tuple(parse_term_line(text, work.today) for text in term or ())
    mine, _ = _on_file(work, None)
    name = _answer(
        work, NAME, said.name or work.staff_name, mine and mine.name, _cleaned("the staff name")
    )
    me, on_file = _on_file(work, name)
    role = _answer(work, ROLE, said.role, me and me.role, _cleaned("the role"))
    group = _answer(work, GROUP, said.tutor_group, me and me.tutor_group, parse_group)
    if not terms and not usual_year and not on_file:
        terms = _terms(work)
    return Wish(name, role, group, terms)


def _cleaned(what: str) -> Callable[[str], str]:
    return lambda text: clean_name(text, what)


def _on_file(work: Workspace, name: str | None) -> tuple[Person | None, int]:
    """The person as the file knows them, and how many terms it has."""
    if not work.path.exists():
        return None, 0
    with work.reading() as store:
        return starting.person(store, name, work.account), starting.terms_on_file(store)


def _signature(work: Workspace, name: str | None) -> str | None:
    if not work.path.exists():
        return name
    with work.reading() as store:
        return starting.sign_as(store, name, work.account)


def _answer(
    work: Workspace,
    question: Question,
    given: str | None,
    on_file: str | None,
    parse: Callable[[str], str],
) -> str | None:
    """What was given, or is answered now; an answer that cannot be read is asked for again."""
    if given is not None:
        return parse(given)
    while work.may_ask:
        text = work.ask(question.text, question.option, on_file or "")
        try:
            return parse(text) if text else None
        except Unreadable as problem:
            work.say(str(problem))
    return None


def _terms(work: Workspace) -> tuple[Term, ...]:
    terms: list[Term] = []
    while work.may_ask and (text := work.ask(TERM.text, TERM.option)):
        try:
            terms.append(parse_term_line(text, work.today))
        except Unreadable as problem:
            work.say(str(problem))
    return tuple(terms)


def _lines(done: Started, account: str) -> list[str]:
    """What was changed, what is assumed, and how to change it later."""
    tutor = f", tutor of {done.tutor_group}" if done.tutor_group else ""
    unnamed = done.holder == done.name == account
    if done.changed:
        lines = [f"Set up for {done.name}{tutor}. Undo: parentlink undo"]
    else:
        lines = [] if unnamed else [f"Nothing was changed: you are {done.name} here{tutor}."]
    if unnamed:
        lines += [
            f"You are called {account} here, as on this computer, until you say how families know "
            "you:",
            f"  {SAY_WHO} --group 7KM",
        ]
    elif done.holder != done.name:
        whose = f"belongs to {done.holder}" if done.holder else f"is not {done.name}'s"
        lines.append(
            f"The account {account} {whose} here, so say who you are each time: "
            f"--staff {quoted(done.name)}, or set PARENTLINK_STAFF."
        )
    if not done.tutor_group and not unnamed:
        lines.append(f"Your tutor group: parentlink staff edit {quoted(done.name)} --group 7KM")
    if done.terms:
        lines.append(f"{counted(done.terms, 'term')} on file: parentlink term list")
    else:
        lines.append(
            "The usual school year of England and Wales is assumed. Yours: "
            'parentlink term add "Autumn 2026" 2026-09-03 2026-12-18'
        )
    return lines
