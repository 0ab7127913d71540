"""The columns that a sample file's contacts, good news and promises fill."""

CONTACT = (
    *("external_id", "family_id", "carer_id", "staff_id", "happened_at", "happened_on"),
    *("channel", "direction", "outcome", "tone", "minutes", "note"),
)
CONTACT_PUPIL = ("contact_id", "pupil_id")
GOOD_NEWS = ("external_id", "pupil_id", "staff_id", "happened_on", "text", "contact_id")
PROMISE = (
    *("external_id", "family_id", "contact_id", "staff_id", "what", "made_on", "due_on"),
    *("state", "closed_on"),
)
