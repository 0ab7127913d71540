"""Every error a person can meet: a sentence, and the exit code scripts may rely on."""


class ParentlinkError(Exception):
    """Something unexpected went wrong; the sentence says what, where and what to do."""

    exit_code = 1


class Declined(ParentlinkError):
    """The person answered "no", or the questions ended without an answer."""


class Unreadable(ParentlinkError):
    """A value that was typed could not be understood, or a needed one is missing."""

    exit_code = 2


class NotFound(ParentlinkError):
    """Nobody, or more than one, fits the name."""

    exit_code = 3


class RowsRefused(ParentlinkError):
    """Rows of an input file were refused; nothing was written."""

    exit_code = 4


class FileUnusable(ParentlinkError):
    """The database, or a file to read or write, cannot be used: missing, locked, newer, full."""

    exit_code = 5
