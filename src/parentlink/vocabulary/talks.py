"""The closed word lists of structured conversations; everyday commands do without them."""

from enum import StrEnum

from parentlink.vocabulary.restricted import Fact


class TargetReason(StrEnum):
    """Why a pupil should have a structured conversation."""

    PP = "pp"
    SEND = "send"
    ATTENDANCE = "attendance"
    BEHAVIOUR = "behaviour"
    LAC = "lac"
    YOUNG_CARER = "young-carer"
    PARENT_ASKED = "parent-asked"
    OTHER = "other"


# The reasons that say a restricted fact.
FACT_OF = {
    TargetReason.SEND: Fact.SEN,
    TargetReason.PP: Fact.PUPIL_PREMIUM,
    TargetReason.LAC: Fact.LOOKED_AFTER,
    TargetReason.YOUNG_CARER: Fact.YOUNG_CARER,
}


class TermName(StrEnum):
    """The three terms of a school year."""

    AUTUMN = "autumn"
    SPRING = "spring"
    SUMMER = "summer"


class ConversationState(StrEnum):
    """Where a structured conversation stands."""

    BOOKED = "booked"
    MISSED = "missed"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ConversationEvent(StrEnum):
    """What happened to a booking."""

    BOOKED = "booked"
    MOVED = "moved"
    MISSED = "missed"
    CANCELLED = "cancelled"
    HANDED_OVER = "handed-over"


class Stage(StrEnum):
    """The four stages of a structured conversation, in their order (DCSF 01056-2009)."""

    EXPLORE = "explore"
    FOCUS = "focus"
    PLAN = "plan"
    REVIEW = "review"


class ActionOwner(StrEnum):
    """Who does what was agreed."""

    SCHOOL = "school"
    HOME = "home"
    PUPIL = "pupil"


class ActionState(StrEnum):
    """How an agreed action went."""

    OPEN = "open"
    DONE = "done"
    NOT_WORKING = "not-working"


class Barrier(StrEnum):
    """What may stand between a family and school (articles A1, A2)."""

    OWN_SCHOOLING = "own-schooling"
    LITERACY = "literacy"
    CULTURE = "culture"
    TIME = "time"
    ASPIRATIONS = "aspirations"
    HEALTH = "health"
    TRAVEL = "travel"
    CHILDCARE = "childcare"
    WORKING_HOURS = "working-hours"
    LANGUAGE = "language"
    CONFIDENCE = "confidence"
    PAST_PROFESSIONALS = "past-professionals"
    OTHER = "other"


class MissedStep(StrEnum):
    """What is done after a conversation was missed, in this order."""

    REASON = "reason"
    BETTER_TIME = "better-time"
    OTHER_CHANNEL = "other-channel"
    HOME_VISIT = "home-visit"
