"""Who looks after a pupil as their work, and so is no family: a doctor, a childminder, a club."""

_PROFESSIONS = frozenset(
    (
        *("childminder", "childminders", "minder", "babysitter", "nursery", "club", "gp", "doctor"),
        *("dr", "surgery", "nurse", "midwife", "dentist", "optician", "paediatrician", "camhs"),
        *("therapist", "psychologist", "psychiatrist", "counsellor", "caseworker", "keyworker"),
        *("professional", "agency", "solicitor", "police", "probation", "advocate", "interpreter"),
        *("teacher", "school", "taxi", "driver", "escort", "council"),
    )
)
_PAIRS = (
    *("child minder", "social worker", "social services", "social care", "social work"),
    *("health visitor", "health worker", "key worker", "support worker", "case worker"),
    *("youth worker", "family worker", "care worker", "family support", "early help", "au pair"),
    *("local authority", "youth offending", "personal adviser", "personal advisor", "day care"),
)
# Whoever is one of these as well is family: "aunt and childminder", "foster carer (agency)".
_FAMILY = frozenset(
    (
        *(
            "mother",
            "father",
            "mum",
            "mam",
            "mom",
            "dad",
            "parent",
            "parents",
            "guardian",
            "foster",
        ),
        *("adoptive", "adopter", "stepmother", "stepfather", "step", "grandmother", "grandfather"),
        *("grandparent", "grandparents", "gran", "granny", "grandma", "grandad", "granddad", "nan"),
        *("grandpa", "nana", "nanna", "aunt", "auntie", "aunty", "uncle", "cousin", "brother"),
        *("sister", "sibling", "relative", "relation", "kinship", "wife", "husband", "partner"),
    )
)


def is_professional(relationship: str) -> bool:
    """Whether a relationship, folded, is a profession and nothing else."""
    words = "".join(sign if sign.isalnum() else " " for sign in relationship).split()
    if not _FAMILY.isdisjoint(words):
        return False
    whole = f" {' '.join(words)} "
    return not _PROFESSIONS.isdisjoint(words) or any(f" {pair} " in whole for pair in _PAIRS)
