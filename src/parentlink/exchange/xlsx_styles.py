"""How the cells of an Excel workbook (.xlsx) are shown: as a date, struck out, or in a colour."""

import re
from typing import NamedTuple

from parentlink.exchange.colours import PALETTE, colour_of_cell, tinted
from parentlink.exchange.excel_values import kind_of_format
from parentlink.exchange.xlsx_texts import YES
from parentlink.exchange.zip_parts import MB, Handlers, Parts

_LARGEST_STYLES = 50 * MB
_OF_STYLE = ("numFmtId", "fontId", "fillId")
_NO_FILL = (None, "none", "gray125")  # the last is there in every workbook, and not used
_HEX = re.compile(r"(?:[0-9a-f]{2})?([0-9a-f]{6})", re.IGNORECASE)
# Where a theme has the colours 0, 1, 2 and 3 of a workbook: it begins with the dark ones.
_OF_THEME = {0: 1, 1: 0, 2: 3, 3: 2}
_LETTERS_AND_PAPER = 1  # the first two colours of each theme, black and white


class Styles(NamedTuple):
    """How the cells of a workbook are shown: `kinds` has an entry for each style.

    A kind says whether it shows a day, a span of time, or anything else; `struck` are the numbers
    of those with a line through the text, `colours` are by number those with a colour.
    """

    kinds: list[str]
    struck: frozenset[str]
    colours: dict[str, str]


class _Written(NamedTuple):
    """A colour as a workbook writes it: itself, by its number, or as one of the theme."""

    itself: str = ""
    indexed: int = -1
    theme: int = -1
    tint: float = 0.0


def read_styles(parts: Parts, part: str | None, theme: str | None = None) -> Styles:
    """The styles of the cells; none of a workbook without them."""
    found = _Found()
    if part is not None and part in parts:
        parts.walk_through(part, Handlers(found.start, found.end), _LARGEST_STYLES)
    if found.has_theme and theme is not None and theme in parts:
        parts.walk_through(theme, Handlers(found.of_theme, found.end), _LARGEST_STYLES)
    return found.styles()


class _Found:
    """Collects the styles while the XML goes by."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._styles: list[tuple[int, int, int]] = []  # number format, font and fill
        self._lines: list[bool] = []  # by font, whether it has a line through it
        self._fonts: list[_Written] = []
        self._fills: list[_Written] = []
        self._is_filled = False
        self._palette: list[str] = []
        self._theme, self._has_scheme = ["000000", "ffffff"], False
        self._inside: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A part of a style."""
        tag = tag.rpartition(":")[2]
        self._inside.append(tag)
        if tag == "numFmt":
            self._codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")[:255]
        elif tag == "xf" and "cellXfs" in self._inside:
            number, font, fill = (int(attributes.get(name, 0)) for name in _OF_STYLE)
            self._styles.append((number, font, fill))
        elif tag == "rgbColor":
            self._palette.append(_hex(attributes.get("rgb")))
        elif "fonts" in self._inside:
            self._of_font(tag, attributes)
        elif "fills" in self._inside:
            self._of_fill(tag, attributes)

    def _of_font(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "font":
            self._lines.append(False)
            self._fonts.append(_Written())
        elif tag == "strike":
            self._lines[-1] = attributes.get("val", "1") in YES
        elif tag == "color":
            self._fonts[-1] = _written(attributes)

    def _of_fill(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "fill":
            self._fills.append(_Written())
        elif tag in ("patternFill", "gradientFill"):
            self._is_filled = tag[0] == "g" or attributes.get("patternType") not in _NO_FILL
        elif tag in ("fgColor", "color") and self._is_filled:
            self._fills[-1] = _written(attributes)

    def end(self, _: str) -> None:
        """The end of a part."""
        self._inside.pop()

    @property
    def has_theme(self) -> bool:
        """Whether it has to be known."""
        return any(each.theme > _LETTERS_AND_PAPER for each in (*self._fonts, *self._fills))

    def of_theme(self, tag: str, attributes: dict[str, str]) -> None:
        """A part of the theme, which begins with its colours."""
        tag = tag.rpartition(":")[2]
        self._inside.append(tag)
        if tag == "clrScheme" and not self._has_scheme:
            self._theme, self._has_scheme = [], True
        elif "clrScheme" in self._inside and tag in ("srgbClr", "sysClr"):
            self._theme.append(_hex(attributes.get("lastClr", attributes.get("val"))))

    def styles(self) -> Styles:
        """What was found, when all of it has gone by."""
        fonts, fills = (
            dict(enumerate(map(self._resolved, each))) for each in (self._fonts, self._fills)
        )
        struck = {font for font, has_line in enumerate(self._lines) if has_line}
        seen = (colour_of_cell(fills.get(x, ""), fonts.get(f, "")) for _, f, x in self._styles)
        return Styles(
            [kind_of_format(number, self._codes.get(number)) for number, _, _ in self._styles],
            frozenset(str(at) for at, (_, font, _) in enumerate(self._styles) if font in struck),
            {str(at): colour for at, colour in enumerate(seen) if colour},
        )

    def _resolved(self, colour: _Written) -> str:
        palette = self._palette or PALETTE
        found = colour.itself
        if 0 <= colour.indexed < len(palette):
            found = palette[colour.indexed]
        place = _OF_THEME.get(colour.theme, colour.theme)
        if 0 <= place < len(self._theme):
            found = self._theme[place]
        return tinted(found, colour.tint)


def _written(attributes: dict[str, str]) -> _Written:
    return _Written(
        _hex(attributes.get("rgb")),
        int(attributes.get("indexed", -1)),
        int(attributes.get("theme", -1)),
        float(attributes.get("tint", 0)),
    )


def _hex(text: str | None) -> str:
    found = _HEX.fullmatch(text or "")
    return found[1].lower() if found else ""
