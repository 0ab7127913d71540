"""The closed word lists of the field. The database refuses any other word."""

from enum import StrEnum


class Channel(StrEnum):
    """How the school and the family were in touch."""

    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    POSTCARD = "postcard"
    PLANNER = "planner"
    MEETING = "meeting"
    HOME_VISIT = "home-visit"
    VIDEO = "video"


class Tone(StrEnum):
    """What the contact was about, said by the person who made it."""

    POSITIVE = "positive"
    CHECK_IN = "check-in"
    CONCERN = "concern"
    CHALLENGING = "challenging"


class Outcome(StrEnum):
    """Whether anybody was reached."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"
    VOICEMAIL = "voicemail"
    ENGAGED = "engaged"
    WRONG_NUMBER = "wrong-number"
    DECLINED = "declined"


class Direction(StrEnum):
    """Who got in touch with whom."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


class ContactRule(StrEnum):
    """Whether the school may contact this carer."""

    ALLOW = "allow"
    ASK = "ask"
    NEVER = "never"


STRENGTH = {rule: place for place, rule in enumerate(ContactRule)}  # how much each forbids
# Stands under `override` for an outgoing contact that was logged without a reason, before its carer
# was set to "never": it is let in, and kept without a reason as it was.
BEFORE_RULE = "(logged before the rule)"


class Responsibility(StrEnum):
    """Parental responsibility in the legal sense; `unknown` until somebody has checked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class LivesWith(StrEnum):
    """Whether the pupil lives with this carer."""

    YES = "yes"
    NO = "no"
    PART = "part"
    UNKNOWN = "unknown"


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


class SenStatus(StrEnum):
    """Special educational needs: E has a plan (EHCP), K has SEN support, N has none."""

    PLAN = "E"
    SUPPORT = "K"
    NONE = "N"


class DayKind(StrEnum):
    """What an entry of the school calendar is."""

    TERM = "term"
    HALF_TERM = "half-term"
    INSET = "inset"
    CLOSURE = "closure"


PHONES = ("mobile_phone", "home_phone", "work_phone")  # the columns of a carer
# Talking or meeting: the only channels by which a positive contact resets the clock.
LIVE_CHANNELS = (Channel.CALL, Channel.MEETING, Channel.HOME_VISIT, Channel.VIDEO)
