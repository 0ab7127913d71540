"""family add, list, show, edit, archive."""

from typing import Annotated, Any

import typer

from parentlink.commands.options import Format, Group, WhoArgument
from parentlink.workspace import Workspace

app = typer.Typer(
    help="Add, list, show, edit or archive families.", no_args_is_help=True, rich_markup_mode=None
)

Language = Annotated[
    str | None, typer.Option("--language", metavar="NAME", help="The language spoken at home.")
]
Household = Annotated[
    str | None,
    typer.Option("--household", metavar="TEXT", help="Tells two households apart: a street."),
]
KeyContact = Annotated[
    str | None, typer.Option("--key-contact", metavar="STAFF", help="Who knows them best here.")
]


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The family name.")],
    carer: Annotated[
        list[str] | None,
        typer.Option("--carer", metavar='"NAME, RELATIONSHIP, PHONE"', help="May be said again."),
    ] = None,
    pupil: Annotated[
        list[str] | None,
        typer.Option("--pupil", metavar='"NAME, GROUP"', help="May be said again."),
    ] = None,
    language: Language = None,
    household: Household = None,
    key_contact: KeyContact = None,
) -> None:
    """Add a family in one line.

    parentlink family add Okafor --pupil "Ada Okafor, 7KM" --carer "Jo Okafor"
    """
    from parentlink.parse.names import person_name
    from parentlink.parse.people import carer_line, pupil_line
    from parentlink.usecases import family, staff
    from parentlink.views.people import added_family, added_hints

    work: Workspace = ctx.obj
    cleaned = person_name(name, "the family name")
    carers = [carer_line(text) for text in carer or []]
    pupils = [pupil_line(text) for text in pupil or []]
    values = _values(language, household)
    with work.writing("family add") as store:
        if key_contact:
            values["key_contact_id"] = staff.named(store, key_contact)
        values["name"] = cleaned
        done = family.add_family(store, values, carers, pupils, work.now, work.today)
    for sentence in added_hints(done):
        work.say(sentence)
    work.tell(added_family(done, cleaned, carers, pupils))


@app.command("list")
def list_(
    ctx: typer.Context,
    group: Group = None,
    archived: Annotated[bool, typer.Option("--archived", help="Archived ones too.")] = False,
    form: Format = None,
) -> None:
    """List families by name."""
    from parentlink.parse.people import parse_group
    from parentlink.usecases import family
    from parentlink.views import people

    work: Workspace = ctx.obj
    wanted = parse_group(group) if group else None
    with work.reading() as store:
        found = family.families(store, wanted, archived=archived)
    empty = f"No family with a pupil in {wanted}." if wanted else people.NO_FAMILY
    work.show(found, form, view=people.family_list, plain=people.family_lines, empty=empty)


@app.command()
def show(
    ctx: typer.Context,
    who: WhoArgument,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="Also SEN, pupil premium and the like.")
    ] = False,
    form: Format = None,
) -> None:
    """Show one family whole."""
    from parentlink.usecases import carer, family
    from parentlink.usecases.pupil import restricted_facts
    from parentlink.usecases.who import the_family
    from parentlink.views import people

    work: Workspace = ctx.obj
    with work.reading() as store:
        match, slip = the_family(store, who)
        found = family.household(store, match.family_id)
        facts = restricted_facts(store, match.family_id) if restricted else []
        shared = carer.shared(store, found.carers)
    if slip:
        work.say(slip)
    for sentence in [*people.protect(found.carers), *people.check_numbers(shared)]:
        work.say(sentence)
    work.show(
        people.whole(found, facts, with_facts=restricted),
        form,
        view=people.household_view,
        plain=people.household_lines,
    )


@app.command()
def edit(
    ctx: typer.Context,
    who: WhoArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="A new name.")] = None,
    language: Language = None,
    household: Household = None,
    key_contact: KeyContact = None,
) -> None:
    """Change what is on file about a family."""
    from parentlink.parse.names import person_name
    from parentlink.usecases import family, staff
    from parentlink.usecases.who import the_family
    from parentlink.views.changed import changed_line

    work: Workspace = ctx.obj
    changes = _values(language, household)
    if name is not None:
        changes["name"] = person_name(name, "the family name")
    with work.writing("family edit", create=False) as store:
        match, slip = the_family(store, who)
        if key_contact:
            changes["key_contact_id"] = staff.named(store, key_contact)
        store.describe(f"changed the {match.family} family")
        changed = family.edit_family(store, match.family_id, changes)
    if slip:
        work.say(slip)
    work.tell(changed_line(changed, f"the {match.family} family", changes))


@app.command()
def archive(
    ctx: typer.Context,
    who: WhoArgument,
    back: Annotated[bool, typer.Option("--undo", help="Bring an archived family back.")] = False,
) -> None:
    """Take a family out of every list; its history stays."""
    from parentlink.usecases import family, left_open
    from parentlink.usecases.who import the_family
    from parentlink.views.left_open import open_lines
    from parentlink.views.people import archived_line

    work: Workspace = ctx.obj
    with work.writing("family archive", create=False) as store:
        match, slip = the_family(store, who)
        on = None if back else work.today
        changed = family.archive(store, match.family_id, match.family, on)
        still = left_open.of_family(store, match.family_id) if changed and on else []
    for sentence in filter(None, (slip, *open_lines(still))):
        work.say(sentence)
    work.tell(archived_line(changed, match.family, back=back))


def _values(language: str | None, household: str | None) -> dict[str, Any]:
    """The plain texts of a family; an empty one clears what was there."""
    from parentlink.parse.names import clean_text

    given = {"home_language": language, "household": household}
    return {
        column: clean_text(text, f"the {column.replace('_', ' ')}", 120) or None
        for column, text in given.items()
        if text is not None
    }
