"""How the story of one family is told: contacts, good news and promises, in school days ago."""

from typing import NamedTuple

from parentlink.usecases.demo.register import Home

REID, GRANT, OSEI, FARAH, DOYLE, AMIN = range(6)  # places in STAFF


class Person(NamedTuple):
    """Somebody on the staff of the demo school."""

    name: str
    role: str
    tutor_group: str | None = None


STAFF = (
    Person("Ms Reid", "tutor", "7KM"),
    Person("Mr Grant", "designated safeguarding lead"),
    Person("Mrs Osei", "head of Year 7"),
    Person("Ms Farah", "family support worker"),
    Person("Mr Doyle", "SENCo"),
    Person("Dr Amin", "teacher of mathematics"),
    Person("Mr Lloyd", "tutor", "9RB"),
    Person("Ms Quinn", "tutor", "10TS"),
)


class Event(NamedTuple):
    """One contact or attempt."""

    ago: int
    channel: str
    tone: str | None
    note: str | None
    outcome: str = "reached"
    minutes: int | None = None
    direction: str = "outgoing"
    staff: int = REID
    adult: int = 0
    news: int | None = None  # the place of the good news that it told


class News(NamedTuple):
    """Something to celebrate, about the child at that place in the home."""

    ago: int
    text: str
    child: int = 0
    staff: int = REID


class Vow(NamedTuple):
    """A promise; `due` is in school days from today, back when negative."""

    made: int
    what: str
    due: int
    state: str = "open"
    closed: int | None = None
    staff: int = REID


class Tale(NamedTuple):
    """A home of the group, and how things stand with it."""

    home: Home
    events: tuple[Event, ...] = ()
    news: tuple[News, ...] = ()
    vows: tuple[Vow, ...] = ()


def spoke(ago: int, tone: str, note: str, minutes: int = 4, *, by: int = REID) -> Event:
    """A call home that reached somebody."""
    return Event(ago, "call", tone, note, minutes=minutes, staff=by)


def praised(ago: int, note: str, *, news: int | None = None) -> Event:
    """A positive call that reached somebody."""
    return Event(ago, "call", "positive", note, minutes=3, news=news)


def worried(ago: int, note: str, *, by: int = REID) -> Event:
    """A call about a concern."""
    return Event(ago, "call", "concern", note, minutes=5, staff=by)


def tried(ago: int, outcome: str = "no-answer", note: str | None = None) -> Event:
    """A call that reached nobody."""
    return Event(ago, "call", None, note, outcome)


def wrote(ago: int, channel: str, note: str, tone: str = "check-in", *, by: int = REID) -> Event:
    """A text, letter, postcard, e-mail or planner note."""
    return Event(ago, channel, tone, note, staff=by)


def met(ago: int, note: str, channel: str = "meeting", tone: str = "check-in") -> Event:
    """A talk face to face."""
    return Event(ago, channel, tone, note, minutes=20)


def rang_us(ago: int, tone: str, note: str) -> Event:
    """A call from home."""
    return Event(ago, "call", tone, note, minutes=4, direction="incoming")
