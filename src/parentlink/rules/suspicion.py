"""Why somebody new may be a carer with a contact rule, in words with the name and without it.

At the keyboard the name is needed to settle it. Who gets an export without those who must not be
contacted is not to read there who they are, and why.
"""

import re
from typing import NamedTuple

from parentlink.vocabulary import ContactRule

_WHO = {ContactRule.NEVER: "who must not be contacted", ContactRule.ASK: "with a contact rule"}
_LIFT = "parentlink carer edit {new} --rule allow --reason WHY"
_LONGEST = 500
_MAY_BE = re.compile(
    rf"may be .+? \((?:c\d+|row \d+ of [^;]+?)\), ({'|'.join(_WHO.values())}) \(.*"
)


class Who(NamedTuple):
    """Somebody with a contact rule: the name, the id or row, and the word by which a line to type
    calls them."""

    name: str
    where: str
    known: str


def may_be_one(who: Who, rule: str, why: str, new: str) -> str:
    """Why to ask first about `new`, as a word to type, who may be they."""
    said = f"may be {_barred(who, rule, why)}. If it is somebody else: {_LIFT.format(new=new)}. "
    return f"{said}If not: parentlink merge {who.known} {new}"[:_LONGEST]


def may_be_meant(who: Who, rule: str, why: str, new: str) -> str:
    """Why to ask first about `new` (as a word to type), whom what stands beside may be about."""
    said = f"may be meant by what stands beside {_barred(who, rule, why)}"
    return f"{said}. If not: {_LIFT.format(new=new)}"[:_LONGEST]


def _barred(who: Who, rule: str, why: str) -> str:
    return f"{who.name} ({who.where}), {_WHO[ContactRule(rule)]} ({why})"


def unnamed(reason: str) -> str:
    """The same reason without who that may be, and why they are barred."""
    return _MAY_BE.sub(r"may be somebody \1", reason)
