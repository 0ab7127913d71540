"""The pages for the office (docs/importing.md and what it leads to), for the tests of them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
INDEX = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
PAGES = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "docs" / "importing").glob("*.md"))
}
SOURCES = {name: page for name, page in PAGES.items() if name != "columns"}
_COMMAND = re.compile(r"^\$ (parentlink .*)$", re.MULTILINE)


def section(page: str, title: str) -> str:
    """What stands under a heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {title}"
    return found[1]


def commands(page: str) -> list[str]:
    """The lines that a page tells the office to type."""
    return _COMMAND.findall(re.sub(r"\\\n\s*", "", page))
