"""The one gate for text that people typed: nothing in it may steer the screen."""

import re

# Control characters (C0 but line break and tab, DEL, C1), bidirectional overrides and isolates,
# line and paragraph separators, lone surrogates: made visible, never sent.
_HIDDEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Text that is safe for a terminal, with what would have steered it shown as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_HIDDEN, _escape, text)


def one_line(text: str) -> str:
    """The same, on one line."""
    shown = visible(text)
    if "\n" in shown or "\t" in shown:
        shown = " / ".join(part.strip() for part in shown.replace("\t", " ").split("\n"))
    return shown


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
