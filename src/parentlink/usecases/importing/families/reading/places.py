"""A carer's place in the order of contacts, beside the name: "Ngozi Okafor (1st contact)"."""

import re

from parentlink.usecases.importing.cells import Cell, read_priority
from parentlink.usecases.importing.named import Found, Wrong

_PLACE = (
    r"(?:(?:[1-9](?:st|nd|rd|th)|first|second|third|fourth)\s+(?:contact|priority)"
    r"|(?:contact|priority)\s*(?:no\.?\s*|#\s*)?[1-9])"
)
_BESIDE = re.compile(
    rf"^{_PLACE}\s*[:–—-]\s*"
    rf"|\s*[(\[]\s*{_PLACE}\s*[)\]]"
    rf"|(?:\s*[,;]|\s+[-–—])\s*{_PLACE}(?=\s*(?:$|[)\]]))",
    re.IGNORECASE,
)
_WHICH = re.compile(r"[1-9](?:st|nd|rd|th)?|first|second|third|fourth", re.IGNORECASE)
_TWO = "Two places in the order of contacts stand in this name. Please give each of them a row."
_OTHER = (
    "The priority of this row is {said}, and this says another place. Please correct one of the "
    "two, or take this out of the name."
)


def take_place(found: Found) -> bool:
    """Take "(1st contact)" off a carer's name: it is the priority; returns whether it was there.

    Raises:
        Wrong: there are two, or the priority of the row is another one.
    """
    row, link = found["row"], found["link"]
    if row.get("carer_ref"):
        return False  # in a file of ours a name is as it was typed
    was_there = False
    for name in ("carer", "carer_forename", "carer_surname"):
        text = str(row.get(name) or "")
        if not (places := _places(text)):
            continue
        place = places.pop()
        if places:
            raise Wrong(name, text, _TWO)
        if (link.get("priority") or place) != place:
            raise Wrong(name, text, _OTHER.format(said=link["priority"]))
        row[name] = _BESIDE.sub("", text).strip()
        row["order"] = link["priority"] = place
        was_there = True
    return was_there


def _places(text: str) -> set[Cell]:
    """The places that stand in a name: mostly none, which a quick look says."""
    folded = text.casefold()
    if "contact" not in folded and "priority" not in folded:
        return set()
    return {read_priority(_WHICH.findall(each)[-1]) for each in _BESIDE.findall(text)}
