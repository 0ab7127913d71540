"""Why somebody new may be a carer with a contact rule, in words with the name and without it.

At the keyboard the name is needed to settle it. Who gets an export without those who must not be
contacted is not to read there who they are, and why.
"""

import re

from parentlink.vocabulary import ContactRule

_WHO = {ContactRule.NEVER: "who must not be contacted", ContactRule.ASK: "with a contact rule"}
_ELSE = ". If it is somebody else: parentlink carer edit"
_LONGEST = 500
_MAY_BE = re.compile(
    rf"may be .+? \((?:c\d+|row \d+ of [^;]+?)\), ({'|'.join(_WHO.values())}) \(.*"
)


def may_be(who: tuple[str, str], rule: str, why: str, new: str, known: str) -> str:
    """The reason of an "ask first": `who` is the name, and the id or row; `known` for a merge."""
    name, where = who
    said = f"may be {name} ({where}), {_WHO[ContactRule(rule)]} ({why})"
    way_out = f'{_ELSE} "{new}" --rule allow --reason WHY. If not: parentlink merge {known} "{new}"'
    return f"{said}{way_out}"[:_LONGEST]


def unnamed(reason: str) -> str:
    """The same reason without who that may be, and why they are barred."""
    return _MAY_BE.sub(r"may be somebody \1", reason)
