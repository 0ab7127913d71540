"""Which styles of an OpenDocument workbook have a line through the text.

A style that says nothing of it is as the one it was made from.
"""

_FAMILIES = ("table-cell", "text")
# Of a part of a cell LibreOffice writes only how many lines there are.
_LINES = ("style:text-line-through-style", "style:text-line-through-type")


class Lines:
    """Collects the styles while the XML goes by; those of the workbook come first."""

    def __init__(self) -> None:
        self._own: dict[str, bool] = {}
        self._made_from: dict[str, str | None] = {}
        self._known: dict[str | None, bool] = {None: False}
        self._style: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A style, or what is in it."""
        tag = tag.rpartition(":")[2]
        if tag == "style" and attributes.get("style:family") in _FAMILIES:
            self._style = attributes.get("style:name", "")
            self._made_from[self._style] = attributes.get("style:parent-style-name")
            self._own.pop(self._style, None)
        elif tag == "text-properties" and self._style is not None:
            line = next(filter(None, map(attributes.get, _LINES)), None)
            if line is not None:
                self._own[self._style] = line != "none"

    def end(self, tag: str) -> None:
        """The end of a style."""
        if tag.rpartition(":")[2] == "style":
            self._style = None

    def are_in(self, style: str | None) -> bool:
        """Whether a style has one. To be asked when all styles have gone by."""
        if style not in self._known:
            self._known[style] = self._find(style)
        return self._known[style]

    def _find(self, style: str | None) -> bool:
        seen: set[str] = set()
        while style is not None and style not in seen:
            if style in self._own:
                return self._own[style]
            seen.add(style)
            style = self._made_from.get(style)
        return False
