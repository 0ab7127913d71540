"""The house keeps itself: which room may know which, who may write, and what start-up may load."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from conftest import Answer, Given

SOURCE = Path(__file__).parents[1] / "src" / "parentlink"

# Each room, and the rooms it may know. The street runs one way: this table has no circle.
MAY_KNOW: dict[str, set[str]] = {
    "vocabulary": set(),
    "errors": set(),
    "settings": {"errors"},
    "tables": {"vocabulary"},
    "parse": {"errors", "vocabulary"},
    "rules": {"vocabulary"},
    "exchange": {"parse", "errors", "vocabulary"},
    "store": {"tables", "errors"},
    "usecases": {"rules", "exchange", "parse", "store", "settings", "errors", "vocabulary"},
    "views": {"usecases", "rules", "exchange", "parse", "errors", "vocabulary"},
    "workspace": {"views", "usecases", "store", "settings", "errors"},
    "commands": {
        "workspace", "views", "usecases", "rules", "exchange", "parse", "store", "settings",
        "errors", "vocabulary",
    },
    "notebook": {"store", "settings", "errors"},
    "cli": {"commands", "workspace", "views", "errors"},
    "__main__": {"cli"},
    "__init__": {"notebook"},
}  # fmt: skip
# The rooms inside usecases/importing, in the same way: a file is read before its people are matched
# with those on file, and so on. GROUND is what stands beside the rooms, for all of them.
IMPORTING = "parentlink.usecases.importing."
GROUND = "ground"
MAY_KNOW_IMPORTING: dict[str, set[str]] = {
    GROUND: set(),
    "families.reading": {GROUND},
    "families.matching": {GROUND, "families.reading"},
    "families.parts": {GROUND, "families.reading", "families.matching"},
    "families.guarding": {GROUND, "families.reading", "families.matching", "families.parts"},
    # A list of staff is told from one of pupils by the columns that only pupils have.
    "other_list": {GROUND, "families.reading"},
    "families": {
        GROUND, "other_list", "families.reading", "families.matching", "families.parts",
        "families.guarding",
    },
    "contacts": {GROUND},
    "small": {GROUND, "contacts", "other_list"},
}  # fmt: skip
HEAVY = {
    "sqlmodel", "sqlalchemy", "pydantic", "rich", "phonenumbers", "dateutil", "icalendar",
    "python_calamine", "openpyxl", "zoneinfo", "asyncio",
}  # fmt: skip
EVERYDAY = (
    ("--version",),
    ("--help",),
    ("log-call", "okafor", "--tone", "positive", "--note", "Ada spoke up"),
    ("log-call", "okafor", "--outcome", "no-answer"),
    ("who-needs-a-positive-call", "--format", "json"),
    ("why", "okafor"),
    ("timeline", "okafor"),
    ("due",),
    (),
)


def files() -> Iterator[tuple[str, Path]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield ".".join(path.relative_to(SOURCE).with_suffix("").parts), path


@cache
def imported(path: Path) -> tuple[str, ...]:
    """What of ours a file imports, anywhere in it: each module, and each name with its module."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module.startswith("parentlink."):
                yield module
            if f"{module}.".startswith("parentlink."):
                yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("parentlink."))


def room(module: str) -> str:
    return module.removeprefix("parentlink.").split(".")[0]


def room_of_importing(module: str) -> str:
    inside = f"{module.removeprefix(IMPORTING)}."
    rooms = [name for name in MAY_KNOW_IMPORTING if inside.startswith(f"{name}.")]
    return max(rooms, key=len, default=GROUND)


def test_every_room_knows_only_the_rooms_below_it() -> None:
    wrong = [
        f"{module} imports {name}"
        for module, path in files()
        for name in imported(path)
        if room(name) not in MAY_KNOW[room(module)] | {room(module), "__version__"}
    ]
    assert wrong == []


def test_every_room_of_importing_knows_only_the_rooms_before_it() -> None:
    wrong = [
        f"{module} imports {name}"
        for module, path in files()
        for name in imported(path)
        if f"parentlink.{module}".startswith(IMPORTING) and name.startswith(IMPORTING)
        for here, there in [(room_of_importing(f"parentlink.{module}"), room_of_importing(name))]
        if there not in MAY_KNOW_IMPORTING[here] | {here}
    ]
    assert wrong == []


def test_exports_know_nothing_of_imports() -> None:
    wrong = [
        f"{module} imports {name}"
        for module, path in files()
        for name in imported(path)
        if module.startswith("usecases.exporting.") and f"{name}.".startswith(IMPORTING)
    ]
    assert wrong == []


