"""What helped across families: strategies side by side, with how often each was tried."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from parentlink.rules.school_days import counted
from parentlink.vocabulary.talks import ActionState

TOO_FEW = "too few to mean anything"


class Tried(NamedTuple):
    """One action: `key` is its text as texts are compared."""

    barrier: str | None
    key: str
    what: str
    state: str
    family_id: int


class Strategy(NamedTuple):
    """One way that was tried against one barrier; `tried` counts those with a known outcome."""

    barrier: str | None
    strategy: str
    tried: int
    worked: int
    not_working: int
    running: int
    families: int
    enough: bool
    note: str


def what_works(tried: Iterable[Tried], min_n: int) -> list[Strategy]:
    """The strategies by barrier, the most often tried first; `note` says where n is too small."""
    alike: dict[tuple[str, str], list[Tried]] = {}
    for one in tried:
        alike.setdefault((one.barrier or "", one.key), []).append(one)
    rows = [_strategy(same, min_n) for same in alike.values()]
    return sorted(rows, key=_order)


def _strategy(same: list[Tried], min_n: int) -> Strategy:
    states = Counter(one.state for one in same)
    worked, not_working = states[ActionState.DONE.value], states[ActionState.NOT_WORKING.value]
    tried = worked + not_working
    # The spelling most people use; of equals the first.
    spelled = Counter(one.what for one in same).most_common(1)[0][0]
    return Strategy(
        same[0].barrier,
        spelled,
        tried,
        worked,
        not_working,
        states[ActionState.OPEN.value],
        len({one.family_id for one in same}),
        tried >= min_n,
        f"worked {worked} of {counted(tried, 'time')}" if tried >= min_n else TOO_FEW,
    )


def _order(row: Strategy) -> tuple[bool, str, int, int, str]:
    return row.barrier is None, row.barrier or "", -row.tried, -row.worked, row.strategy.casefold()
