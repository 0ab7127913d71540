"""Words that forbid contact in cells that are about something else: names, relationships, notes."""

import re
from collections.abc import Collection, Mapping, Sequence

from parentlink.exchange.cells import unguard
from parentlink.exchange.headings import mapped
from parentlink.parse.names import fold
from parentlink.rules.barred_again import same_word
from parentlink.rules.forbidding import forbids, is_dead, without_words
from parentlink.usecases.importing.named import Found, Wrong
from parentlink.usecases.importing.rule import SAID, Rule, strength
from parentlink.usecases.importing.worded_numbers import RELATION_WORDS

_CELLS = (
    *(("row", name) for name in ("carer", "carer_forename", "carer_surname")),
    ("link", "relationship"),
)
_PUPILS = (
    *(("row", name) for name in ("pupil", "surname_forename", "forename", "surname")),
    ("pupil", "preferred_name"),
)
_WITH_RELATION = re.compile(
    r"(?P<name>.*\S)\s*(?:[(\[]\s*(?P<word>[^()\[\]]+?)\s*[)\]]|\s[-–—]\s(?P<bare>[^-–—]+?))\s*"
)
_MAY_SAY_MORE = re.compile(r"[)\]]\s*$|\s[-–—]\s")  # a quick look before the careful one
_OF_FIRST = re.compile(r"\s*[(\[]\s*(?P<word>[^()\[\]]+?)\s*[)\]](?=\s*(?:&|/|\+|\band\b))", re.I)
_IN_A_PUPILS_NAME = (
    "This may say who must not be contacted, and it stands in a pupil's name. Please take it out "
    "of the name, and write it beside the carer it is about, in a column such as court order."
)


_RESTRICTED = (
    "This may say who must not be contacted. The column is restricted, so it is not shown here and "
    "nobody is blocked by it. Please look into the file, set the rule by hand (parentlink carer "
    "edit), and take the words out of the cell or say --map {named} to leave the column out."
)


def heed_words(found: Found) -> None:
    """Take "(DO NOT CALL)" out of a carer's name or relationship, and block the carer.

    Raises:
        Wrong: there is no name beside it, or it stands in the name of the pupil.
    """
    if found["row"].get("carer_ref"):
        return  # our own files say it in a column of its own
    for table, name in _CELLS:
        text = str(found[table].get(name) or "")
        if text and (forbids(text) or is_dead(text)):
            found["rule"][SAID] = text
            rest = without_words(text) or (text if is_dead(text) else "")
            if not rest and table == "row":
                why = "This forbids contact and does not say with whom. Please write the name, too."
                raise Wrong(name, text, why)
            found[table].pop(name)
            if rest:
                found[table][name] = rest
    for table, name in () if found["row"].get("pupil_ref") else _PUPILS:
        text = str(found[table].get(name) or "")
        if text and forbids(text):
            raise Wrong(name, text, _IN_A_PUPILS_NAME)


def take_relation(found: Found) -> None:
    """Take "(Mum)" out of a carer's name: it is the relationship, unless that says otherwise."""
    row, link = found["row"], found["link"]
    if row.get("carer_ref"):
        return  # in a file of ours a name is as it was typed
    for name in ("carer", "carer_surname"):
        text = str(row.get(name) or "")
        if ")" in text or "]" in text:
            row[name] = text = _OF_FIRST.sub(_without_relation, text)
        shown = _WITH_RELATION.fullmatch(text) if _MAY_SAY_MORE.search(text) else None
        if shown is None:
            continue
        word = shown["word"] or shown["bare"]
        said = str(link.get("relationship") or word)
        if fold(word) in RELATION_WORDS and same_word(fold(word)) == same_word(fold(said)):
            row[name] = shown["name"]
            link["relationship"] = said


def _without_relation(found: re.Match[str]) -> str:
    """Of two people in one cell, "Al Fey (Dad) & Jo Fey (Mum)", the first without the word."""
    return "" if fold(found["word"]) in RELATION_WORDS else found[0]


def refuse_words(
    unread: Mapping[int, str],
    cells: Sequence[str],
    rules: Sequence[Rule | None],
    hidden: Collection[int] = (),
) -> None:
    """A cell of a column that is not read must not hide a block; `unread` are headings by place.

    What stands in the `hidden` ones, which are restricted, is not shown, nor taken for a reason.
    Nothing is asked of a row that blocks its carer anyway.

    Raises:
        Wrong: such words stand there; they may be about anybody.
    """
    for at, heading in unread.items():
        text = unguard(cells[at]).strip() if cells[at] else ""
        if text and forbids(text) and not any(rule and strength(rule.rule) for rule in rules):
            if at in hidden:
                raise Wrong(heading, "", _RESTRICTED.format(named=mapped(heading)))
            raise Wrong(heading or f"column {at + 1}", text, _way_out(heading))


def _way_out(heading: str) -> str:
    why = "This may say who must not be contacted, and the column is not read for that. "
    if not heading:
        return why + 'Please give it the heading "court order" or "notes", or take it out.'
    return why + (
        f"If it is about the carer of the row, please say --map {mapped(heading, 'court order')} "
        "(whatever stands there then blocks). Otherwise set the rule by hand and say --map "
        f"{mapped(heading)} to leave the column out."
    )
