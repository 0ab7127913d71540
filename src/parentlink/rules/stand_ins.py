"""Numbers and addresses that stand for none: who has the same one is not the same person."""

import re

# What is written before the @, letters only.
_NOBODY = re.compile(
    r"no(?:ne|t)?e?mail(?:address)?|noaddress|none|no|na|unknown|not(?:known|given|provided)|"
    r"no(?:t)?reply|donotreply|placeholder|example|test|email|x+|"
    r"office|schooloffice|admin|info|enquiries|reception|school|parents?|carers?|contact"
)
_ONE_DIGIT = re.compile(r"(\d)\1{7}$")


def is_stand_in(way: str) -> bool:
    """Whether a number or e-mail address is surely more than one person's: noemail@school."""
    local, at, _ = way.partition("@")
    if not at:
        return _ONE_DIGIT.search(way) is not None
    return _NOBODY.fullmatch(re.sub("[^a-z]", "", local.casefold())) is not None
