"""pupil add, list, edit."""

from typing import Annotated, Any

import typer

from parentlink.commands.options import Format, Group, WhoArgument
from parentlink.workspace import Workspace

app = typer.Typer(help="Add, list or edit pupils.", no_args_is_help=True, rich_markup_mode=None)

Preferred = Annotated[
    str | None, typer.Option("--preferred", metavar="NAME", help="The name they go by.")
]
Upn = Annotated[str | None, typer.Option("--upn", metavar="UPN", help="Unique pupil number.")]
Tutor = Annotated[str | None, typer.Option("--tutor", metavar="STAFF", help="Their tutor.")]
Starts = Annotated[str | None, typer.Option("--starts", metavar="DATE", help="First day here.")]
Leaves = Annotated[str | None, typer.Option("--leaves", metavar="DATE", help="Last day here.")]
Born = Annotated[str | None, typer.Option("--born", metavar="DATE", help="Date of birth.")]
Sen = Annotated[
    str | None, typer.Option("--sen", metavar="E|K|N", help="SEN: E plan, K support, N none.")
]
Premium = Annotated[
    bool | None, typer.Option("--pupil-premium/--no-pupil-premium", help="Restricted.")
]
Eal = Annotated[
    bool | None, typer.Option("--eal/--no-eal", help="English as an additional language.")
]
LookedAfter = Annotated[
    bool | None, typer.Option("--looked-after/--not-looked-after", help="Restricted.")
]
YoungCarer = Annotated[
    bool | None, typer.Option("--young-carer/--not-young-carer", help="Restricted.")
]
FreeMeals = Annotated[
    bool | None, typer.Option("--free-school-meals/--no-free-school-meals", help="Restricted.")
]
Ethnicity = Annotated[
    str | None, typer.Option("--ethnicity", metavar="TEXT", help='Restricted; "" clears it.')
]
Medical = Annotated[
    str | None, typer.Option("--medical", metavar="TEXT", help='Restricted; "" clears it.')
]


@app.command()
def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="FAMILY", help="Whose child.")],
    person: Annotated[str, typer.Argument(metavar='"NAME, GROUP"', help="Name, then group, UPN.")],
    preferred: Preferred = None,
    tutor: Tutor = None,
    starts: Starts = None,
    leaves: Leaves = None,
    sen: Sen = None,
    pupil_premium: Premium = None,
    eal: Eal = None,
    looked_after: LookedAfter = None,
    young_carer: YoungCarer = None,
    free_meals: FreeMeals = None,
    ethnicity: Ethnicity = None,
    medical: Medical = None,
) -> None:
    """Add a pupil to a family; link their carers as on file.

    parentlink pupil add okafor "Chidi Okafor, 9RT"
    """
    from parentlink.commands.pupil_answers import facts, flags, pupil_values
    from parentlink.parse.people import pupil_line
    from parentlink.usecases import pupil, staff
    from parentlink.usecases.who import the_family
    from parentlink.views.people import added_line, same_pupil

    work: Workspace = ctx.obj
    line = pupil_line(person)
    values = pupil_values(work.today, preferred, starts, leaves)
    values |= flags(sen, pupil_premium, eal, looked_after, young_carer, free_meals)
    values |= facts(ethnicity, medical)
    with work.writing("pupil add", create=False) as store:
        match, slip = the_family(store, who)
        same = pupil.namesakes(store, line)
        if tutor:
            values["tutor_id"] = staff.named(store, tutor)
        pupil_id = pupil.add_sibling(store, match.family_id, line, values)
        store.describe(f"added {line.name} to the {match.family} family")
    for sentence in filter(None, (slip, *(same_pupil(line.name, one) for one in same))):
        work.say(sentence)
    work.tell(added_line(f"{line.name} (p{pupil_id})", match.family))


@app.command("list")
def list_(
    ctx: typer.Context,
    group: Group = None,
    left: Annotated[bool, typer.Option("--left", help="Those who have left too.")] = False,
    form: Format = None,
) -> None:
    """List pupils by year, group and name."""
    from parentlink.parse.people import parse_group
    from parentlink.usecases import pupil
    from parentlink.views import people

    work: Workspace = ctx.obj
    wanted = parse_group(group) if group else None
    with work.reading() as store:
        found = pupil.pupils(store, wanted, work.today, left=left)
    empty = f"No pupil in {wanted}." if wanted else people.NO_PUPIL
    work.show(found, form, view=people.pupil_list, plain=people.pupil_lines, empty=empty)


@app.command()
def edit(
    ctx: typer.Context,
    who: WhoArgument,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The legal name.")
    ] = None,
    group: Annotated[
        str | None, typer.Option("--group", metavar="7KM", help="The tutor group.")
    ] = None,
    year: Annotated[str | None, typer.Option("--year", metavar="7", help="Year group.")] = None,
    preferred: Preferred = None,
    upn: Upn = None,
    born: Born = None,
    tutor: Tutor = None,
    starts: Starts = None,
    leaves: Leaves = None,
    also_in: Annotated[
        str | None,
        typer.Option("--also-in", metavar="FAMILY", help="A second household they live in."),
    ] = None,
    sen: Sen = None,
    pupil_premium: Premium = None,
    eal: Eal = None,
    looked_after: LookedAfter = None,
    young_carer: YoungCarer = None,
    free_meals: FreeMeals = None,
    ethnicity: Ethnicity = None,
    medical: Medical = None,
) -> None:
    """Change what is on file about a pupil.

    parentlink pupil edit "ada okafor" --group 8KM
    """
    from parentlink.commands.pupil_answers import facts, flags, pupil_values, school_values
    from parentlink.usecases import left_open, pupil, staff
    from parentlink.usecases.person import the_pupil
    from parentlink.usecases.who import the_family
    from parentlink.views.changed import changed_line
    from parentlink.views.left_open import open_lines

    work: Workspace = ctx.obj
    changes: dict[str, Any] = pupil_values(work.today, preferred, starts, leaves)
    changes |= school_values(name, group, year, upn, born)
    changes |= flags(sen, pupil_premium, eal, looked_after, young_carer, free_meals)
    changes |= facts(ethnicity, medical)
    slips = []
    with work.writing("pupil edit", create=False) as store:
        person = the_pupil(store, who)
        slips.append(person.slip)
        if tutor:
            changes["tutor_id"] = staff.named(store, tutor)
        changed = pupil.edit_pupil(store, person.id, changes)
        if also_in:
            second, slip = the_family(store, also_in)
            slips.append(slip)
            changed = pupil.join_household(store, person.id, second.family_id) or changed
        store.describe(f"changed {person.name}")
        last_day = changes.get("leaves_on")
        still = left_open.of_pupil(store, person.id, last_day, work.today) if last_day else []
    for sentence in filter(None, (*slips, *open_lines(still))):
        work.say(sentence)
    work.tell(changed_line(changed, person.name, changes))
