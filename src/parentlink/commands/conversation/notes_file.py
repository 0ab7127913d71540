"""conversation record --from: the notes of a file, or of a pipe."""

import sys

from parentlink.errors import FileUnusable, Unreadable
from parentlink.parse.conversation_file import read_notes
from parentlink.parse.conversation_notes import Notes
from parentlink.rules.conversation_form import FORM
from parentlink.settings import typed_path

_LONGEST_FILE = 1_000_000  # bytes; an hour's talk is a hundredth of that


def notes_in(source: str) -> Notes:
    """The notes of a file; an empty one would make a conversation held of which nothing is known.

    Raises:
        FileUnusable: it is not there or cannot be read. Unreadable: it is not text, not in our
            form, or nothing is in it.
    """
    notes = read_notes(_text(source), FORM)
    if notes == Notes():
        raise Unreadable(
            "There is nothing in the notes yet, so nothing was saved. Please write what was said, "
            "in the form of `parentlink conversation template`."
        )
    return notes


def _text(source: str) -> str:
    try:
        if source == "-":
            text = sys.stdin.buffer.read(_LONGEST_FILE + 1)
        else:
            with typed_path(source).open("rb") as found:
                text = found.read(_LONGEST_FILE + 1)
        if len(text) > _LONGEST_FILE:
            raise Unreadable("The notes are longer than a million characters. Please shorten them.")
        return text.decode("utf-8-sig")
    except FileNotFoundError:
        raise FileUnusable(f"There is no file at {source}. Is it in another folder?") from None
    except UnicodeDecodeError:
        raise Unreadable("The notes are not UTF-8 text. Please save them as UTF-8.") from None
    except OSError as problem:
        raise FileUnusable(f"{source} cannot be read ({problem.strerror}).") from problem
