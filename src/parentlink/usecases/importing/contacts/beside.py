"""A word beside the number of a call, "07700 900001 (Mum)": it may say who was meant, and never
against whom the number is on file."""

from collections.abc import Collection, Sequence

from parentlink.parse.names import fold, shorten
from parentlink.store.store import Store
from parentlink.usecases.importing.contacts.called import Carer
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.worded_numbers import is_called
from parentlink.usecases.named import CARERS_NAMED, CarerName

_NAMED = 3


def related(store: Store, family_id: int, word: str, pupils: Collection[int]) -> frozenset[int]:
    """The carers of a family who are to these pupils what a word says, to any if none is said."""
    return frozenset(
        each.id
        for each in store.all(CarerName, CARERS_NAMED, family_id=family_id)
        if is_called(word, fold(each.relationship or ""))
        and (not pupils or each.pupil_id in pupils)
    )


def carer_beside(
    words: str, person: Carer | None, owners: Sequence[Carer], said: Sequence[Carer]
) -> Carer:
    """The carer of a row, where a word stands beside the number.

    `person` is whom the rest of the row means, `owners` have the number on file, and `said` are
    what the word says.

    Raises:
        Wrong: these contradict each other, or nobody or more than one is meant.
    """
    meant = [one for one in owners or said if one in said]
    if person in meant or (person is None and len(meant) == 1):
        return person or meant[0]
    if owners and not meant:
        why = f"on file it is {' and '.join(map(_whose, owners[:_NAMED]))}"
    elif person:
        why = f"the row names {person.name} (c{person.id})"
    else:
        how_many = "more than one" if meant else "no"
        why = f"{how_many} carer of these pupils is on file as that"
    raise Wrong(
        "phone",
        words,
        f'"{shorten(words)}" stands beside this number, and {why}. Please correct the row, or take '
        "the word out.",
    )


def _whose(carer: Carer) -> str:
    barred = ", who must not be contacted" if carer.block else ""
    return f"{carer.name}'s (c{carer.id}){barred}"
