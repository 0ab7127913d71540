"""staff: everybody at school who is in touch with families."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from parentlink.commands.options import Format, Yes
from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name, person_name
from parentlink.parse.people import parse_email, parse_group
from parentlink.parse.when import parse_day
from parentlink.usecases import staff
from parentlink.views.gate import one_line
from parentlink.views.output import Form
from parentlink.workspace import Workspace

app = typer.Typer(
    help="Add or list staff.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Role = Annotated[
    str | None, typer.Option("--role", metavar="ROLE", help="Form tutor, SENCO, head of year ...")
]
Email = Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="At school.")]
Group = Annotated[
    str | None, typer.Option("--group", metavar="7KM", help="The tutor group that is theirs.")
]


@app.command("add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help='As families know them: "Ms Reid".')],
    role: Role = None,
    email: Email = None,
    group: Group = None,
) -> None:
    """Add a member of staff.

    For example:

    parentlink staff add "Ms Reid" --role "form tutor" --group 7KM
    """
    work: Workspace = ctx.obj
    shown, known = person_name(name, "the staff name"), _understood(role, email, group)
    with work.writing("staff add") as store:
        made = staff.add(
            store, shown, known.get("role"), known.get("email"), known.get("tutor_group")
        )
    tutor = f", tutor of {known['tutor_group']}" if known.get("tutor_group") else ""
    work.tell(one_line(f"{shown} is on the staff (id {made}){tutor}. Undo: parentlink undo"))


@app.command("list")
def list_staff(
    ctx: typer.Context,
    everyone: Annotated[bool, typer.Option("--all", help="Those who have left as well.")] = False,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TABLE,
) -> None:
    """List the staff by name."""
    work: Workspace = ctx.obj
    with work.reading() as store:
        found = staff.listed(store, work.today, left=everyone)
    work.show(found, form, empty="Nobody is on the staff yet. Add yourself: parentlink init")


@app.command("edit")
def edit(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="NAME", help="A name, or a clear part of it.")],
    name: Annotated[str | None, typer.Option("--name", help="The new name.")] = None,
    role: Role = None,
    email: Email = None,
    group: Group = None,
    left: Annotated[
        str | None, typer.Option("--left", metavar="WHEN", help="The last day at school.")
    ] = None,
) -> None:
    """Change what is known of a member of staff; "" empties a value.

    For example:

    parentlink staff edit reid --group 8KM
    """
    work: Workspace = ctx.obj
    changes = _understood(role, email, group, name, left, work.today)
    if not changes:
        raise Unreadable("Please say what to change: --name, --role, --email, --group or --left.")
    with work.writing("staff edit") as store:
        meant = staff.someone(store, who)
        changed = staff.edit(store, meant.id, changes)
        store.describe(f"changed {meant.name} on the staff")
    if changed:
        said = ", ".join(f"{_WORDS[what]} {_shown(value)}" for what, value in changes.items())
        work.tell(one_line(f"Changed {meant.name}: {said}. Undo: parentlink undo"))
    else:
        work.tell(one_line(f"{meant.name} is known like that already; nothing was changed."))


@app.command("merge")
def merge(
    ctx: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="Who stays, under this name.")],
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="The same person under another name.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    yes: Yes = False,
    form: Format = None,
) -> None:
    """Make two entries of one member of staff one, with everything that both of them did.

    Keep the name that the office's list uses, or the next list adds it again. For example:

    parentlink staff merge "Ms Anna Reid" "Ms Reid"
    """
    from parentlink.commands.merge import made_one
    from parentlink.usecases.merging.who import two_of_staff

    work: Workspace = ctx.obj
    with work.reading() as store:
        two = two_of_staff(store, keep, other)
    made_one(work, two, form, dry_run=dry_run, yes=yes)


_WORDS = {
    "name": "name",
    "role": "role",
    "email": "e-mail",
    "tutor_group": "tutor group",
    "left_on": "left on",
}


def _shown(value: Any) -> str:
    return "none" if value is None else str(value)


def _understood(
    role: str | None,
    email: str | None,
    group: str | None,
    name: str | None = None,
    left: str | None = None,
    today: date = date.min,
) -> dict[str, Any]:
    """What was typed as columns; an empty text empties the column, except of the name."""
    parsers: dict[str, tuple[str | None, Callable[[str], Any]]] = {
        "name": (name, lambda text: person_name(text, "the staff name")),
        "role": (role, lambda text: clean_name(text, "the role") if text else None),
        "email": (email, lambda text: parse_email(text) if text else None),
        "tutor_group": (group, lambda text: parse_group(text) if text else None),
        "left_on": (left, lambda text: parse_day(text, today, "past") if text else None),
    }
    return {what: parse(text) for what, (text, parse) in parsers.items() if text is not None}
