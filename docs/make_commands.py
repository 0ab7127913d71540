"""Write docs/commands.md from the real commands, so that it cannot say anything else.

`python docs/make_commands.py` writes it; `tests/test_docs.py` compares.
"""

from pathlib import Path
from typing import Any

from typer.core import TyperGroup
from typer.main import get_command

from parentlink.cli import app
from parentlink.commands.catalogue import SECTIONS, load

TARGET = Path(__file__).with_name("commands.md")
HEAD = """# Commands

Written from the program's own help by `make docs`; a test compares. The same text stands in
`parentlink COMMAND --help`. Exit codes and what scripts may rely on: [json.md](json.md).
"""


def page() -> str:
    """The whole page."""
    root = get_command(app)
    context = root.make_context("parentlink", ["due"], resilient_parsing=True)
    parts = [HEAD, _block(root, context)]
    for title, features in SECTIONS:
        parts.append(f"## {title}\n")
        for feature in features:
            parts += _pages(load(feature.name), context)
    return "\n".join(parts)


def _pages(command: Any, parent: Any) -> list[str]:
    """The help of a command, and of each command below it."""
    context = type(parent)(command, info_name=command.name, parent=parent, terminal_width=96)
    parts = [f"### {context.command_path}\n", _block(command, context)]
    if isinstance(command, TyperGroup):
        for name in command.list_commands(context):
            parts += _pages(command.get_command(context, name), context)
    return parts


def _block(command: Any, context: Any) -> str:
    context.terminal_width = context.max_content_width = 96
    return f"```text\n{command.get_help(context).rstrip()}\n```\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    print(f"Wrote {TARGET}")
