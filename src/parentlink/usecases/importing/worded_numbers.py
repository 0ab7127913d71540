"""A word beside a number says whose it is, or what kind: "07700 900001 (Mum)", "Mum's mobile ...".

The number goes to the carer of the row only where the word fits. Any word that we do not know keeps
the cell unread: it may say "do not call".
"""

import re
from typing import NamedTuple

from parentlink.parse.names import fold, shorten
from parentlink.parse.phone import LANDLINES, number_and_words
from parentlink.rules.barred_again import same_word
from parentlink.usecases.importing.named import Found, Wrong

RELATION_WORDS = frozenset(
    (
        *("mother", "mum", "mam", "mummy", "stepmother", "step mother", "stepmum", "step mum"),
        *("father", "dad", "daddy", "stepfather", "step father", "stepdad", "step dad"),
        *("grandmother", "grandma", "gran", "nan", "nana", "grandfather", "grandad", "grandpa"),
        *("aunt", "auntie", "aunty", "uncle", "sister", "brother", "cousin", "parent", "guardian"),
        *("parents", "grandparents", "guardians", "carers", "foster carers"),
        *("carer", "foster carer", "foster mother", "foster father", "legal guardian"),
    )
)
_KINDS = {
    **dict.fromkeys(("mobile", "mob", "cell"), "mobile_phone"),
    **dict.fromkeys(("home", "landline"), "home_phone"),
    "work": "work_phone",
}
_WORK_MOBILE = ["mobile_phone", "work_phone"]  # which is a mobile
_SAY_NOTHING = frozenset(("phone", "number", "tel", "telephone"))
# What registers call them. A nan is not called gran, since a child may have both.
_IN_REGISTERS = {
    **dict.fromkeys(("gran", "grandma", "nan", "nana"), "grandmother"),
    **dict.fromkeys(("grandad", "grandpa"), "grandfather"),
    **{"stepmum": "stepmother", "stepdad": "stepfather", "auntie": "aunt", "aunty": "aunt"},
}
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_ELSEWHERE = "put the number in the row of the person it belongs to"


class WordedNumber(NamedTuple):
    """A number, the words beside it, and what they mean; `kind` is one of our columns."""

    number: str
    words: str
    relation: str
    kind: str


def worded_number(text: str) -> WordedNumber | None:
    """The number of a cell, where every word beside it is understood."""
    found = number_and_words(text)
    if found is None:
        return None
    number, said = found
    words = [word for word in fold(_POSSESSIVE.sub("", said)).split() if word not in _SAY_NOTHING]
    kinds = sorted({_KINDS[word] for word in words if word in _KINDS})
    relation = " ".join(word for word in words if word not in _KINDS)
    if relation and relation not in RELATION_WORDS:
        relation = relation.removesuffix("s")  # "mums mobile"
    is_known = not relation or relation in RELATION_WORDS
    if not is_known or (len(kinds) > 1 and kinds != _WORK_MOBILE):
        return None
    return WordedNumber(number, said, relation, kinds[0] if kinds else "")


def refuse_number_of_others(name: str, one: WordedNumber, found: Found) -> None:
    """A number that is not the carer's, or not of the column's kind, does not go there in silence.

    Raises:
        Wrong: it may be somebody else's, or the word contradicts the column.
    """
    relation = str(found["link"].get("relationship") or "")
    place = str(found["row"].get("phone_type") or name) if name == "main_phone" else name
    if one.relation and not relation:
        why = (
            "the row does not say what its carer is to the pupil. Please write the relationship if "
            f"it is this carer's number; if not, {_ELSEWHERE}."
        )
    elif one.relation and not is_called(one.relation, fold(relation)):
        why = (
            f'the relationship of the carer is "{shorten(relation)}". Please {_ELSEWHERE}, or take '
            "the word out if it is this carer's."
        )
    elif one.kind and not _is_of_kind(one, place):
        why = "that is not what the column is for. Please move it, or take the word out."
    else:
        return
    raise Wrong(name, one.words, f'"{shorten(one.words)}" stands beside this number, and {why}')


def is_called(word: str, relation: str) -> bool:
    """Whether a word is what the register says of the carer, or what families say for it."""
    word, relation = (same_word(each.replace("step ", "step")) for each in (word, relation))
    return relation in (word, _IN_REGISTERS.get(word))


def _is_of_kind(one: WordedNumber, place: str) -> bool:
    """Whether a number of this kind may stand there: under "Mobile" also a mobile of work."""
    if one.number.startswith(LANDLINES):
        return one.kind != "mobile_phone" and place in (one.kind, "main_phone")
    return one.kind == "mobile_phone" or place in (one.kind, "main_phone", "mobile_phone")
