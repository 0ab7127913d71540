"""The colours of cells: what somebody sees, and whether it is red.

A colour is six hexadecimal digits, "ff0000"; "" is none, be it white or what a program chooses.
"""

from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache
from typing import NamedTuple

# Those that a workbook of Excel may name by a number; the first eight stand there twice.
_EIGHT = "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff"
PALETTE = tuple(
    f"{_EIGHT} {_EIGHT} 800000 008000 000080 808000 800080 008080 c0c0c0 808080 "
    "9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff 000080 ff00ff ffff00 00ffff 800080 "
    "800000 008080 0000ff 00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99 3366ff 33cccc "
    "99cc00 ffcc00 ff9900 ff6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 "
    "333333".split()
)
_WHITE = 250  # of 255, and above
_LEAST_RED, _MOST_RED = 320 / 360, 18 / 360  # from pink over red to where orange begins
_PALE = 0.06  # how far the strongest part is from the weakest


class Shown(NamedTuple):
    """What the style of a cell does to its text."""

    has_line: bool = False
    colour: str = ""


def colour_of_cell(fill: str, font: str) -> str:
    """What somebody sees: a fill, or letters in red. Letters in other colours say nothing."""
    if is_red(font) and not is_red(fill):
        return font
    return "" if _is_white(fill) else fill


@cache
def is_red(colour: str) -> bool:
    """Whether it is red, dark or light, or pink."""
    if not colour:
        return False
    red, green, blue = _parts(colour)
    hue, _, _ = rgb_to_hls(red, green, blue)
    is_coloured = max(red, green, blue) - min(red, green, blue) > _PALE
    return is_coloured and (hue >= _LEAST_RED or hue <= _MOST_RED)


def tinted(colour: str, tint: float) -> str:
    """A colour made lighter (1.0 is white) or darker (-1.0 is black), as Excel does it."""
    if not colour or not tint:
        return colour
    hue, light, strength = rgb_to_hls(*_parts(colour))
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    parts = hls_to_rgb(hue, min(1.0, max(0.0, light)), strength)
    return "".join(f"{round(255 * part):02x}" for part in parts)


def _is_white(colour: str) -> bool:
    return not colour or all(255 * part >= _WHITE for part in _parts(colour))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue
