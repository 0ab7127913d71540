"""One of several imports that are one: in the transaction and the entry of the whole."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from parentlink.store.store import Store
from parentlink.usecases.importing.noting import Batch, Counts
from parentlink.usecases.importing.source import Source
from parentlink.views.import_answer import Answer
from parentlink.views.output import Form
from parentlink.workspace import Workspace


class Part(Workspace):
    """What an import is given that is a part of another one. It asks nobody, since the file is
    being written, and keeps its answer and what it says for the whole.
    """

    def __init__(self, whole: Workspace, store: Store) -> None:
        super().__init__(whole.path, whole.staff_name, no_input=True)
        self.local, self.writer, self._store = whole.local, whole.writer, store
        self.parts: list[Counts] = []
        self.answer: Answer | None = None
        self.said: list[str] = []
        self._heard: set[str] = set()

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The file as the parts before have left it."""
        yield self.store()

    @contextmanager
    def writing(self, command: str, *, create: bool = True) -> Iterator[Store]:
        """The entry of the whole goes on."""
        yield self.store(create=create)

    def say(self, sentence: str) -> None:
        """Keep it for the whole, but not of every file in the same words."""
        if sentence not in self._heard:
            self._heard.add(sentence)
            self.said.append(sentence)

    def tell(self, *lines: str) -> None:
        """Only the whole has an answer."""

    def show(
        self,
        found: Any,
        form: Form | None,
        *,
        view: Callable[[Any], Any] | None = None,
        plain: Callable[[Any], Sequence[str]] | None = None,
        empty: str = "",
    ) -> None:
        """Keep the answer for the whole."""
        self.answer = found


def batch_of(work: Workspace, source: Source) -> Batch:
    """Where an import comes from, to be noted by itself or within the whole."""
    parts = work.parts if isinstance(work, Part) else None
    return Batch(source.name, source.hash, work.now, work.writer, parts)
