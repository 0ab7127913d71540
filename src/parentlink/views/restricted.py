"""What is restricted about a pupil, for who asked for it by name."""

from parentlink.usecases.pupil import Restricted


def facts_in_words(fact: Restricted) -> str:
    """Everything that is so, in one line."""
    words = {
        f"SEN {fact.sen_status}": fact.sen_status,
        "pupil premium": fact.pupil_premium,
        "EAL": fact.eal,
        "looked after": fact.looked_after,
        "young carer": fact.young_carer,
        "free school meals": fact.free_school_meals,
        f"ethnicity {fact.ethnicity}": fact.ethnicity,
        f"medical: {fact.medical}": fact.medical,
    }
    return f"{fact.pupil}: {', '.join(name for name, is_so in words.items() if is_so) or 'none'}"
