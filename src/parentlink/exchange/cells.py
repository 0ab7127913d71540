"""Cells that no spreadsheet runs as a formula, and the way back to what stood in them."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "#", "＝", "＋", "－", "＠", "'")
_BLANKS = " \u00a0"


def guard(cell: str) -> str:
    """A CSV cell that no spreadsheet runs; `unguard` gives back exactly what went in."""
    return f"'{cell}" if cell.lstrip(_BLANKS).startswith(_FORMULA) else cell


def unguard(cell: str) -> str:
    """What stood in a cell before `guard`; other cells are left as they are."""
    if cell.startswith("'") and cell[1:].lstrip(_BLANKS).startswith(_FORMULA):
        return cell[1:]
    return cell
