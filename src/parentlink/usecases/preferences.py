"""What the school chose instead of our defaults: read, chosen, and put back."""

from typing import NamedTuple

from parentlink.settings import BY_NAME, SETTINGS, Setting, checked
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.kept import keep


class SettingRow(NamedTuple):
    """A setting: what holds now, what would hold otherwise, and what it means."""

    name: str
    value: str
    default: str
    meaning: str


class Chosen(NamedTuple):
    """A setting before and after a command."""

    name: str
    was: str
    now: str


def listed(store: Store) -> list[SettingRow]:
    """Every setting there is."""
    now = households.settings(store)
    return [SettingRow(one.name, now[one.name], one.default, _meaning(one)) for one in SETTINGS]


def _meaning(setting: Setting) -> str:
    if setting.words:
        return f"{setting.help} ({' or '.join(setting.words)})"
    if setting.least is not None:
        return f"{setting.help} ({setting.least} to {setting.most})"
    return setting.help


def known(name: str) -> str:
    """The setting's own name, however its words were joined.

    Raises:
        Unreadable: there is no such setting.
    """
    plain = name.strip().casefold().replace("-", "_")
    checked(plain, BY_NAME[plain].default if plain in BY_NAME else "")
    return plain


def understood(name: str, text: str) -> tuple[str, str]:
    """The setting's own name, and the value as it is kept: "8:00" becomes "08:00", "07" "7".

    Raises:
        Unreadable: no such setting, or not a value for it.
    """
    setting = BY_NAME[known(name)]
    value = checked(setting.name, (text.casefold() if setting.words else text).strip())
    if setting.least is not None:
        value = str(int(value))
    # Times are compared as text, so each needs both figures of its hour.
    return setting.name, value.zfill(5) if setting.name.startswith("quiet_") else value


def choose(store: Store, name: str, value: str) -> Chosen:
    """Make a setting have this value; only a choice that differs from the default is kept."""
    was = households.settings(store)[name]
    keep(store, name, None if value == BY_NAME[name].default else value)
    store.describe(f"{name}: {was} to {value}")
    return Chosen(name, was, value)
