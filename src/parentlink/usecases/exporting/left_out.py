"""What a copy of everything does not hold, and what a file made from it would say instead."""

from collections.abc import Iterator

from parentlink.rules.school_days import counted
from parentlink.store.store import Store
from parentlink.usecases.exporting.barred import Barred
from parentlink.usecases.exporting.families import unknown_here
from parentlink.usecases.exporting.held import ALL, Held
from parentlink.vocabulary.restricted import COLUMNS, Fact
from parentlink.vocabulary.talks import FACT_OF, TargetReason

KNOWN = f"SELECT {', '.join(f'COUNT({column})' for column in COLUMNS.values())} FROM pupil"
HELD_BACK = "SELECT COUNT(*) FROM conversation_answer WHERE restricted = 1"
VIEWS = "SELECT COUNT(pupil_view) FROM conversation"
REASONS = "SELECT reason, COUNT(*), COUNT(note) FROM conversation_target GROUP BY reason"
DONE_BY = "SELECT who, family_id, pupil_id FROM action"


def left_out(store: Store, held: Held) -> list[str]:
    """A sentence for each kind of thing that is on file and not in the copy."""
    said = [*_barred(store, held), *_facts(store, held), *_talks(store, held)]
    said += _targets(store, held)
    if said:
        said.append(
            "To move to another computer use `parentlink backup`, or export everything with "
            f'--never {ALL} --restricted {ALL} --why "the reason".'
        )
    return [*_before(store), *said]


def _before(store: Store) -> Iterator[str]:
    """Who was left out of the copy that all of this came from."""
    if count := unknown_here(store):
        are = "1 carer who must not be contacted was"
        are = are if count == 1 else f"{count:,} carers who must not be contacted were"
        yield (
            f"DO NOT CONTACT: {are} left out of the copy that this data came from, so nobody can "
            "bar them here or in a file made from this copy. Both ask about everybody who comes in "
            "new for the families in it."
        )


def _barred(store: Store, held: Held) -> Iterator[str]:
    count = len(held.out)
    if not count:
        return
    people = "1 carer who must not be contacted is" if count == 1 else None
    people = people or f"{count:,} carers who must not be contacted are"
    yield (
        f"DO NOT CONTACT: {people} not in this copy, so a file made from it cannot bar them; it "
        "asks about everybody who comes in new for its families."
    )
    yield "Calls and conversations with them are in it without their names."
    barred = Barred(store, held.out)
    theirs = sum(barred.is_one(*row) for row in store.cursor(DONE_BY))
    if theirs:
        yield (
            f"{counted(theirs, 'agreed action')} of theirs would come in as of "
            '"the family", since their names are not in it.'
        )


def _facts(store: Store, held: Held) -> Iterator[str]:
    (counts,) = store.cursor(KNOWN)
    facts = zip(COLUMNS, counts, strict=True)
    missing = [fact for fact, count in facts if count and fact not in held.facts]
    if missing:
        yield f"Restricted facts about pupils are not in this copy: {', '.join(missing)}."


def _talks(store: Store, held: Held) -> Iterator[str]:
    kinds = (
        (Fact.ANSWERS, HELD_BACK, "answer that was held back", "answers that were held back"),
        (Fact.PUPIL_VIEWS, VIEWS, "pupil's own view", "pupils' own views"),
    )
    for fact, sql, one, many in kinds:
        count = 0 if fact in held.facts else int(store.value(sql))
        if count:
            are = f"1 {one} is" if count == 1 else f"{count:,} {many} are"
            yield f"{are} not in this copy ({fact})."


def _targets(store: Store, held: Held) -> Iterator[str]:
    reasons = notes = 0
    for reason, count, with_note in store.cursor(REASONS):
        is_in = FACT_OF.get(reason, Fact.REASONS) in held.facts
        reasons += 0 if is_in or reason == TargetReason.OTHER else count
        notes += 0 if Fact.REASONS in held.facts else with_note
    if reasons:
        yield (
            f"Why {counted(reasons, 'pupil')} should have conversations is not in this copy: the "
            f'reason would come in as "{TargetReason.OTHER}".'
        )
    if notes:
        yield f"{counted(notes, 'note')} on targets {'is' if notes == 1 else 'are'} not in it."
