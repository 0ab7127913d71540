"""carer add, list, edit."""

from typing import Annotated, Any

import typer

from parentlink.commands.options import Format, WhoArgument
from parentlink.workspace import Workspace

app = typer.Typer(
    help="Add, list or edit parents and carers.", no_args_is_help=True, rich_markup_mode=None
)

_WAYS = ("mobile_phone", "home_phone", "work_phone", "email")

Channel = Annotated[
    str | None,
    typer.Option("--prefers", metavar="CHANNEL", help="The channel they asked for: call, text."),
]
Times = Annotated[
    str | None, typer.Option("--best-times", metavar="TEXT", help="When they asked to be called.")
]
Languages = Annotated[str | None, typer.Option("--languages", metavar="TEXT", help="They speak.")]
Interpreter = Annotated[
    bool | None, typer.Option("--interpreter/--no-interpreter", help="Whether one is needed.")
]
Away = Annotated[
    str | None, typer.Option("--away-until", metavar="WHEN", help="The last day away; '' clears.")
]
Rule = Annotated[
    str | None, typer.Option("--rule", metavar="allow|ask|never", help="May we contact them?")
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why: a court order, their wish.")
]
Responsibility = Annotated[
    str | None,
    typer.Option("--pr", metavar="yes|no|unknown", help="Parental responsibility."),
]
LivesWith = Annotated[
    str | None,
    typer.Option("--lives-with", metavar="yes|no|part|unknown", help="Lives with the pupil."),
]
Priority = Annotated[
    int | None, typer.Option("--priority", min=1, max=20, metavar="N", help="1 is asked first.")
]
Emergency = Annotated[
    bool | None, typer.Option("--emergency/--not-emergency", help="An emergency contact.")
]

Relationship = Annotated[
    str | None, typer.Option("--relationship", metavar="WORD", help="To the pupils: mother, aunt.")
]


@app.command()
def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="FAMILY", help="Whose carer.")],
    person: Annotated[str, typer.Argument(metavar='"NAME, RELATIONSHIP, PHONE"', help="Who.")],
    prefers: Channel = None,
    best_times: Times = None,
    languages: Languages = None,
    interpreter: Interpreter = None,
    away_until: Away = None,
    rule: Rule = None,
    reason: Reason = None,
    pr: Responsibility = None,
    lives_with: LivesWith = None,
    priority: Priority = None,
    emergency: Emergency = None,
) -> None:
    """Add a carer to a family.

    parentlink carer add okafor "Emeka Okafor, father, 07700 900456, PR"
    """
    from parentlink.commands.carer_answers import carer_values, link_values
    from parentlink.parse.people import carer_line
    from parentlink.usecases import barred, carer, guarded
    from parentlink.usecases.number_of_another import number_of_another
    from parentlink.usecases.who import the_family
    from parentlink.views.barred import barred_lines, namesake_lines, sharing_lines
    from parentlink.views.number_of_another import another_lines
    from parentlink.views.people import added_line

    work: Workspace = ctx.obj
    line = carer_line(person)
    asked = (prefers, best_times, languages, interpreter, away_until, rule, reason)
    values = carer_values(work.today, *asked)
    link = link_values(None, pr, lives_with, priority, emergency)
    with work.writing("carer add", create=False) as store:
        match, slip = the_family(store, who)
        before = barred.barred(store)
        carer_id = carer.add_carer(store, match.family_id, line, work.now, values, link=link)
        lost = carer.unkept(store, match.family_id, line)
        rules = barred.new_since(store, before)
        same = guarded.namesakes(store, carer_id)
        others = barred.sharing(store, carer_id)
        shared = number_of_another(store, carer_id, _typed(line._asdict()))
        store.describe(f"added {line.name} to the {match.family} family")
    said = (
        *barred_lines(rules),
        *namesake_lines(same),
        *sharing_lines(carer_id, line.name, others),
        *another_lines(shared),
    )
    for sentence in filter(None, (slip, lost, *said)):
        work.say(sentence)
    work.tell(added_line(f"{line.name} (c{carer_id})", match.family))


