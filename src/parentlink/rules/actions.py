"""The questions an agreed action asks, and the chain of what was tried: what replaced what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from parentlink.rules.questions import Question
from parentlink.vocabulary.talks import ActionOwner

OWNER = Question("Who does it?", "--owner", tuple(owner.value for owner in ActionOwner), "school")
WHO = Question("Who exactly?", "--who")
BY = Question("By when?", "--by", default="fri")
RESULT = Question("How did it go?", "--result")
INSTEAD = Question("What will you try instead?", "--instead")


class Step(NamedTuple):
    """One thing that was tried. `depth` is how many things were tried before it in its chain."""

    depth: int
    id: int
    replaces: int | None
    family: str
    owner: str
    who: str
    what: str
    made_on: date
    due_on: date
    state: str
    closed_on: date | None
    result: str | None
    barrier: str | None


def chains(steps: Iterable[Step]) -> list[Step]:
    """Each chain of what was tried from its first step on, the oldest chain first.

    A step whose predecessor is not among them begins a chain, so that none is ever lost.
    """
    ordered = sorted(steps, key=_age)
    known = {step.id for step in ordered}
    after: dict[int, list[Step]] = defaultdict(list)
    for step in ordered:
        if step.replaces in known and step.replaces is not None:
            after[step.replaces].append(step)
    first = [step for step in ordered if step.replaces not in known]
    return [found for step in first for found in _from(step, after)]


def _from(first: Step, after: dict[int, list[Step]]) -> Iterator[Step]:
    """The steps of one chain in depth-first order, without recursion: a chain may be long."""
    waiting = [first._replace(depth=0)]
    while waiting:
        step = waiting.pop()
        yield step
        waiting += [
            later._replace(depth=step.depth + 1) for later in reversed(after.pop(step.id, []))
        ]


def _age(step: Step) -> tuple[date, int]:
    return step.made_on, step.id
