"""Every table, its constraints and its indexes: the only definition of the data. No logic.

Table models check nothing when they are made (SQLModel's own rule), so values are checked once,
in `parse/`, and held by the file itself: NOT NULL, CHECK for every word list, UNIQUE, foreign keys.
Imported late and only to make, check or migrate a file, or by a notebook: it costs 0.4 seconds.
"""

from parentlink.tables.contacts import Contact, ContactPupil, GoodNews, Promise
from parentlink.tables.conversations import (
    Action,
    Conversation,
    ConversationAnswer,
    ConversationHistory,
    ConversationPerson,
    ConversationTarget,
    MissedFollowUp,
)
from parentlink.tables.journal import Change, ImportBatch, Journal
from parentlink.tables.people import (
    Apart,
    Carer,
    Family,
    KnownAs,
    Pupil,
    PupilCarer,
    PupilFamily,
    Staff,
)
from parentlink.tables.school import CalendarEntry, Setting

__all__ = [
    "Action",
    "Apart",
    "CalendarEntry",
    "Carer",
    "Change",
    "Contact",
    "ContactPupil",
    "Conversation",
    "ConversationAnswer",
    "ConversationHistory",
    "ConversationPerson",
    "ConversationTarget",
    "Family",
    "GoodNews",
    "ImportBatch",
    "Journal",
    "KnownAs",
    "MissedFollowUp",
    "Promise",
    "Pupil",
    "PupilCarer",
    "PupilFamily",
    "Setting",
    "Staff",
]
