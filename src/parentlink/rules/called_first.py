"""Words in a carer's name that say whom to call: "(ring dad first)", "CALL MUM FIRST".

Nobody is called Mum, but somebody may be called Nan Call or Jo Ring.
"""

import re

_VERB = r"\b(?:call|ring|phone|telephone|contact|try|text|e-?mail)\b"
_SAYS_WHOM = re.compile(
    rf"{_VERB}(?:\W+\w+){{0,3}}\W+(?:first|1st)\b|"
    rf"{_VERB}[ -]+(?:step|grand)?(?:mum|mam|dad|daddy|mother|father|parents?)\b",
    re.IGNORECASE,
)


def says_whom(text: str) -> bool:
    """Whether a name says whom to call, beside somebody's name or instead of it."""
    return _SAYS_WHOM.search(text) is not None
