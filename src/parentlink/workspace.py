"""What every command is given: the file, the moment, who is at the keyboard, and the screen."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parentlink.errors import Declined, Unreadable
from parentlink.settings import default_path, system_account, typed_path
from parentlink.views import output

if TYPE_CHECKING:
    from parentlink.store.store import Store

SAY_WHO = 'parentlink init --staff "Ms Reid"'


class Workspace:
    """One run of the program. The file is opened when first needed and not before."""

    def __init__(
        self, path: Path | None = None, staff: str | None = None, *, no_input: bool = False
    ) -> None:
        self.path = typed_path(path) if path else default_path()
        self.staff_name = staff or os.environ.get("PARENTLINK_STAFF") or None
        self.account = system_account()
        self.no_input = no_input
        self.local = _local_now()
        self.writer = 0  # the staff id of who is at the keyboard, known inside `writing`
        self._store: Store | None = None

    @property
    def today(self) -> date:
        """The local day."""
        return self.local.date()

    @property
    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.local.astimezone(UTC)

    # -- the file --------------------------------------------------------------------------

    def store(self, *, create: bool = False) -> "Store":
        """The open file; with `create`, a missing one is made first (and said)."""
        if self._store is None:
            from parentlink.store.store import Store

            if create and not self.path.exists():
                from parentlink.store.create import create as create_file

                create_file(self.path)
                self.say(f"Made a new file for your families at {self.path}.")
            self._store = Store(self.path, waiting=self._waiting)
        return self._store

    def _waiting(self) -> None:
        self.say(f"Another parentlink is using {self.path}. Waiting for it to finish ...")

    @contextmanager
    def reading(self) -> "Iterator[Store]":
        """The file for questions only."""
        store = self.store()
        with store.reading():
            yield store

    @contextmanager
    def writing(self, command: str, *, create: bool = True) -> "Iterator[Store]":
        """The file for one command's changes: all or nothing, journaled under this person.

        With `create` a missing file is made first; without, it is an error, as for a question.
        """
        from parentlink.store.store import Entry
        from parentlink.usecases.staff import at_keyboard, is_called

        store = self.store(create=create)
        with store.writing(Entry("first-seen", self.now, None)):
            me = at_keyboard(store, self.staff_name, self.account)
            self.writer = me.id
            with store.entry(Entry(command, self.now, me.id)):
                yield store
            is_new = me.is_new and is_called(store, me)
        if is_new:
            way = "" if self.staff_name else f" How families know you: {SAY_WHO}"
            self.say(f"Added {me.name} to the staff, since this is the first time we meet.{way}")

    def me(self, store: "Store") -> int | None:
        """The staff id of who is at the keyboard, if we have met."""
        from parentlink.usecases.staff import known

        return known(store, self.staff_name, self.account)

    def close(self) -> None:
        """Let go of the file."""
        if self._store is not None:
            self._store.close()
            self._store = None

    # -- the screen ------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Talk, on stderr: it never mixes with an answer."""
        output.talk(sentence)

    def tell(self, *lines: str) -> None:
        """The answer of a command that changed something."""
        for line in lines:
            output.line(line)

    def show(
        self,
        found: Any,
        form: output.Form | None,
        *,
        view: Callable[[Any], Any] | None = None,
        plain: Callable[[Any], Sequence[str]] | None = None,
        empty: str = "",
    ) -> None:
        """The answer of a command that asked something, in the form that was wished for."""
        output.show(found, form, view=view, plain=plain, empty=empty)

    # -- questions -------------------------------------------------------------------------

    @property
    def may_ask(self) -> bool:
        """Whether there is a person who can answer."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def ask(self, question: str, option: str, default: str = "") -> str:
        """Ask one question; the empty answer is the default.

        Raises:
            Unreadable: nobody can answer; the sentence names the option to use instead.
            Declined: the questions were ended with Ctrl-D.
        """
        if not self.may_ask:
            raise Unreadable(f"Please say {option} (there is nobody here to ask).")
        import contextlib

        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  (without it a terminal cuts a long answer at 4,095)
        try:
            answer = output.answer(_prompt(question, default))
        except EOFError as end:
            output.talk("")
            raise Declined("Stopped. Nothing was saved.") from end
        except KeyboardInterrupt:
            output.talk("")
            raise
        return answer.strip() or default

    def confirm(self, question: str, option: str = "--yes") -> None:
        """Go on only after a clear yes.

        Raises:
            Declined: the answer was not yes. Unreadable: nobody can answer.
        """
        if not self.may_ask:
            raise Unreadable(f"{question} Say {option} to go on; there is nobody here to ask.")
        if self.ask(f"{question} (y/n)", option).casefold() not in {"y", "yes"}:
            raise Declined("Nothing was changed.")


def _prompt(question: str, default: str) -> str:
    """A question ends in one mark, not in two."""
    if default:
        return f"{question} [{default}]: "
    return f"{question} " if question.endswith("?") else f"{question}: "


def _local_now() -> datetime:
    """The computer's own local time, or PARENTLINK_TODAY, so that a run can be repeated."""
    chosen = os.environ.get("PARENTLINK_TODAY")
    if not chosen:
        return datetime.now().astimezone().replace(tzinfo=None)
    try:
        moment = datetime.fromisoformat(chosen)
        if not 1900 <= moment.year <= 2199:  # as every date that is typed
            raise ValueError
    except ValueError:
        raise Unreadable(
            f"PARENTLINK_TODAY is {chosen!r}; it must be a day such as 2026-11-23, "
            "or a day and time such as 2026-11-23T15:40, from 1900 to 2199."
        ) from None
    if len(chosen) == len("2026-11-23"):
        return datetime.combine(moment.date(), time(12))
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