@app.command("list")
def list_(ctx: typer.Context, form: Format = None) -> None:
    """List carers by family."""
    from parentlink.usecases import carer
    from parentlink.views import people

    work: Workspace = ctx.obj
    with work.reading() as store:
        found = carer.carers(store)
        shared = carer.shared(store, found)
    for sentence in [*people.protect(found), *people.check_numbers(shared)]:
        work.say(sentence)
    empty = "No carer on file. Add one with `parentlink carer add`."
    work.show(found, form, view=people.carer_list, plain=people.carer_lines, empty=empty)


@app.command()
def edit(
    ctx: typer.Context,
    who: WhoArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="A new name.")] = None,
    phone: Annotated[
        str | None, typer.Option("--phone", metavar="NUMBER", help="The mobile; '' clears.")
    ] = None,
    home_phone: Annotated[
        str | None, typer.Option("--home-phone", metavar="NUMBER", help="At home.")
    ] = None,
    work_phone: Annotated[
        str | None, typer.Option("--work-phone", metavar="NUMBER", help="At work.")
    ] = None,
    email: Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="E-mail.")] = None,
    relationship: Relationship = None,
    household: Annotated[
        str | None,
        typer.Option(
            "--household",
            metavar="FAMILY",
            help="They live in this household now; their calls go along.",
        ),
    ] = None,
    prefers: Channel = None,
    best_times: Times = None,
    languages: Languages = None,
    interpreter: Interpreter = None,
    away_until: Away = None,
    rule: Rule = None,
    reason: Reason = None,
    pr: Responsibility = None,
    lives_with: LivesWith = None,
    priority: Priority = None,
    emergency: Emergency = None,
) -> None:
    """Change what is on file about a carer.

    parentlink carer edit ngozi --rule never --reason "court order 3 March"
    """
    from parentlink.commands.carer_answers import carer_values, link_values, person_values
    from parentlink.usecases import barred, carer, guarded
    from parentlink.usecases.household_split import move_out
    from parentlink.usecases.number_of_another import number_of_another
    from parentlink.usecases.person import the_carer
    from parentlink.usecases.who import the_family
    from parentlink.views.barred import lifted_lines, ruled_lines, sharing_lines
    from parentlink.views.changed import changed_line
    from parentlink.views.number_of_another import another_lines

    work: Workspace = ctx.obj
    changes: dict[str, Any] = person_values(name, phone, home_phone, work_phone, email)
    asked = (prefers, best_times, languages, interpreter, away_until, rule, reason)
    changes |= carer_values(work.today, *asked)
    link = link_values(relationship, pr, lives_with, priority, emergency)
    with work.writing("carer edit", create=False) as store:
        person, before = the_carer(store, who), barred.barred(store)
        store.describe(f"changed {person.name}")
        changed = carer.edit_carer(store, person.id, changes, work.now, reason)
        changed = carer.edit_links(store, person.id, link) or changed
        if household is not None:
            home = the_family(store, household)[0].family_id
            changed = move_out(store, person.id, home) or changed
        lifted = barred.lifted_since(store, before)
        ruled = guarded.ruled(store, person.id)
        others = barred.sharing(store, person.id) if {"name", *_WAYS} & changes.keys() else []
        shared = number_of_another(store, person.id, _typed(changes))
    said = (*lifted_lines(lifted), *(ruled_lines(ruled) if rule else ()))
    said += (*sharing_lines(person.id, person.name, others), *another_lines(shared))
    for sentence in filter(None, (person.slip, *said)):
        work.say(sentence)
    work.tell(changed_line(changed, person.name, changes | link))


def _typed(values: dict[str, Any]) -> list[str]:
    """The numbers and the address among these."""
    return [values[way] for way in _WAYS if values.get(way)]
