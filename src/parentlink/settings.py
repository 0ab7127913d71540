"""Where the file is, who is at the keyboard, and the one table of settings."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from parentlink.errors import Unreadable


class Setting(NamedTuple):
    """One choice a school may make. A whole number unless `words` or free text."""

    name: str
    default: str
    help: str
    least: int | None = None
    most: int | None = None
    words: tuple[str, ...] = ()


_JUDGING = (
    "hard to reach, hard-to-reach, bad parent, problem family, difficult family, difficult parent,"
    " lazy, chaotic, in denial, uncaring, doesn't care, does not care"
)

SETTINGS = (
    Setting("call_gap_days", "5", "school days a family rests after a positive call", 0, 190),
    Setting("weekly_calls", "0", "positive calls a week; 0: by the weeks left", 0, 200),
    Setting("silent_days", "30", "school days with nobody reached before it counts", 1, 190),
    Setting("concern_run", "3", "contacts looked at to see whether all were concerns", 1, 12),
    Setting("follow_up_days", "5", "school days after a concern before we ring back", 1, 60),
    Setting("quiet_from", "20:00", "no calls home from this time on"),
    Setting("quiet_until", "08:00", "no calls home before this time"),
    Setting("call_every_days", "20", "school days until a family is due its next one", 1, 190),
    Setting("completion", "on", "whether Tab offers family names", words=("on", "off")),
    Setting("judging_words", _JUDGING, "questioned in notes"),
    Setting("barred_left_out", "nobody", "who was left out of the copy that this data came from"),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


def typed_path(text: str | Path) -> Path:
    """A path as it was typed: ~ is the home folder in quotes and on Windows too, never a name."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path's own fails at an unknown account


def default_path() -> Path:
    """The data file: PARENTLINK_DB, or the place this system keeps a program's data."""
    chosen = os.environ.get("PARENTLINK_DB")
    if chosen:
        return typed_path(chosen)
    if sys.platform == "win32":
        # LOCALAPPDATA and not Documents, which OneDrive would copy to a cloud
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Application Support"
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "parentlink" / "parentlink.db"


def system_account() -> str:
    """The name this person logged in with."""
    for variable in ("LOGNAME", "USER", "USERNAME"):
        if name := os.environ.get(variable):
            return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # Windows, or an account the system does not list
        return "unknown"


def checked(name: str, text: str) -> str:
    """A setting's value, if it is one it may have.

    Raises:
        Unreadable: no such setting, or not a value for it; the sentence says which there are.
    """
    setting = BY_NAME.get(name)
    if setting is None:
        raise Unreadable(
            f"There is no setting called {name!r}. There are: {', '.join(sorted(BY_NAME))}."
        )
    if setting.words and text not in setting.words:
        raise Unreadable(f"{name} is one of: {', '.join(setting.words)}.")
    if setting.least is not None and setting.most is not None:
        whole = text.isascii() and text.isdigit()
        if not whole or not setting.least <= int(text) <= setting.most:
            raise Unreadable(
                f"{name} is a whole number from {setting.least} to {setting.most}, not {text!r}."
            )
    if name.startswith("quiet_"):
        _clock(name, text)
    return text


def _clock(name: str, text: str) -> None:
    hours, colon, minutes = text.partition(":")
    whole = text.isascii() and hours.isdigit() and minutes.isdigit() and len(minutes) == 2 and colon
    if not whole or int(hours) > 23 or int(minutes) > 59:
        raise Unreadable(f"{name} is a time such as 18:30, not {text!r}.")
