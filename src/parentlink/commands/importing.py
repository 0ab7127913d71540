"""`parentlink import`: the list of its commands, of which only the one that was typed is loaded."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from parentlink.commands.catalogue import set_up

# Where each lives, in the order of the help.
_SMALL = "small"
WHERE = {
    "families": "families",
    "history": "history",
    "contacts": "rows",
    "achievements": _SMALL,
    "good-news": _SMALL,
    "promises": _SMALL,
    "targets": _SMALL,
    "conversations": _SMALL,
    "conversation-history": _SMALL,
    "missed-steps": _SMALL,
    "actions": _SMALL,
    "known-as": _SMALL,
    "apart": _SMALL,
    "staff": _SMALL,
    "terms": _SMALL,
    "settings": _SMALL,
    "everything": "whole",
}


class ImportGroup(TyperGroup):
    """Knows every import by name; loads one when it is called, and all of them for the help."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = {name: TyperCommand(name) for name in WHERE}  # for "did you mean"

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The real command."""
        if cmd_name not in WHERE:
            return None
        module = import_module(f"parentlink.commands.importing_{WHERE[cmd_name]}")
        command = typer.main.get_group(module.app).commands[cmd_name]
        set_up(command)
        return command


app = typer.Typer(
    cls=ImportGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    help="Bring in families, call logs and more from files.",
)


@app.callback()
def group() -> None:
    """Bring in families, call logs and more from files."""
