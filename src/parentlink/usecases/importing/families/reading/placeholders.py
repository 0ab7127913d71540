"""What offices write where there is nobody, nothing or no answer: "-", "N/A", "Same as above".

A pupil's or carer's true name may be a word like these ("Null", "True"): it stays.
"""

from collections.abc import Iterator, Sequence

from parentlink.parse.names import fold
from parentlink.usecases.importing.families.reading.columns import Part
from parentlink.usecases.importing.worded_numbers import RELATION_WORDS
from parentlink.vocabulary import PHONES

_NAMES = ("carer", "carer_forename", "carer_surname")
_REACHES = (*PHONES, "main_phone", "email")
# What may be left out. Only whole signs count here: a "*" in some of them may be a tick.
_OPTIONAL = (
    *("preferred_name", "date_of_birth", "year_group", "tutor_group", "tutor", "title"),
    *("relationship", "lives_with", "priority", "languages"),
    *("starts_on", "leaves_on", "home_language"),
)
_ASKED = ("parental_responsibility",)
_NOTHING = frozenset(
    (
        *("n/a", "n/k", "none", "nil", "not applicable", "not known", "unknown", "tbc", "tba"),
        *("not given", "not provided", "not supplied", "none given", "none known", "no carer"),
    )
)
_NOBODY = _NOTHING | {
    *("same as above", "as above", "see above", "same", "ditto", "no second contact", "no parent"),
    *("no other contact", "none recorded"),
}
# With these reports fill empty cells.
_SIGNS = frozenset(("-", "--", "---", "–", "—", "N/A", "n/a", "(blank)", "?", "."))
_NO_NUMBER = _NOTHING | {
    *("na", "no", "no mobile", "no phone", "no number", "no email", "no e mail", "no telephone"),
    *("none recorded", "same as above", "as above", "see above", "ditto"),
}
# These do not say who has parental responsibility ("Default" is iSAMS's). Any other word is asked
# about, since it may say more: "None" may be a no, and "unknown" is an answer.
_NO_ANSWER = (_NOTHING - {"none", "nil", "unknown", "not known"}) | {
    *("default", "not stated", "not specified", "not recorded", "not answered", "not confirmed"),
    *("na", "nk", "unspecified", "unconfirmed", "to be confirmed", "dont know", "please select"),
}
# A quick look: nearly every cell is one of these.
_ANSWERS = frozenset(("Yes", "No", "Y", "N", "yes", "no", "True", "False", "TRUE", "FALSE"))


class Placeholders:
    """Finds such cells among what is said of carers."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._ref = next((part.columns.get("carer_ref") for part in parts), None)
        self._names = [_places(part, _NAMES) for part in parts]
        kinds = ((_REACHES, _is_nothing, "nothing"), (_ASKED, _is_no_answer, "unsaid"))
        self._others = [
            (at, is_none, what)
            for fields, is_none, what in kinds
            for part in parts
            for at in _places(part, fields)
        ]
        self._alone = [(places, part.own) for part in parts if (places := _places(part, _NAMES))]
        self._optional = [at for part in parts for at in _places(part, _OPTIONAL)]

    def blanked(self, cells: list[str]) -> Iterator[str]:
        """Blank them, and say what they stood for. Our own files have none."""
        if self._ref is not None and cells[self._ref].strip():
            return
        for places in self._names:
            said = [cells[at].strip() for at in places]
            if any(said) and all(map(_is_nobody, filter(None, said))):
                yield "nobody"
                for at in places:
                    cells[at] = ""
        yield from self._words_blanked(cells)
        for at, is_none, what in self._others:
            if cells[at] and is_none(cells[at]):
                yield what
                cells[at] = ""
        if not _SIGNS.isdisjoint(cells):
            self._blank_signs(cells)

    def _words_blanked(self, cells: list[str]) -> Iterator[str]:
        """Blank a "mum" that stands alone beside people with names, as below "First contact"."""
        words, named = [], False
        for places, own in self._alone:
            said = [cells[at].strip() for at in own if cells[at].strip()]
            if len(said) == 1 and fold(said[0]) in RELATION_WORDS:
                words += places
            else:
                named = named or bool(said)
        if words and named:
            yield "whom"
            for at in words:
                cells[at] = ""

    def _blank_signs(self, cells: list[str]) -> None:
        """Where nothing need stand a sign for it is no news: some reports fill every such cell."""
        for at in self._optional:
            if cells[at] in _SIGNS:
                cells[at] = ""


def _places(part: Part, fields: Sequence[str]) -> list[int]:
    return [part.columns[name] for name in fields if name in part.columns]


def _is_nobody(text: str) -> bool:
    return text == "NA" or _is_a_sign(text) or fold(text).strip(" ()") in _NOBODY


def _is_nothing(text: str) -> bool:
    text = text.strip()
    if not text or text[-1].isdigit() or "@" in text:
        return False
    return _is_a_sign(text) or fold(text).strip(" ()") in _NO_NUMBER


def _is_no_answer(text: str) -> bool:
    if text in _ANSWERS or "?" in text:  # which stands for "unknown"
        return False
    return bool(text.strip() and _is_a_sign(text)) or fold(text).strip(" ()") in _NO_ANSWER


def _is_a_sign(text: str) -> bool:
    return not text.strip("-–—―−./\\*_?' ")
