"""Any school: rows of every table, as many and as odd as the dice say."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from parentlink.parse.names import fold
from parentlink.parse.upn import check_letter
from parentlink.parse.zone import to_local
from parentlink.rules.conversation_form import AREAS
from parentlink.store.create import create
from parentlink.store.store import Entry, Store
from parentlink.vocabulary import Channel, DayKind, Direction, Outcome, Tone
from parentlink.vocabulary.talks import (
    ActionOwner,
    Barrier,
    ConversationEvent,
    MissedStep,
    TargetReason,
)

WORDS = (
    *("Ngozi", "Łukasz", "O’Neil", "محمد", "Zoë", "Null", "True", "-Dash", "陈", "D'Arcy", "Ann"),
)
TEXTS = (
    *(
        "=1+1",
        "+44 is no formula",
        '"quoted"\nand, again',
        "'apostrophe",
        "  in front",
        "0",
        "NULL",
    ),
    *(
        "#N/A",
        "#ERROR!",
        "'#REF!",
        "a; b; c",
        "_x0041_",
        "\x1b[31mred",
        "مرحبا 🎉",
        "x" * 10_000,
        "-1",
        "TRUE",
        "2026-11-23",
    ),
)
START = date(2026, 9, 3)


class Maker:
    """Rows of every table, as many and as odd as the dice say."""

    def __init__(self, store: Store, dice: random.Random) -> None:
        self._store, self._dice = store, dice
        self._count = 0
        self.staff: list[int] = []
        self.families: list[int] = []
        self.pupils: list[tuple[int, list[int]]] = []
        self.carers: dict[int, list[int]] = {}
        self.contacts: list[tuple[int, int]] = []
        self.talks: list[tuple[int, int, int]] = []
        self._last_carer = (0, "")
        self._last_pupil = "Ann Bell"

    def all(self) -> None:
        """A whole school, small."""
        for step in (
            *(self.people, self.calendar, self.calls, self.small, self.conversations),
            *(self.agreed, self.identities),
        ):
            step()

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _one(self, *choice: Any) -> Any:
        return self._dice.choice(choice)

    def _maybe(self, value: Any) -> Any:
        return self._dice.choice((None, value))

    def _text(self) -> str:
        return str(self._dice.choice(TEXTS))

    def _name(self) -> str:
        return f"{self._dice.choice(WORDS)} {self._dice.choice(WORDS)} {self._next()}"

    def _day(self) -> date:
        return START + timedelta(days=self._dice.randrange(80))

    def _moment(self) -> datetime:
        second = self._dice.randrange(80 * 24 * 3600)
        moment = datetime(2026, 9, 3, tzinfo=UTC) + timedelta(seconds=second)
        return moment.replace(microsecond=self._one(0, 123456))

    def _add(self, table: str, **values: Any) -> int:
        return self._store.insert(table, **values)

    # -- people ----------------------------------------------------------------------------

    def people(self) -> None:
        for number in range(self._dice.randrange(1, 4)):
            name = "Ms Reid" if not number else self._name()
            self.staff.append(
                self._add(
                    "staff",
                    name=name,
                    name_key=fold(name),
                    role=self._maybe("tutor"),
                    email=self._maybe(f"s{number}@example.org"),
                    account=self._maybe(f"s{number}"),
                    left_on=self._maybe(self._day()) if number else None,
                )
            )
        gone = self._add("family", name="Gone", name_key="gone", added_on=START)
        for _ in range(self._dice.randrange(1, 6)):
            self._household()
        self._store.delete("family", gone)  # so that ids do not begin with 1

    def _household(self) -> None:
        surname = self._name()
        homes = [self._family(surname, label) for label in self._one((None,), ("Mum", "Dad"))]
        for _ in range(self._dice.randrange(3)):
            child = self._pupil(surname)
            members = homes if self._dice.random() < 0.7 else homes[:1]
            for home in members:
                self._add("pupil_family", pupil_id=child, family_id=home)
            self.pupils.append((child, members))
            for home in homes:
                for carer in self.carers[home]:
                    if self._dice.random() < 0.8:
                        self._link(child, carer)

    def _family(self, surname: str, label: str | None) -> int:
        home = self._add(
            "family",
            name=surname,
            name_key=fold(surname),
            household=label and f"with {label}",
            home_language=self._maybe("Igbo"),
            key_contact_id=self._maybe(self._dice.choice(self.staff)),
            added_on=self._day(),
            archived_on=self._maybe(self._day()) if self._dice.random() < 0.2 else None,
        )
        self.families.append(home)
        self.carers[home] = [self._carer(home) for _ in range(self._dice.randrange(3))]
        return home

    def _carer(self, home: int) -> int:
        rule = self._one("allow", "allow", "ask", "never")
        name, number = self._name(), self._next()
        if self._dice.random() < 0.2 and self._last_carer[0] == home:
            name = self._last_carer[1]  # a father and his son
        if number % 5 == 0:
            name = f"Mrs {name}"  # of a couple without forenames: the title is part of the name
        self._last_carer = (home, name)
        phone = self._maybe(f"+4477009{number:05}")
        return self._add(
            "carer",
            family_id=home,
            external_id=self._maybe(f"C{number}"),
            title=self._maybe("Mrs"),
            name=name,
            name_key=fold(name),
            mobile_phone=phone,
            numbers_at=phone and self._maybe(self._moment()),
            email=self._maybe(f"c{number}@example.org"),
            preferred_channel=self._maybe("text"),
            best_times=self._maybe("after 5, not Fridays"),
            asked_on=self._maybe(self._day()),
            languages=self._maybe("Igbo, English"),
            interpreter=self._one(True, False),
            away_until=self._maybe(self._day()),
            contact_rule=rule,
            rule_reason=None if rule == "allow" else "=court order, of May",
        )

    def _pupil(self, surname: str) -> int:
        name, number = f"{self._dice.choice(WORDS)} {surname}", self._next()
        digits = f"999{number:09}"
        called = self._maybe("Addy")
        upn = self._maybe(check_letter(digits) + digits)
        whole = self._last_pupil if self._dice.random() < 0.2 else f"{name} {number}"
        self._last_pupil = whole  # two who are called the same, in whatever family
        return self._add(
            "pupil",
            upn=upn,
            external_id=self._maybe(f"P{number}"),
            legal_name=whole,
            name_key=fold(whole),
            preferred_name=called,
            preferred_key=called and fold(called),
            date_of_birth=self._maybe(date(2014, 2, 28)),
            year_group=self._one(None, -1, 0, 7),
            tutor_group=self._maybe("7KM"),
            tutor_id=self._maybe(self._dice.choice(self.staff)),
            starts_on=self._maybe(START),
            leaves_on=self._maybe(date(2027, 7, 20)),
            sen_status=self._maybe("K"),
            pupil_premium=self._one(None, True, False),
            eal=self._one(None, True, False),
            looked_after=self._one(None, True, False),
            young_carer=self._one(None, True, False),
            free_school_meals=self._one(None, True, False),
            ethnicity=self._maybe("White and Asian"),
            medical=self._maybe("=asthma, inhaler in the office"),
        )

    def _link(self, child: int, carer: int) -> None:
        self._add(
            "pupil_carer",
            pupil_id=child,
            carer_id=carer,
            relationship=self._maybe("mother"),
            responsibility=self._one("yes", "no", "unknown"),
            lives_with=self._one("yes", "no", "part", "unknown"),
            priority=self._dice.randrange(1, 4),
            emergency=self._one(True, False),
            listed=self._one(True, False),
        )

    # -- what happened ---------------------------------------------------------------------

    def calendar(self) -> None:
        for place, kind in enumerate(DayKind):
            first = START + timedelta(days=30 * place)
            self._add(
                "calendar_entry",
                kind=kind,
                name=f"={kind}",
                starts_on=first,
                ends_on=first + timedelta(days=place),
            )
        self._add("setting", name="call_gap_days", value="7")
        self._add("setting", name="map.sims", value='["Kind=pupil"]')

    def calls(self) -> None:
        for number in range(self._dice.randrange(5)):
            home = self._dice.choice(self.families)
            at, tone = self._moment(), self._one(None, *Tone)
            carers = [None, *self.carers[home]]
            made = self._add(
                "contact",
                external_id=f"k{number}",
                family_id=home,
                carer_id=self._dice.choice(carers),
                staff_id=self._dice.choice(self.staff),
                happened_at=at,
                happened_on=to_local(at).date(),
                channel=self._one(*Channel),
                direction=self._one(*Direction),
                outcome=self._one(*Outcome) if tone else Outcome.NO_ANSWER,
                tone=tone,
                minutes=self._one(None, 0, 12),
                note=self._maybe(self._text()),
                rule_override=self._maybe("social worker asked"),
            )
            for child, homes in self.pupils:
                if home in homes and self._dice.random() < 0.5:
                    self._add("contact_pupil", contact_id=made, pupil_id=child)
            self.contacts.append((made, home))

    def small(self) -> None:
        for number, (child, homes) in enumerate(self.pupils):
            told = [made for made, home in self.contacts if home in homes]
            self._add(
                "good_news",
                external_id=f"n{number}",
                pupil_id=child,
                staff_id=self._dice.choice(self.staff),
                happened_on=self._day(),
                text=self._text(),
                contact_id=self._dice.choice([None, *told]),
            )
            self._add(
                "conversation_target",
                external_id=f"t{number}",
                pupil_id=child,
                staff_id=self._dice.choice(self.staff),
                lead_id=self._maybe(self._dice.choice(self.staff)),
                reason=self._one(*TargetReason),
                note=self._maybe(self._text()[:500].strip()),
                added_on=START,
                removed_on=self._maybe(self._day()),
            )
        for number, home in enumerate(self.families):
            state = self._one("open", "kept", "broken")
            made_in = [None, *(made for made, at in self.contacts if at == home)]
            self._add(
                "promise",
                external_id=f"p{number}",
                family_id=home,
                contact_id=self._dice.choice(made_in),
                staff_id=self._dice.choice(self.staff),
                what=self._text(),
                made_on=START,
                due_on=self._day(),
                state=state,
                closed_on=None if state == "open" else self._day(),
            )

    # -- every term ------------------------------------------------------------------------

    def conversations(self) -> None:
        for number, (child, homes) in enumerate(self.pupils):
            home, at = self._dice.choice(homes), self._moment()
            state = self._one("booked", "missed", "held", "closed", "cancelled")
            closed = state == "closed"
            made = self._add(
                "conversation",
                uid=f"v{number}@parentlink",
                sequence=self._dice.randrange(3),
                pupil_id=child,
                family_id=home,
                carer_id=self._dice.choice([None, *self.carers[home]]),
                lead_id=self._dice.choice(self.staff),
                handover_to_id=self._maybe(self._dice.choice(self.staff)),
                school_year=2026,
                term=self._one("autumn", "spring"),
                starts_at=at,
                starts_on=to_local(at).date(),
                minutes=self._one(30, 60),
                room=self._maybe("H1; by the window"),
                interpreter=self._one(True, False),
                state=state,
                minutes_taken=self._maybe(45),
                pupil_view=self._maybe(self._text()),
                next_on=date(2027, 2, 1) if closed else None,
                keep_in_touch="=texts, on Fridays" if closed else None,
                closed_on=self._day() if closed else None,
            )
            self.talks.append((made, child, home))
            self._said(made)

    def _said(self, talk: int) -> None:
        for key, area in AREAS.items():
            if self._dice.random() < 0.4:
                self._add(
                    "conversation_answer",
                    conversation_id=talk,
                    stage=area.stage,
                    area=key,
                    text=self._text().strip(),
                    restricted=area.restricted or self._one(True, False),
                )
        for name in ("Ngozi Okafor", "Somebody; with a semicolon", '"Quoted" Ann')[
            : self._dice.randrange(4)
        ]:
            self._add("conversation_person", conversation_id=talk, name=name)
        for event in ConversationEvent:
            if self._dice.random() < 0.5:
                self._add(
                    "conversation_history",
                    conversation_id=talk,
                    event=event,
                    happened_at=self._moment(),
                    staff_id=self._dice.choice(self.staff),
                    was_at=self._maybe(self._moment()),
                    reason=self._maybe(self._text()[:500].strip()),
                )
        for step in MissedStep:
            done = self._maybe(self._day())
            self._add(
                "missed_follow_up",
                conversation_id=talk,
                step=step,
                due_on=self._day(),
                done_on=done,
                result=self._text()[:500].strip() if done else None,
            )

    def agreed(self) -> None:
        before: dict[int, int] = {}
        for number, (talk, child, home) in enumerate(self.talks * 2):
            state = self._one("open", "done", "not-working")
            owner = self._one(*ActionOwner)
            made = self._add(
                "action",
                external_id=f"a{number}",
                conversation_id=self._maybe(talk),
                family_id=home,
                pupil_id=child,
                staff_id=self._dice.choice(self.staff),
                owner=owner,
                who="Ms Reid",
                what=self._text(),
                made_on=START,
                due_on=self._day(),
                state=state,
                closed_on=None if state == "open" else self._day(),
                result=self._maybe(self._text()),
                barrier=self._maybe(self._one(*Barrier)),
                shareable=owner != ActionOwner.HOME and self._one(True, False),
                replaces_id=before.get(child),
            )
            before[child] = made

    def identities(self) -> None:
        """Merged records, and pairs who are two."""
        carers = [carer for here in self.carers.values() for carer in here]
        for kind, people in (("pupil", [child for child, _ in self.pupils]), ("carer", carers)):
            for one in people:
                if self._dice.random() < 0.3:
                    external = self._maybe(f"OLD{self._next()}")
                    owner = {f"{kind}_id": one}
                    self._add(
                        "known_as", **owner, external_id=external, name_key=fold(self._name())
                    )
            if len(people) > 1:
                one, other = self._dice.sample(people, 2)
                self._add("apart", **{f"{kind}_id": one, f"other_{kind}_id": other})


def make_school(path: Path, seed: int) -> Path:
    create(path)
    store = Store(path)
    try:
        with store.writing(Entry("given", datetime(2026, 9, 1, 8, tzinfo=UTC), None)):
            Maker(store, random.Random(seed)).all()
    finally:
        store.close()
    return path