@pytest.mark.parametrize("table", [MAY_KNOW, MAY_KNOW_IMPORTING], ids=("house", "importing"))
def test_the_table_of_rooms_has_no_circle(table: dict[str, set[str]]) -> None:
    order: list[str] = []
    while len(order) < len(table):
        free = [name for name in table if name not in order and table[name] <= set(order)]
        assert free, f"a circle among {set(table) - set(order)}"
        order += free


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    names = {f"parentlink.{module}": path for module, path in files()}
    knows = {
        module: {name for name in imported(path) if name in names} for module, path in names.items()
    }
    # A module that is imported from its package counts, too.
    assert "parentlink.usecases.exporting.export" in knows["parentlink.commands.export_files"]
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail, module))
        if module not in done:
            for name in knows[module]:
                visit(name, (*trail, module))
            done.add(module)

    for module in knows:
        visit(module, ())


def test_rules_use_nothing_but_plain_values() -> None:
    doors = {"os", "sys", "sqlite3", "pathlib", "time", "random", "io", "json", "subprocess"}
    for module, path in files():
        if room(module) == "rules":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {
                name.split(".")[0]
                for node in ast.walk(tree)
                for name in (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else []
                )
            }
            assert names <= sys.stdlib_module_names | {"parentlink"}, module
            assert not names & doors, module


@pytest.mark.parametrize("sign", [r"sys\.stdout", r"sys\.stderr", r"\bprint\("])
def test_only_the_output_view_writes(sign: str) -> None:
    may = {"views.output"}
    # Asking whether somebody is there is not writing.
    sign += r"(?! is not None and sys\.std\w+\.isatty|\.isatty)"
    writers = [name for name, path in files() if re.search(sign, path.read_text(encoding="utf-8"))]
    assert set(writers) <= may


def test_use_cases_read_no_clock_and_no_environment() -> None:
    for module, path in files():
        if room(module) in {"usecases", "rules"}:
            text = path.read_text(encoding="utf-8")
            for sign in ("datetime.now", "date.today", "os.environ", "time.time(", "input("):
                assert sign not in text, f"{module} uses {sign}"


def test_no_field_ever_calls_a_family_hard_to_reach() -> None:
    tables = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("tables/*.py"))
    tables = tables.casefold()
    assert "hard" not in tables
    assert "difficult" not in tables


@pytest.mark.parametrize("words", EVERYDAY, ids=lambda words: " ".join(words[:2]) or "bare")
def test_everyday_commands_load_nothing_heavy(words: tuple[str, ...], given: Given) -> None:
    given.household("Okafor")
    code, modules = loaded(*words)
    assert code == 0
    assert not HEAVY & {name.split(".")[0] for name in modules}


def loaded(*words: str) -> tuple[int, list[str]]:
    """The exit code of a command line, and the modules that it loaded."""
    script = (
        "import sys, json, parentlink.cli as cli; cli.output.prepare();"
        f"code = cli.run({list(words)!r});"
        "sys.stderr.write('\\n' + json.dumps([code, sorted(sys.modules)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return code, modules


@pytest.mark.parametrize("what", ["contacts", "staff"])
def test_another_import_loads_nothing_of_the_families(what: str, tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_text("Date,Pupil\n", encoding="utf-8")
    _, modules = loaded("import", what, str(file))
    assert "parentlink.usecases.importing.noting" in modules  # it did begin
    rooms = {name.partition(".importing.")[2] for name in modules}
    assert not [room for room in rooms if room.startswith(("families.matching", "families.plan"))]


def test_completion_loads_nothing_heavy(
    real: Callable[..., Answer], given: Given, tmp_path: Path
) -> None:
    given.household("Okafor")
    hook = tmp_path / "sitecustomize.py"
    hook.write_text(
        "import atexit, sys\n"
        f"seen = open({str(tmp_path / 'loaded')!r}, 'w')\n"
        "atexit.register(lambda: print(*sys.modules, file=seen, flush=True))\n"
    )
    answer = real(
        PYTHONPATH=f"{tmp_path}{os.pathsep}{SOURCE.parent}",
        _PARENTLINK_COMPLETE="complete_bash",
        COMP_WORDS="parentlink log-call ok",
        COMP_CWORD="2",
    )
    assert answer.out.split() == ["okafor-1"]
    loaded = {name.split(".")[0] for name in (tmp_path / "loaded").read_text().split()}
    assert not HEAVY & loaded


def test_files_and_functions_stay_small() -> None:
    long = []
    for module, path in files():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 300:
            long.append(f"{module}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.body[0].lineno + 1
                if length > 40:
                    long.append(f"{module}.{node.name}: {length} lines")
    assert long == []
