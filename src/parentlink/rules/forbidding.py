"""Words that forbid contact, wherever an office writes them: "DO NOT CALL", "non-mol order v Dad".

What only sounds so is left alone: "no contact details on file", "no contact sports". In doubt it is
a word that forbids, since a person looks at it then. Who may not collect a child, or come on site,
may be rung all the same: that is about the gate, and not read here.
"""

import re
from functools import lru_cache

# Each of the words has one of these in it: a quick look before the careful one.
_HINTS = (
    *("contact", "call", "ring", "rung", "phone", "approach", "court", "injunct", "mol"),
    *("restrain", "barred", "prohibit", "dnc", "access", "restrict", "speak", "spoken", "talk"),
    *("blocked", "banned", "blacklist", "legal", "circumstance", "communica", "inform", "details"),
    *("told", "discuss", "disclos", "share", "custody", "bail", "order", "supervised"),
)
_REACH = (
    r"(?:contact(?:ed)?|call(?:ed)?|ring|rung|phoned?|approach(?:ed)?|"
    r"(?:speak|spoken|talk|talked)\W+(?:to|with))\b"
)
# How or when somebody is not to be rung is no block.
_WHEN = (
    r"(?!\W+(?:\w+\W+)?(?:at\W+work|(?:on\W+)?(?:the\W+)?(?:landline|home|work|mobile)|"
    r"(?:before|after|between|during|until)\W+(?:\d|work|school|noon|lunch|the\W+day)))"
)
_NOT = r"(?:(?:do|must|should|may|shall)\W{0,3}n(?:.?|\W{2,3})t|not\W+to)"
_WHOM = (
    r"(?:(?:the|his|her|their|birth|either)\W+)*(?:step\W?)?"
    r"(?:father|dad|mother|mum|mam|parents?|mr|mrs|ms|miss)\b"
)
_INFO = r"(?:any\W+)?(?:info\w*|details?|address|news)"
_STAFF = r"\b(?:dsl|dsp|safeguarding|slt|head\W?teacher|head\W+of\W+\w+|social\W+worker)\b"
_THINGS = (
    r"details?|numbers?|no\b|sports?|rugby|games|info\w*|lens\w*|tel\w*|phones?|mobiles?|e-?mails?|"
    r"address\w*|names?|on\W+file|made|yet|since|recorded|given|provided|known|available|listed|"
    r"needed|required|supplied|cards?|forms?|time|points?|centre|"
    r"with\W+(?:\w+\W+)?(?:nuts?|peanuts?|latex|eggs?|milk|dairy|gluten|dogs?|cats?|animals?|horses?|"
    r"grass|pollen|water|chlorine|sand|paint|plasters?|metal|nickel|food|fish|shellfish|soap|"
    r"chemicals?|suncream|sunscreen)"
)
# What somebody may have no access to, or no need of, without being kept away from a child.
_NO_ACCESS_TO = (
    r"needs?|requirements?|issues?|problems?|difficult\w*|arrangements?|cards?|code|"
    r"(?:(?:to|at)\W+)?(?:(?:the|a|an|any|her|his|their|own|my|home|work|reliable|family)\W+)*"
    r"(?:e-?mails?|internet|wi-?fi|broadband|computers?|laptops?|tablets?|devices?|printers?|web\w*|"
    r"online|tech\w*|phones?|telephones?|mobiles?|smart\w*|landlines?|cars?|transport|vehicles?|"
    r"apps?|portal|parent\w+|sims|arbor|bromcom|lifts?|stairs|garden|parking|texts?|signal|data|"
    r"teams|zoom|classroom|google|microsoft|it)"
)
_FORBIDS = re.compile(
    rf"\b(?:do|must|should|may|shall)\W{{0,3}}(?:n(?:.?|\W{{2,3}})t|never)\W+"
    rf"(?:(?:ever|under\W+any\W+circumstances?)\W+)?(?:be\W+)?{_REACH}{_WHEN}|"
    rf"\bunder\W+no\W+circumstances?\W+(?:(?:should|must|may|can|we|you|anybody|to|be)\W+)*{_REACH}{_WHEN}|"
    rf"\b(?:not\W+to|never(?:\W+to)?)\W+(?:be\W+)?{_REACH}{_WHEN}|"
    r"\bnot\W+(?:allowed|permitted)\W+(?:any\W+|to\W+have\W+|to\W+)?(?:contact|call)\b|"
    rf"\bno\W+(?:(?:direct|further|more|phone|unsupervised)\W+)?contact\b"
    rf"(?! restrictions?\b)(?!\W*(?:{_THINGS})\b)|"
    rf"\bno\W+(?:more\W+|further\W+|phone\W+)?calls\b{_WHEN}(?!\W*(?:{_THINGS}|answered|back)\b)|"
    rf"\b(?:no|restricted|denied)\W+access\b(?!\W*(?:{_NO_ACCESS_TO})\b)|\brestricted\W+contact\b|"
    r"^\W*restricted\W*$|[-–—*/(\[]\s*restricted\W*(?:$|[)\]])|"
    r"\bnot\W+(?:to\W+)?have\W+(?:any\W+)?(?:contact|access)\b|\bdnc\b|"
    r"\b(?:blocked|banned)\W+(?:contacts?|parents?|carers?)\b(?!\W*(?:numbers?|no|details?)\b)|"
    r"\bcontacts?\W+(?:is\W+|are\W+|now\W+)?"
    r"(?:barred|banned|blocked|forbidden|prohibited|denied|not\W+(?:allowed|permitted))\b|"
    r"\bsupervised\W+contact\b|"
    r"\bcontact\W+(?:(?:is|only|to|be)\W+)*(?:via|through|by)\W+(?:\w+\W+)?"
    r"(?:social\W+(?:workers?|services|care)|solicitors?|lawyers?|police)\b|"
    rf"{_STAFF}[^.;]{{0,30}}\b(?:before|prior\W+to)\W+(?:(?:any|making)\W+)*"
    r"(?:contact|call|ring|phon)\w*|"
    # Who may not be told anything is not to be rung with news.
    rf"\bno\W+(?:\w+\W+)?communications?\W+(?:with|to)\W+{_WHOM}|"
    rf"\b{_NOT}\W+(?:be\W+)?(?:shared?|disclosed?|discuss(?:ed)?)\W+(?:\w+\W+){{0,4}}?(?:to|with)\W+{_WHOM}|"
    rf"\b{_NOT}\W+(?:give|pass)\W+(?:on\W+)?{_INFO}\W+(?:\w+\W+){{0,3}}?to\W+{_WHOM}|"
    rf"\bno\W+{_INFO}\W+(?:to\W+be\W+)?(?:(?:given|shared|passed|disclosed)\W+)?(?:to|with)\W+{_WHOM}|"
    rf"\b(?:not\W+to|must\W+not)\W+(?:be\W+given|receive)\W+{_INFO}|"
    rf"\b(?:not\W+to|must\W+not)\W+receive\W+(?:any\W+)?(?:communications?|correspondence)\b|"
    rf"\b{_WHOM}\W+(?:is\W+|are\W+)?{_NOT}\W+be\W+(?:told|informed)\b|"
    r"\bprohibited\W+(?:steps|from|contact)\b|^\W*prohibited\W*$",
    re.IGNORECASE,
)
# Of these there may be none: "no court order".
_ORDERS = re.compile(
    r"\b(?:see\W+(?:the\W+)?)?court\W+(?:orders?|files?|papers|documents?|proceedings|ruling|"
    r"cases?|hearings?)\b|\bfamily courts?\b(?!\W+(?:judge|clerk|lawyer|solicitor|advis))|"
    r"\bward\W+of\W+court\b|\bon\W+bail\b|\bbail\W+conditions?\b|"
    r"\b(?:child\W+arrangements?|occupation|exclusion|protecti(?:on|ve)|custody) orders?\b|"
    r"\bcustody\W+(?:disputes?|battles?|cases?)\b|"
    r"\blegal\W+orders?\b|\b(?:contact|legal) restrictions?\b|\bblacklist(?:ed)?\b|"
    r"\binjunctions?\b|\bnon\W?mol(?:s|estation)?\b|\brestraining\W+orders?\b|"
    r"\bbarred\b(?!\W+from\W+(?:pe|sports?|swimming|trips?|lessons?)\b)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|nil|not|without)[ ](?:(?:current|known|active|any|a|an|legal|recorded)[ ])*$",
    re.IGNORECASE,
)
_NONE_BEHIND = re.compile(r"\W*(?:in\W+place\W*)?(?:no|none|nil|n/?a|0)\W*$", re.IGNORECASE)
# Of a carer's own name or relationship, not of a note: "Grandma passed away in May".
_DEAD = re.compile(
    r"\b(?:is\W+|now\W+|has\W+)?(?:deceased|passed\W+away|died)\b|\bdec[’']d\b|[(\[–-]\s*R\.?I\.?P\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_SIGN = re.compile(r"[^\x00-\x7f]|_")  # may be left of a quote or a space that was damaged
_LOOSE_ENDS = " -–—:;,!*/|([{"


@lru_cache(maxsize=4_096)  # forenames and "mother" stand in many rows
def forbids(text: str) -> bool:
    """Whether words that forbid contact stand in a text."""
    folded = text.casefold()
    for hint in _HINTS:
        if hint in folded:
            return _start(text) is not None
    return False


def is_dead(text: str) -> bool:
    """Whether a carer's name or relationship says that nobody is there to be rung any more."""
    return _DEAD.search(text) is not None


def without_words(text: str) -> str:
    """A text without words that forbid contact: "Tom Wye (DO NOT CALL)" is "Tom Wye"."""
    kept = _BRACKETS.sub(lambda part: " " if _stops(part[0]) else part[0], text)
    start = min((at for at in (_start(kept), _death(kept)) if at is not None), default=None)
    kept = kept if start is None else kept[:start]
    return " ".join(kept.strip(_LOOSE_ENDS).split())


def _stops(text: str) -> bool:
    return forbids(text) or is_dead(text)


def _death(text: str) -> int | None:
    found = _DEAD.search(text)
    return found.start() if found else None


@lru_cache(maxsize=4_096)  # "Ringwood" and "Contact 1" stand in each row of a file
def _start(text: str) -> int | None:
    """Where such words begin; None where there are none."""
    text = _NO_SIGN.sub(" ", text)
    starts = [found.start() for found in _FORBIDS.finditer(text)]
    starts += [found.start() for found in _ORDERS.finditer(text) if _is_one(text, found)]
    return min(starts, default=None)


def _is_one(text: str, found: re.Match[str]) -> bool:
    """Whether there is an order: "court order: none" and "no known court order" are none."""
    if _NONE.search(text[: found.start()]):
        return False
    return not _NONE_BEHIND.fullmatch(text[found.end() :])
