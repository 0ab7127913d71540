"""Write the table of columns in docs/importing/columns.md from the code that reads them.

`python docs/make_fields.py` renews it; `tests/test_importing_page.py` compares them.
"""

import re
from pathlib import Path

from parentlink.usecases.importing.families.reading.aliases import SPELLINGS
from parentlink.usecases.importing.families.reading.fields import FIELDS
from parentlink.vocabulary.restricted import RESTRICTED

TARGET = Path(__file__).parent / "importing" / "columns.md"
_PLACE = re.compile(r"(?<=<!-- columns -->\n).*?(?=<!-- end of columns -->)", re.DOTALL)
_ABOUT = (
    ("The pupil", ("pupil",)),
    ("The carer, and what they are to the pupil", ("carer", "link")),
    ("Contact rules", ("rule",)),
    ("The family, and where it lives", ("family",)),
)
# Read together with others, so the code knows no table for them.
_OF_PUPIL = ("pupil", "surname_forename", "forename", "surname", "pupil_ref")
_OF_CARER = (
    *("carer", "carer_forename", "carer_surname", "carer_ref", "main_phone"),
    *("phone_type", "primary_guardian"),
)


def table() -> str:
    """The columns, by what they are about, with the headings by which they are known."""
    parts = []
    for title, tables in _ABOUT:
        names = [name for name in FIELDS if _about(name) in tables]
        rows = "\n".join(f"| `{name}`{_mark(name)} | {_spelled(name)} |" for name in names)
        parts.append(f"\n**{title}**\n\n| our name | also understood |\n|---|---|\n{rows}\n")
    return "".join(parts) + "\n"


def page() -> str:
    """The page with its table renewed."""
    return _PLACE.sub(lambda _: table(), TARGET.read_text(encoding="utf-8"))


def _about(name: str) -> str:
    if name in _OF_PUPIL:
        return "pupil"
    if name in _OF_CARER:
        return "carer"
    return "family" if FIELDS[name].table == "row" else FIELDS[name].table


def _mark(name: str) -> str:
    return " (restricted)" if name in RESTRICTED else ""


def _spelled(name: str) -> str:
    return ", ".join(SPELLINGS.get(name, ()))


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    print(f"Wrote {TARGET}")
