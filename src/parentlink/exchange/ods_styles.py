"""Which styles of an OpenDocument workbook have a line through the text, and which a colour.

A style that says nothing of it is as the one it was made from.
"""

import re

from parentlink.exchange.colours import Shown, colour_of_cell

_FAMILIES = ("table-cell", "text")
# Of a part of a cell LibreOffice writes only how many lines there are.
_LINES = ("style:text-line-through-style", "style:text-line-through-type")
_LINE, _FILL, _LETTERS = "line", "fo:background-color", "fo:color"
_WINDOW = "style:use-window-font-color"  # letters as the system has them, whatever stands beside it
_HEX = re.compile("#([0-9a-f]{6})", re.IGNORECASE)


class Styles:
    """Collects the styles while the XML goes by; those of the workbook come first."""

    def __init__(self) -> None:
        self._own: dict[str, dict[str, str]] = {}
        self._made_from: dict[str, str | None] = {}
        self._known: dict[str | None, Shown] = {None: Shown()}
        self._style: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A style, or what is in it."""
        tag = tag.rpartition(":")[2]
        if tag == "style" and attributes.get("style:family") in _FAMILIES:
            self._style = attributes.get("style:name", "")
            self._made_from[self._style] = attributes.get("style:parent-style-name")
            self._own[self._style] = {}
        elif self._style is not None and tag == "text-properties":
            self._of_text(self._own[self._style], attributes)
        elif self._style is not None and tag == "table-cell-properties" and _FILL in attributes:
            self._own[self._style][_FILL] = attributes[_FILL]

    def _of_text(self, own: dict[str, str], attributes: dict[str, str]) -> None:
        line = next(filter(None, map(attributes.get, _LINES)), None)
        if line is not None:
            own[_LINE] = line
        if attributes.get(_WINDOW) == "true":
            own[_LETTERS] = ""
        elif _LETTERS in attributes:
            own[_LETTERS] = attributes[_LETTERS]

    def end(self, tag: str) -> None:
        """The end of a style."""
        if tag.rpartition(":")[2] == "style":
            self._style = None

    def of(self, style: str | None) -> Shown:
        """What a style shows. To be asked when all styles have gone by."""
        if style not in self._known:
            line, fill, letters = (self._find(style, what) for what in (_LINE, _FILL, _LETTERS))
            colour = colour_of_cell(_hex(fill), _hex(letters))
            self._known[style] = Shown(line not in ("", "none"), colour)
        return self._known[style]

    def _find(self, style: str | None, what: str) -> str:
        seen: set[str] = set()
        while style is not None and style not in seen:
            own = self._own.get(style, {})
            if what in own:
                return own[what]
            seen.add(style)
            style = self._made_from.get(style)
        return ""


def _hex(text: str) -> str:
    found = _HEX.fullmatch(text)
    return found[1].lower() if found else ""
