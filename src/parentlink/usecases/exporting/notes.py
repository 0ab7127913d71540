"""Notes that name somebody who must not be contacted: an export gives them as they were written,
so it says how many there are.
"""

from parentlink.store.store import Store
from parentlink.usecases.exporting.barred import Barred
from parentlink.usecases.exporting.contacts import OF_GROUP
from parentlink.usecases.exporting.held import Held
from parentlink.usecases.exporting.wishes import WHOLE, What, Wish
from parentlink.vocabulary.restricted import Fact

_GROUP = (
    " JOIN pupil p ON p.id = {0}.pupil_id"
    " WHERE (:tutor_group IS NULL OR p.tutor_group = :tutor_group)"
)
# Each record's id, household, pupil and text.
_CONTACTS = "SELECT c.id, c.family_id, NULL, c.note FROM contact c"
CONTACTS = f"{_CONTACTS} WHERE c.note IS NOT NULL AND :tutor_group IS NULL"
CONTACTS_OF_GROUP = f"{_CONTACTS}{OF_GROUP} AND c.note IS NOT NULL"
NEWS = "SELECT g.id, NULL, g.pupil_id, g.text FROM good_news g" + _GROUP.format("g")
PROMISES = (
    "SELECT r.id, r.family_id, NULL, r.what FROM promise r WHERE :tutor_group IS NULL"
    " OR EXISTS (SELECT 1 FROM pupil_family x JOIN pupil q ON q.id = x.pupil_id"
    " WHERE x.family_id = r.family_id AND q.tutor_group = :tutor_group)"
)
TARGETS = "SELECT t.id, NULL, t.pupil_id, t.note FROM conversation_target t" + _GROUP.format("t")
KEPT_IN_TOUCH = (
    f"SELECT v.id, v.family_id, v.pupil_id, v.keep_in_touch FROM conversation v{_GROUP.format('v')}"
)
ROOMS = f"SELECT v.id, v.family_id, v.pupil_id, v.room FROM conversation v{_GROUP.format('v')}"
VIEWS = (
    f"SELECT v.id, v.family_id, v.pupil_id, v.pupil_view FROM conversation v{_GROUP.format('v')}"
)
ANSWERS = (
    "SELECT v.id, v.family_id, v.pupil_id, a.text FROM conversation_answer a"
    f" JOIN conversation v ON v.id = a.conversation_id{_GROUP.format('v')} AND a.restricted = 0"
)
HELD_BACK = (
    "SELECT v.id, v.family_id, v.pupil_id, a.text FROM conversation_answer a"
    f" JOIN conversation v ON v.id = a.conversation_id{_GROUP.format('v')} AND a.restricted = 1"
)
HISTORY = (
    "SELECT h.id, v.family_id, v.pupil_id, h.reason FROM conversation_history h"
    f" JOIN conversation v ON v.id = h.conversation_id{_GROUP.format('v')}"
)
STEPS = (
    "SELECT m.id, v.family_id, v.pupil_id, m.result FROM missed_follow_up m"
    f" JOIN conversation v ON v.id = m.conversation_id{_GROUP.format('v')}"
)
DONE = "SELECT a.id, a.family_id, a.pupil_id, a.what FROM action a" + _GROUP.format("a")
RESULTS = "SELECT a.id, a.family_id, a.pupil_id, a.result FROM action a" + _GROUP.format("a")
_OF = {
    What.CONTACTS: (CONTACTS, CONTACTS_OF_GROUP),
    What.GOOD_NEWS: (NEWS,),
    What.PROMISES: (PROMISES,),
    What.CONVERSATIONS: (KEPT_IN_TOUCH, ROOMS, ANSWERS),
    What.CONVERSATION_HISTORY: (HISTORY,),
    What.MISSED_STEPS: (STEPS,),
    What.ACTIONS: (DONE, RESULTS),
}
_RESTRICTED = (
    (What.TARGETS, Fact.REASONS, TARGETS),
    (What.CONVERSATIONS, Fact.PUPIL_VIEWS, VIEWS),
    (What.CONVERSATIONS, Fact.ANSWERS, HELD_BACK),
)


def naming(store: Store, wish: Wish, held: Held) -> int:
    """How many records of an export have a note in it that names somebody who stays out."""
    barred = Barred(store, held.out)
    if not barred:
        return 0
    tables = WHOLE if wish.what is What.EVERYTHING else (wish.what,)
    return sum(len(_naming(store, barred, what, wish.group, held)) for what in tables)


def _naming(store: Store, barred: Barred, what: What, group: str | None, held: Held) -> set[int]:
    statements = _OF.get(what, ())
    statements += tuple(sql for of, fact, sql in _RESTRICTED if of is what and fact in held.facts)
    found: set[int] = set()
    for statement in statements:
        for record, family, pupil, text in store.cursor(statement, tutor_group=group):
            if text and barred.is_in(text, family, (pupil,) if pupil else ()):
                found.add(record)
    return found
