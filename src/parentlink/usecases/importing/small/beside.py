"""What a row must obey beside the other rows, those on file and those above it in the file."""

from collections.abc import Mapping
from typing import Any

from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.named import Wrong
from parentlink.vocabulary.talks import ConversationState


def check_target(key: str, values: Values, others: Mapping[str, Mapping[str, Any]]) -> None:
    """A pupil is a target once at a time. Raises Wrong."""
    if values.get("removed_on"):
        return
    for other, row in others.items():
        open_ = row.get("removed_on") is None
        if other != key and open_ and row["pupil_id"] == values["pupil_id"]:
            raise Wrong("pupil", "", "This pupil is a target already. Please leave the row out.")


def check_talk(key: str, values: Values, others: Mapping[str, Mapping[str, Any]]) -> None:
    """A pupil has one conversation a term, other than cancelled ones. Raises Wrong."""
    same = ("pupil_id", "school_year", "term")
    if values.get("state") == ConversationState.CANCELLED:
        return
    for known, row in others.items():
        stands = row.get("state") != ConversationState.CANCELLED
        if known != key and stands and all(row[name] == values[name] for name in same):
            why = (
                "This pupil has another conversation in that term. Please leave one of them out, "
                'or write "cancelled" as its state.'
            )
            raise Wrong("term", str(values["term"]), why)


def check_action(key: str, values: Values, others: Mapping[str, Mapping[str, Any]]) -> None:
    """What an action replaces is on file or above it. Raises Wrong."""
    replaced = values.get("replaces_id")
    if replaced is not None and (replaced == key or replaced not in others):
        why = "No action on file or above in this file has this id. Please put that one first."
        raise Wrong("replaces", str(replaced), why)
