"""What is on file and in no list or export, unless somebody asks for it by its name."""

from enum import StrEnum


class Fact(StrEnum):
    """The names to ask by, the same for every import and export."""

    SEN = "sen"
    PUPIL_PREMIUM = "pupil-premium"
    EAL = "eal"
    LOOKED_AFTER = "looked-after"
    YOUNG_CARER = "young-carer"
    FREE_SCHOOL_MEALS = "free-school-meals"
    ETHNICITY = "ethnicity"
    MEDICAL = "medical"
    ANSWERS = "answers"  # that were held back in a conversation
    PUPIL_VIEWS = "pupil-views"
    REASONS = "reasons"  # why a pupil is a target, and the note, where that is none of the above


# The facts about a pupil, by the column that keeps each.
COLUMNS = {
    Fact.SEN: "sen_status",
    Fact.PUPIL_PREMIUM: "pupil_premium",
    Fact.EAL: "eal",
    Fact.LOOKED_AFTER: "looked_after",
    Fact.YOUNG_CARER: "young_carer",
    Fact.FREE_SCHOOL_MEALS: "free_school_meals",
    Fact.ETHNICITY: "ethnicity",
    Fact.MEDICAL: "medical",
}
RESTRICTED = tuple(COLUMNS.values())
_IN_WORDS = (Fact.SEN, Fact.ETHNICITY, Fact.MEDICAL)
RESTRICTED_FLAGS = tuple(column for fact, column in COLUMNS.items() if fact not in _IN_WORDS)
