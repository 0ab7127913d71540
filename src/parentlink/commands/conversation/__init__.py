"""conversation: the termly structured conversation, from who and when to what came of it."""

import typer

from parentlink.commands.conversation import (
    bookings,
    calendar_file,
    missing,
    planning,
    preparing,
    progress,
    recording,
    targets,
    telling,
)

app = typer.Typer(
    help="Structured conversations: plan, hold, agree, review.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
# One line for each command; what it does stands in its module.
app.add_typer(targets.app, name="target")
app.command("plan")(planning.plan)
app.command("book")(bookings.book)
app.command("move")(bookings.move)
app.command("cancel")(bookings.cancel)
app.command("list")(bookings.list_conversations)
app.command("show")(bookings.show)
app.command("ics")(calendar_file.ics)
app.command("story")(telling.story)
app.command("share")(telling.share)
app.command("progress")(progress.progress)
app.command("handover")(progress.handover)
app.command("prepare")(preparing.prepare)
app.command("record")(recording.record)
app.command("template")(recording.template)
app.command("missed")(missing.missed)
