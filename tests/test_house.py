"""The house keeps itself: which room may know which, who may write, and what start-up may load."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
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


def imported(path: Path) -> Iterator[str]:
    """The names of our own modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "parentlink":
                yield from (f"parentlink.{alias.name}" for alias in node.names)
            elif node.module.startswith("parentlink."):
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("parentlink."))


def room(module: str) -> str:
    return module.removeprefix("parentlink.").split(".")[0]


def test_every_room_knows_only_the_rooms_below_it() -> None:
    wrong = [
        f"{module} imports {name}"
        for module, path in files()
        for name in imported(path)
        if room(name) not in MAY_KNOW[room(module)] | {room(module), "__version__"}
    ]
    assert wrong == []


def test_the_table_of_rooms_has_no_circle() -> None:
    order: list[str] = []
    while len(order) < len(MAY_KNOW):
        free = [name for name in MAY_KNOW if name not in order and MAY_KNOW[name] <= set(order)]
        assert free, f"a circle among {set(MAY_KNOW) - set(order)}"
        order += free


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    names = {f"parentlink.{module}": path for module, path in files()}
    knows = {
        module: {name for name in imported(path) if name in names} for module, path in names.items()
    }
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
    script = (
        "import sys, json, parentlink.cli as cli; cli.output.prepare();"
        f"code = cli.run({list(words)!r});"
        "sys.stderr.write('\\n' + json.dumps([code, sorted(sys.modules)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    assert not HEAVY & {name.split(".")[0] for name in modules}


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
