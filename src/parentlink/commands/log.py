"""log-call and log-contact: one contact table, one timeline."""

from typing import TYPE_CHECKING, Annotated

import typer

from parentlink.commands import completing
from parentlink.errors import FileUnusable
from parentlink.vocabulary import Channel
from parentlink.workspace import Workspace

if TYPE_CHECKING:
    from parentlink.commands.log_answers import Said
    from parentlink.usecases.contacts import Logged, Wish

Who = Annotated[
    str | None,
    typer.Argument(
        metavar="WHO",
        help="A family, carer or pupil; a phone number, UPN or id.",
        autocompletion=completing.families,
    ),
]
ToneOption = Annotated[
    str | None,
    typer.Option(
        "--tone",
        "-t",
        metavar="TONE",
        help="positive, check-in, concern or challenging.",
        autocompletion=completing.tones,
    ),
]
OutcomeOption = Annotated[
    str | None,
    typer.Option(
        "--outcome",
        "-o",
        metavar="OUTCOME",
        help="reached, no-answer, voicemail, engaged, wrong-number or declined.",
        autocompletion=completing.outcomes,
    ),
]
With = Annotated[str | None, typer.Option("--with", metavar="CARER", help="Which carer.")]
About = Annotated[
    list[str] | None,
    typer.Option("--about", metavar="PUPIL", help="Which pupil; may be said again."),
]
Note = Annotated[
    str | None,
    typer.Option("--note", "-n", metavar="TEXT", help="Facts, in plain words; - reads a pipe."),
]
When = Annotated[
    str | None,
    typer.Option("--when", metavar="WHEN", help='"yesterday 4pm", "mon 15:40", "13/05"; now.'),
]
Minutes = Annotated[str | None, typer.Option("--minutes", metavar="N", help="How long it took.")]
Incoming = Annotated[bool, typer.Option("--incoming", help="The family got in touch with us.")]
Staff = Annotated[
    str | None, typer.Option("--staff", metavar="NAME", help="Who made it, if not you.")
]
GoodNews = Annotated[
    int | None,
    typer.Option("--good-news", metavar="ID", help="The good news you told; it is used up."),
]
Promise = Annotated[
    str | None, typer.Option("--promise", metavar="TEXT", help="What you said you would do.")
]
By = Annotated[str | None, typer.Option("--by", metavar="WHEN", help="By when: fri, 12/12.")]
Override = Annotated[
    str | None,
    typer.Option("--override", metavar="REASON", help="Why a blocked carer was contacted."),
]


def log_call(
    ctx: typer.Context,
    who: Who = None,
    tone: ToneOption = None,
    outcome: OutcomeOption = None,
    with_: With = None,
    about: About = None,
    note: Note = None,
    when: When = None,
    minutes: Minutes = None,
    incoming: Incoming = False,
    staff: Staff = None,
    good_news: GoodNews = None,
    promise: Promise = None,
    by: By = None,
    override: Override = None,
) -> None:
    """Log a phone call home, or an attempt.

    On a terminal, whatever is missing is asked for. With a tone and no outcome, somebody was
    reached. For example:

    parentlink log-call okafor --tone positive --note "Ada spoke up in maths"
    """
    from parentlink.commands.log_answers import Said

    said = Said(
        who,
        Channel.CALL,
        tone,
        outcome,
        with_,
        about,
        note,
        when,
        minutes,
        incoming,
        staff,
        good_news,
        promise,
        by,
        override,
    )
    _log(ctx.obj, said)


def log_contact(
    ctx: typer.Context,
    who: Who = None,
    channel: Annotated[
        str | None,
        typer.Option(
            "--channel",
            "-c",
            metavar="CHANNEL",
            help="text, email, letter, postcard, planner, meeting, home-visit or video.",
            autocompletion=completing.channels,
        ),
    ] = None,
    tone: ToneOption = None,
    outcome: OutcomeOption = None,
    with_: With = None,
    about: About = None,
    note: Note = None,
    when: When = None,
    minutes: Minutes = None,
    incoming: Incoming = False,
    staff: Staff = None,
    good_news: GoodNews = None,
    promise: Promise = None,
    by: By = None,
    override: Override = None,
) -> None:
    """Log a text, letter, meeting or visit.

    For example:

    parentlink log-contact okafor --channel text --tone positive --note "Thanks"
    """
    from parentlink.commands.log_answers import Said, channel_meant

    work: Workspace = ctx.obj
    said = Said(
        who,
        channel_meant(work, channel),
        tone,
        outcome,
        with_,
        about,
        note,
        when,
        minutes,
        incoming,
        staff,
        good_news,
        promise,
        by,
        override,
    )
    _log(work, said)


def _log(work: Workspace, said: "Said") -> None:
    """Ask what is missing, understand it all, write it, and say what it means."""
    from parentlink.commands.log_answers import completed, parsed
    from parentlink.views.contacts import logged_line

    said = completed(work, said)
    wish = parsed(work, said)
    done, slip = _written(work, said, wish)
    for sentence in (slip, *done.warnings):
        if sentence and sentence not in said.heard:
            work.say(sentence)
    work.tell(logged_line(done, wish, work.local))


def _written(work: Workspace, said: "Said", wish: "Wish") -> "tuple[Logged, str]":
    """The contact on file, and the slip that was forgiven in the name.

    Raises:
        FileUnusable: it is busy, or cannot be used; who was asked is told what to type later.
    """
    from parentlink.commands.log_answers import as_typed
    from parentlink.usecases import contacts
    from parentlink.usecases.who import the_family_called
    from parentlink.views.contacts import to_type_again

    command = f"log-{'call' if wish.channel == 'call' else 'contact'}"
    try:
        with work.writing(command, create=False) as store:
            match, slip = the_family_called(store, said.who or "", said.with_)
            return contacts.log(store, match, wish, work.writer, work.today), slip
    except FileUnusable as problem:
        if not work.may_ask:
            raise
        line = to_type_again(command, said.who or "", as_typed(said, wish))
        raise FileUnusable(f"{problem} Then: {line}") from problem
