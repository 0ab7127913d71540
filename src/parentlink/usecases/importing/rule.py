"""The contact rule of a row. It fails safe: what is not clearly "no block" is a block."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.headings import in_our_letters, mapped
from parentlink.parse.names import clean_text, fold, quoted, shorten
from parentlink.rules.forbidding import forbids
from parentlink.usecases.importing.cells import NO, YES
from parentlink.vocabulary import STRENGTH, ContactRule

_ALLOW = frozenset(("allow", "allowed", "ok"))
_NEVER = frozenset(("never", "do not contact", "no contact", "none"))
_ASK = frozenset(("ask", "check"))
# What offices write where there is nothing to say; of "contact allowed" it allows nothing.
_NOTHING = frozenset(
    (
        *("n/a", "na", "n.a", "not applicable", "nil", "none known", "none recorded", "nothing"),
        *("no court order", "no court orders", "no orders", "no restriction", "no restrictions"),
    )
)
_LONGEST = 1_000
LONGEST_REASON = 500
GONE = "no longer listed as a contact of"
BEFORE = "; before that: "
_BARE = ("in the file: ", "unclear in the file: ")  # that there is a block, and no more
# Schools name this column as they like; what sounds like it is never left out without a word.
_SOUNDS_LIKE_A_RULE = re.compile(
    r"court|injunction|molestation|restrict|barred|prohibited|"
    r"\b(?:no(?!\W+of\b)|not|non|never|allow\w*|may|can|ok to|permi\w+)\W+(?:\w+\W+)?"
    r"(?:contact|call|ring)|"
    r"contact\W+(?:[1-4]\W+)?(?:is\W+)?(?:not\W+)?(?:allow|permi|ban|block|rule|den|forbid)|"
    r"contactable|restrain|non\W?mol|\bblocked\b|"
    r"\b(?:keep|stay)\W+away|\bno\W+access|exclu\w+\W+from\W+contact|\bdon.?t\W+(?:contact|call|ring)|"
    r"not\W+to\W+be\W+(?:contacted|called|rung|phoned)|custody|"
    r"\b(?:legal|arrangements?|residence|protection|steps)\W+orders?\b|"
    r"\b(?:do\W+not|don.?t|never)\W+(?:text|sms|e\W?mail|message|speak|write|approach|phone)|"
    r"\bdnc\b|\bblack\W?list|"
    r"\b(?:contact\W+with|access\W+to)\W+(?:the\W+)?(?:child|pupil|student)|^\W*orders\W*$|"
    r"(?<!emergency )(?<!primary )(?<!first )(?<!main )\bcontact\W+(?:y\W*n|yes\W+no)\b",
    re.IGNORECASE,
)
COLUMNS = ("contact_rule", "do_not_contact", "court_order", "contact_allowed")
SAID = "said"  # words that forbid contact, in a cell that is about something else
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "noContact", as scripts write it
_FIELDS = frozenset((*COLUMNS, "rule_reason"))


class Rule(NamedTuple):
    """What a row says about contact with its carer."""

    rule: str
    reason: str | None
    unclear: str | None = None  # what stood there, if it had to be taken for a block


def strength(rule: str) -> int:
    """How much a rule forbids: 0 nothing, 2 everything."""
    return STRENGTH[ContactRule(rule)]


def has_rules(columns: Iterable[str]) -> bool:
    """Whether one of our fields says who must not be contacted."""
    return not _FIELDS.isdisjoint(columns)


def refuse_unread(ignored: Iterable[str]) -> None:
    """A column that may hold a block is not skipped as any other that nobody knows.

    Raises:
        RowsRefused: such a heading; the sentence says how to have it read or left out.
    """
    for heading in ignored:
        if _sounds_like_a_rule(heading):
            raise unread_rule(heading)


def refuse_unread_sheets(read: Iterable[str], titles: Iterable[str]) -> None:
    """Nor is a sheet skipped, beside those `read`, whose name says that it may hold the blocks.

    Raises:
        RowsRefused: such a sheet; the sentence says how to bring in both.
    """
    for title in filter(_sounds_like_a_rule, titles):
        families = (quoted(each) for each in read if not _sounds_like_a_rule(each))
        options = " ".join(f"--sheet {each}" for each in families) or "--sheet NAME"
        raise RowsRefused(
            f'The sheet "{shorten(title)}" may say who must not be contacted, and is not read '
            "together with the families. Nothing was imported. Please bring in the families with "
            f"{options}, and then --sheet {quoted(title)}, or set by hand what it says: "
            "parentlink carer edit WHO --rule never --reason WHY"
        )


def refuse_list_of_barred(columns: Iterable[str], sheets: Iterable[str], file: str) -> None:
    """Whoever stands on a list of those who must not be contacted is nobody to ring.

    Raises:
        RowsRefused: a sheet or a file of such a name has no column that says it of them.
    """
    if has_rules(columns):
        return
    words = _apart(PurePath(file).stem).replace("-", " ")
    sheet = next(filter(_sounds_like_a_rule, sheets), "")
    named = f'The sheet "{shorten(sheet)}"' if sheet else ""
    named = named or (f'The file "{shorten(PurePath(file).name)}"' if forbids(words) else "")
    if named:
        raise RowsRefused(
            f"{named} is called as if it listed people who must not be contacted, and no column "
            "says so of them. Nothing was imported. If they must not be, please add a column "
            '"court order" with a yes in each of their rows; if they may be, call it something '
            "else."
        )


def _sounds_like_a_rule(text: str) -> bool:
    return _SOUNDS_LIKE_A_RULE.search(in_our_letters(_apart(text))) is not None


def _apart(text: str) -> str:
    return _RUN_TOGETHER.sub(" ", text).replace("_", " ")


def unread_rule(heading: str) -> RowsRefused:
    """The refusal of a column that may hold a block, with the ways to have it read or left out."""
    return RowsRefused(
        f'The column "{shorten(heading)}" may say who must not be contacted, and we do not know '
        f"that heading. Nothing was imported. Please say --map {mapped(heading, 'court order')} (a "
        f"yes blocks), --map {mapped(heading, 'contact allowed')} (a no blocks), or --map "
        f"{mapped(heading)} if it is about something else."
    )


def stricter(one: Rule | None, other: Rule | None) -> Rule | None:
    """The one that forbids more; of equals the first that says why."""
    if one is None or other is None:
        return one or other
    if strength(one.rule) == strength(other.rule):
        return one if one.reason else other
    return max(one, other, key=lambda each: strength(each.rule))


def renewed(new: Rule | None, filed: Rule) -> Rule | None:
    """What the rule of a carer on file becomes by a file; None where it stays as it is.

    Of a rule that is as strict, a reason that is new goes in front of the one on file: a court
    order is not lost because somebody is blocked already. A bare "yes" adds nothing to a reason
    that somebody wrote.
    """
    if new is None or strength(new.rule) < strength(filed.rule):
        return None
    if strength(new.rule) > strength(filed.rule):
        return new
    reason, known = (new.reason or "")[:LONGEST_REASON], filed.reason or ""
    is_bare = reason.startswith(_BARE) and known and not known.startswith(GONE)
    if new.rule == ContactRule.ALLOW or reason in known or is_bare:
        return None
    return Rule(new.rule, f"{reason}{BEFORE}{known}"[:LONGEST_REASON] if known else reason)


def read_rule(cells: Mapping[str, str]) -> Rule | None:
    """The strictest of what the rule columns of a row say; None when all are blank.

    `contact_allowed` has the opposite sense of the others: there a "no" is the block.
    """
    reason = clean_text(cells.get("rule_reason", ""), "the reason", _LONGEST).strip()
    reason = "" if _says_nothing(reason) else reason
    found: Rule | None = None
    for column in COLUMNS:
        if text := clean_text(cells.get(column, ""), "the contact rule", _LONGEST).strip():
            found = stricter(found, _one(column, text, reason))
    if said := cells.get(SAID):
        never = ContactRule.NEVER.value
        found = stricter(found, Rule(never, reason or f"in the file: {shorten(said, 200)}"))
    if found is None and reason:
        return Rule(ContactRule.NEVER.value, reason, reason)
    if found and found.rule == ContactRule.ALLOW.value:
        return found._replace(reason=reason or None)
    return found


def _one(column: str, text: str, reason: str) -> Rule:
    word = fold(text)
    allows, blocks = (YES, NO) if column == "contact_allowed" else (NO, YES)
    is_open = column != "contact_allowed" and _says_nothing(text)
    is_open = is_open or (word == "none" and column == "court_order")
    if word in allows or word in _ALLOW or is_open:
        return Rule(ContactRule.ALLOW.value, None)
    if word.split(" ")[0].rstrip(":;") in _ASK:
        return Rule(ContactRule.ASK.value, reason or f"in the file: {text}")
    never = ContactRule.NEVER.value
    if word in blocks or word in _NEVER:
        return Rule(never, reason or f"in the file: {column.replace('_', ' ')} {text}")
    if _is_unclear(text):
        return Rule(never, reason or f"unclear in the file: '{shorten(text)}'", text)
    return Rule(never, reason or text)


def _says_nothing(text: str) -> bool:
    """Whether a cell is filled in only to show that there is nothing: "N/A", "-"."""
    return not text.strip("-–—./ ") or fold(text).rstrip(".") in _NOTHING


def _is_unclear(text: str) -> bool:
    """A sign or two says nothing about why."""
    return sum(character.isalpha() for character in text) < 3
