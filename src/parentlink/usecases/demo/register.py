"""Writing families in bulk: homes as plain values go in, rows with known ids come out."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from parentlink.parse.names import fold
from parentlink.parse.upn import check_letter
from parentlink.rules.school_days import academic_year
from parentlink.store.rows import columns
from parentlink.store.store import Store
from parentlink.usecases.demo.school_year import SchoolDays

_CHUNK = 5_000  # families written at once: quick, and memory stays flat
_MOBILE = "+447700900"
_LANDLINES = ("+441134960", "+441214960", "+441314960", "+441614960", "+442079460", "+441632960")


class Adult(NamedTuple):
    """A carer and what they are to the children of the home."""

    name: str
    relation: str
    mobile: bool = True
    landline: bool = False
    email: str | None = None
    title: str | None = None
    channel: str | None = None
    times: str | None = None
    asked: bool = False
    languages: str | None = None
    interpreter: bool = False
    away: int | None = None  # for so many school days more
    rule: str = "allow"
    reason: str | None = None
    responsibility: str = "yes"
    lives_with: str = "yes"
    emergency: bool = True


class Child(NamedTuple):
    """A pupil; flags are those that schools hold and no list shows."""

    name: str
    year: int = 7
    group: str = "7KM"
    preferred: str | None = None
    joined_ago: int | None = None  # in school days, when later than the others
    sen: str | None = None
    pupil_premium: bool | None = None
    eal: bool | None = None
    looked_after: bool | None = None
    young_carer: bool | None = None


class Home(NamedTuple):
    """A household. Without children it is another household of the one added before it."""

    surname: str
    adults: tuple[Adult, ...]
    children: tuple[Child, ...] = ()
    language: str = "English"
    household: str | None = None
    key_contact: int | None = None


class Placed(NamedTuple):
    """The ids a home was given."""

    family: int
    carers: tuple[int, ...]
    pupils: tuple[int, ...]
    tutor: int | None


class Register:
    """Adds homes to an empty file, a few thousand at a time."""

    def __init__(self, store: Store, school: SchoolDays, tutors: dict[str, int]) -> None:
        self._store = store
        self._school = school
        self._asked = school.ago(46)
        self._tutors = tutors
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
        self._made = dict.fromkeys(_COLUMNS, 0)
        self._mobiles = self._landlines = 0
        self._last = Placed(0, (), (), None)

    def add(self, home: Home, added_on: date) -> Placed:
        """The home's rows; they are in the file after the next `flush`."""
        late = [child.joined_ago for child in home.children]
        if late and all(late):  # known since its first child came
            added_on = self._school.ago(max(ago or 0 for ago in late))
        family = self._row(
            "family",
            *(home.surname, fold(home.surname), home.household, home.language),
            *(home.key_contact, added_on.isoformat()),
        )
        pupils = tuple(self._pupil(child, added_on) for child in home.children)
        tutor = self._tutors.get(home.children[0].group) if home.children else self._last.tutor
        pupils = pupils or self._last.pupils
        for pupil in pupils:
            self._row("pupil_family", pupil, family)
        carers = tuple(
            self._carer(adult, family, pupils, place)
            for place, adult in enumerate(home.adults, start=1)
        )
        self._last = Placed(family, carers, pupils, tutor)
        if len(self._rows["family"]) >= _CHUNK:
            self.flush()
        return self._last

    def flush(self) -> None:
        """Write what has gathered."""
        for table, rows in self._rows.items():
            self._store.insert_many(table, _COLUMNS[table], rows)
            rows.clear()

    def made(self, table: str) -> int:
        """How many rows a table has been given."""
        return self._made[table]

    def _row(self, table: str, *cells: Any) -> int:
        self._rows[table].append(cells)
        self._made[table] += 1
        return self._made[table]

    def _pupil(self, child: Child, added_on: date) -> int:
        number = self._made["pupil"]
        joined = self._school.ago(child.joined_ago) if child.joined_ago else added_on
        entry = academic_year(self._school.today) - child.year + 7
        digits = f"999{4000 + number // 1000}{entry % 100:02}{number % 1000:03}"
        born = date(entry - 12, 9, 1) + timedelta(days=number * 131 % 365)
        cells = columns(
            {
                "upn": check_letter(digits) + digits,
                "legal_name": child.name,
                "name_key": fold(child.name),
                "preferred_name": child.preferred,
                "preferred_key": fold(child.preferred) if child.preferred else None,
                "date_of_birth": born,
                "year_group": child.year,
                "tutor_group": child.group,
                "tutor_id": self._tutors.get(child.group),
                "starts_on": joined,
                "sen_status": child.sen,
                "pupil_premium": child.pupil_premium,
                "eal": child.eal,
                "looked_after": child.looked_after,
                "young_carer": child.young_carer,
            }
        )
        return self._row("pupil", *cells.values())

    def _carer(self, adult: Adult, family: int, pupils: tuple[int, ...], place: int) -> int:
        cells = columns(
            {
                "family_id": family,
                "title": adult.title,
                "name": adult.name,
                "name_key": fold(adult.name),
                "mobile_phone": self._mobile() if adult.mobile else None,
                "home_phone": self._landline() if adult.landline else None,
                "email": adult.email,
                "preferred_channel": adult.channel,
                "best_times": adult.times,
                "asked_on": self._asked if adult.asked else None,
                "languages": adult.languages,
                "interpreter": adult.interpreter,
                "away_until": self._school.ahead(adult.away) if adult.away else None,
                "contact_rule": adult.rule,
                "rule_reason": adult.reason,
            }
        )
        carer = self._row("carer", *cells.values())
        for pupil in pupils:
            self._row(
                "pupil_carer",
                *(pupil, carer, adult.relation, adult.responsibility, adult.lives_with),
                *(place, int(adult.emergency), 1),
            )
        return carer

    def _mobile(self) -> str:
        """Ofcom keeps a thousand mobile numbers for drama; after those they repeat."""
        self._mobiles += 1
        return f"{_MOBILE}{self._mobiles * 379 % 1000:03}"

    def _landline(self) -> str:
        self._landlines += 1
        place = self._landlines * 677 % 6000
        return f"{_LANDLINES[place // 1000]}{place % 1000:03}"


_COLUMNS = {
    "family": ("name", "name_key", "household", "home_language", "key_contact_id", "added_on"),
    "pupil": (
        *("upn", "legal_name", "name_key", "preferred_name", "preferred_key", "date_of_birth"),
        *("year_group", "tutor_group", "tutor_id", "starts_on", "sen_status", "pupil_premium"),
        *("eal", "looked_after", "young_carer"),
    ),
    "carer": (
        *("family_id", "title", "name", "name_key", "mobile_phone", "home_phone", "email"),
        *("preferred_channel", "best_times", "asked_on", "languages", "interpreter"),
        *("away_until", "contact_rule", "rule_reason"),
    ),
    "pupil_family": ("pupil_id", "family_id"),
    "pupil_carer": (
        *("pupil_id", "carer_id", "relationship", "responsibility", "lives_with", "priority"),
        *("emergency", "listed"),
    ),
}
