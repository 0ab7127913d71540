"""The one list of commands, and the group that imports only the one that was typed.

Importing every command would double the time of each; so help, completion and "did you mean" are
answered from this table, and a test holds every line of it against the real command.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from parentlink.views.output import width

_ROOMY = 58  # columns of a help
_NAMES = 12  # columns for names on a narrower screen; a longer one has a line of its own


class Feature(NamedTuple):
    """One command or group: its name, where it lives, and its line in the help."""

    name: str
    where: str
    help: str


SECTIONS: tuple[tuple[str, tuple[Feature, ...]], ...] = (
    (
        "Every day",
        (
            Feature("log-call", "log:log_call", "Log a phone call home, or an attempt."),
            Feature("log-contact", "log:log_contact", "Log a text, letter, meeting or visit."),
            Feature("due", "due:due", "What is due: calls, promises, follow-ups."),
            Feature("timeline", "timeline:timeline", "Everything with a family, newest first."),
            Feature("find", "find:find", "Search names, phone numbers and notes."),
            Feature("undo", "undo:undo", "Take back the last command."),
        ),
    ),
    (
        "Every week",
        (
            Feature(
                "who-needs-a-positive-call",
                "calls:who_needs_a_positive_call",
                "Whose family deserves a positive call this week, and why.",
            ),
            Feature("why", "calls:why", "How one family's place in the list adds up."),
            Feature("good-news", "good_news:app", "Something to celebrate with the next call."),
            Feature("promise", "promise:app", "What we said we would do, and by when."),
        ),
    ),
    (
        "Every term",
        (
            Feature(
                "conversation",
                "conversation:app",
                "Structured conversations: plan, hold, agree, review.",
            ),
            Feature("action", "action:app", "What was agreed with a family: who, what, by when."),
            Feature(
                "what-works",
                "action:what_works",
                "What helped across families, barrier by barrier, with how often it was tried.",
            ),
        ),
    ),
    (
        "People",
        (
            Feature("family", "family:app", "Add, list, show, edit or archive families."),
            Feature("carer", "carer:app", "Add, list or edit parents and carers."),
            Feature("pupil", "pupil:app", "Add, list or edit pupils."),
            Feature("staff", "staff:app", "Add or list staff."),
            Feature("duplicates", "duplicates:duplicates", "Who may be on file twice, and why."),
            Feature("merge", "merge:merge", "Make two records of one pupil, carer or family one."),
        ),
    ),
    (
        "Setting up",
        (
            Feature("init", "init:init", "Answer a few questions to get started."),
            Feature("term", "calendar:term", "Term dates and half-terms."),
            Feature("inset", "calendar:inset", "INSET days."),
            Feature("closure", "calendar:closure", "Days the school was closed."),
            Feature("setting", "setting:app", "See or change how parentlink works."),
            Feature("demo", "demo:demo", "Make a sample file to try things on."),
        ),
    ),
    (
        "Files",
        (
            Feature("import", "importing:app", "Bring in families, call logs and more from files."),
            Feature("export", "exporting:export", "Write your data to a file."),
            Feature("backup", "safety:backup", "Copy the whole file to a safe place."),
            Feature("restore", "safety:restore", "Bring a backup back."),
            Feature("check", "safety:check", "Look whether the file is sound."),
        ),
    ),
)
FEATURES = {feature.name: feature for _, features in SECTIONS for feature in features}


def load(name: str) -> Any:
    """The real command or group behind a name."""
    from importlib import import_module

    module_name, _, attribute = FEATURES[name].where.partition(":")
    module = import_module(f"parentlink.commands.{module_name}")
    found = getattr(module, attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name)(found)
        found = alone
    command = typer.main.get_command(found)
    command.name = name
    set_up(command)
    return command


class NamedContext(typer.Context):
    """Tells a mistake which command was typed, where Typer does not: `--map` without its word.

    So the answer can end with the way to the help of that command. Its help fits a narrow screen.
    """

    def make_formatter(self) -> Any:
        """Typer's own, which writes 50 columns where there are 40."""
        formatter: Any = super().make_formatter()
        if (room := width() - 2) < _ROOMY:
            formatter.width = room
            formatter.write_dl = partial(formatter.write_dl, col_max=_NAMES)
        return formatter

    def __exit__(self, *raised: Any) -> bool | None:
        problem = raised[1]
        if getattr(problem, "ctx", self) is None:
            problem.ctx = self
        return super().__exit__(*raised)


def set_up(command: Any) -> None:
    """Prepare a command and those below it for their mistakes and for the help of their group.

    That help says the first sentence of each whole, where Typer would cut it.
    """
    command.context_class = NamedContext
    sentence, stop, _ = " ".join((command.help or "").split()).partition(". ")
    command.short_help = command.short_help or sentence + stop.strip()
    for child in getattr(command, "commands", {}).values():
        set_up(child)


class LazyGroup(TyperGroup):
    """Knows every command by name and help line; imports one when it is called."""

    context_class = NamedContext

    def list_commands(self, ctx: Any) -> list[str]:
        """Every name, in the order of the help."""
        return list(FEATURES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A stand-in that knows its help line, enough for help and completion."""
        feature = FEATURES.get(cmd_name)
        return feature and TyperCommand(feature.name, help=feature.help, rich_markup_mode=None)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The real command that was typed; a near miss is answered with what may be meant."""
        name = args[0]
        if name in FEATURES:
            return name, load(name), args[1:]
        if not ctx.resilient_parsing:
            ctx.fail(_no_such(name))
        return None, None, args[1:]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands in the sections a tutor thinks in."""
        for title, features in SECTIONS:
            with formatter.section(title):
                formatter.write_dl([(feature.name, feature.help) for feature in features])


# What people call it, and the line that does it.
_CORRECT = (
    "To correct somebody: carer edit, pupil edit, family edit. A call: take it back (parentlink "
    "undo --list shows its number) and log it anew"
)
_BLOCK = "Nobody is to ring them: parentlink carer edit NAME --rule never --reason WHY"
_TAKE_BACK = "To take something back: parentlink undo. To put a family away: family archive"
_SAID = {
    **dict.fromkeys(("edit", "change", "correct", "fix", "amend", "update"), _CORRECT),
    **dict.fromkeys(("block", "bar", "ban", "never", "court-order"), _BLOCK),
    **dict.fromkeys(("delete", "remove", "cancel"), _TAKE_BACK),
    **{
        word: f"To log one: parentlink log-contact --channel {word}"
        for word in ("text", "email", "letter", "postcard", "meeting", "home-visit")
    },
}


def _no_such(name: str) -> str:
    from difflib import get_close_matches

    typed, name = name, name.casefold().replace("_", "-")
    if name in _SAID:
        return f"There is no command {typed!r}. {_SAID[name]}."
    near: Sequence[str] = []
    if len(name) > 2:  # "who" begins a name; only then is it a slip of the fingers
        near = [known for known in FEATURES if name in known.split("-") or known.startswith(name)]
    near = near or get_close_matches(name, FEATURES, n=2, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else " See parentlink --help."
    return f"There is no command {typed!r}.{hint}"
