"""Draw the picture in the README: the weekly list of the sample tutor group on a terminal.

`python docs/make_picture.py` writes docs/weekly-list.svg; `tests/test_docs.py` compares.
"""

import io
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console

from parentlink.store.store import Store
from parentlink.usecases import calls
from parentlink.views import calls as view

TARGET = Path(__file__).with_name("weekly-list.svg")
TODAY = date(2026, 11, 23)
WIDTH = 110


def picture() -> str:
    """The picture as SVG; the same list gives the same picture."""
    with tempfile.TemporaryDirectory() as folder:
        found = weekly_list(Path(folder) / "demo.db")
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor")
    with patch("parentlink.views.output.width", return_value=WIDTH):
        console.print(view.call_view(list(found.rows)))
    drawn = console.export_svg(title="parentlink who-needs-a-positive-call", unique_id="weekly")
    # Rich names a font on somebody's server; the reader's own monospace serves as well.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def weekly_list(path: Path) -> Any:
    """The list of the sample group."""
    import os
    import subprocess
    import sys

    env = os.environ | {"PARENTLINK_TODAY": f"{TODAY}T15:40"}
    subprocess.run(
        [sys.executable, "-m", "parentlink", "demo", str(path)],
        env=env, check=True, capture_output=True,
    )  # fmt: skip
    store = Store(path)
    try:
        with store.reading():
            return calls.weekly_list(store, calls.Scope(group="7KM"), None, TODAY, None)
    finally:
        store.close()


if __name__ == "__main__":
    TARGET.write_text(picture(), encoding="utf-8")
    print(f"Wrote {TARGET}")
