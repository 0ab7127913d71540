"""The name of a restricted fact, as somebody types it."""

from parentlink.parse.names import fold
from parentlink.vocabulary.restricted import Fact

_ALSO = {
    "sen-status": Fact.SEN,
    "fsm": Fact.FREE_SCHOOL_MEALS,
    "ethnic-origin": Fact.ETHNICITY,
    "medical-facts": Fact.MEDICAL,
}


def find_fact(word: str) -> Fact | None:
    """The fact that is called so ("pupil premium", "FSM"), or None."""
    key = fold(word).replace("_", "-").replace(" ", "-")
    return next((fact for fact in Fact if fact == key), _ALSO.get(key))
