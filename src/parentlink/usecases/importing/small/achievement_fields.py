"""The rows of a school's achievement export: good things become good news, the rest is left out."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.blocks import Layout, in_blocks
from parentlink.exchange.headings import aliases
from parentlink.exchange.sheet import Shape
from parentlink.parse.file_days import parse_file_when
from parentlink.parse.names import clean_text, fold, quoted, shorten
from parentlink.parse.words import TITLES
from parentlink.rules.achievements import Row, Verdict, in_words, is_unclear_kind, judge
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.contacts.cells import read_external, read_staff
from parentlink.usecases.importing.named import Wrong, name_pupil
from parentlink.usecases.importing.small import fields as small
from parentlink.usecases.importing.small.fields import Around, Cells, LeftOut, NotForUs

HEADINGS: dict[str, tuple[str, ...]] = {
    "external_id": ("achievement id", "event id", "record id"),
    "date": (
        *("date & time", "date and time", "datetime", "day", "on", "when", "event date"),
        *("achievement date", "date of achievement", "date awarded", "awarded on", "date recorded"),
        *("recorded on", "date given", "incident date", "date of incident"),
    ),
    "upn": ("unique pupil number", "pupil upn", "student upn"),
    "pupil": ("pupil name", "student", "student name", "child", "name", "full name"),
    "forename": ("first name", "legal forename", "preferred forename", "pupil forename"),
    "surname": ("last name", "legal surname", "preferred surname", "pupil surname"),
    "surname_forename": ("legal surname legal forename", "surname and forename"),
    "tutor_group": ("reg", "reg group", "form", "form group", "registration group", "tutor group"),
    "kind": (
        *("achievement or behaviour", "achievement/behaviour", "behaviour or achievement"),
        *("behaviour/achievement", "positive or negative", "positive/negative", "record type"),
        *("event kind", "event category", "conduct", "nature", "polarity"),
    ),
    "achievement": (
        *("type of achievement", "achievement type", "award", "award type", "reward"),
        *("reward type", "merit", "merit type", "praise", "praise type", "commendation"),
    ),
    "incident": (
        *("type of incident", "incident type", "type of behaviour", "behaviour type"),
        *("demerit", "demerit type", "sanction", "sanction type", "behaviour incident"),
    ),
    # Some programs call everything a behaviour, the good ones as well.
    "type": ("event type", "category", "event", "level", "code", "behaviour", "behaviour name"),
    "achievement_points": ("house points", "merits", "merit points", "reward points"),
    "behaviour_points": ("demerits", "demerit points", "negative points", "incident points"),
    "points": ("conduct points", "point", "score"),
    "subject": ("course", "lesson"),
    "description": (
        *("details", "detail", "what happened", "summary", "reason", "text"),
        *("achievement description", "achievement details", "activity"),
    ),
    "comment": ("comments", "note", "notes", "achievement comments", "achievement comment"),
    "staff": (
        *("staff involved", "staff name", "teacher", "member of staff", "awarded by", "given by"),
        *("issued by", "by", "staff member"),
    ),
    "recorded_by": ("reported by", "entered by", "logged by"),
    "section": (),
    "problem": (),
}
OF_DAY = "SELECT external_id, text FROM good_news WHERE pupil_id = :pupil_id AND happened_on = :day"
_WHO = ("upn", "pupil", "forename", "surname", "surname_forename", "tutor_group")
_TELLS = ("kind", "achievement", "incident", "type", "section")
_TELLS_POINTS = ("achievement_points", "behaviour_points", "points")
# Headings by which a list tells what is good from what is not.
KIND_HEADINGS = tuple(
    name for field in (*_TELLS[:-1], *_TELLS_POINTS) for name in (field, *HEADINGS[field])
)
_GROUP_BEHIND = re.compile(r"(?P<name>.+?)\s*\((?P<group>[^()]{1,20})\)")
_LONG_ENOUGH = 15  # letters that two texts have in common by more than chance
_NAMED = 12  # types in one sentence


def shape(maps: Sequence[str]) -> Shape:
    """A report may have a head and more than one table: they are read as one."""
    known = aliases(HEADINGS, maps)
    mapped = known.keys() - {key for key, field in aliases(HEADINGS).items() if known[key] == field}
    return in_blocks(Layout(known, mapped, "date", _WHO, "section"))


def check_columns(found: Collection[str], name: str) -> None:
    """A file that cannot say what is an achievement is not guessed at.

    Raises:
        RowsRefused: naming the column that is missing.
    """
    if "date" not in found:
        raise small.no_column(name, "date")
    if not {*_TELLS, *_TELLS_POINTS} & {*found}:
        raise RowsRefused(
            f"No column of {name} says what kind of achievement each row is. If there is one, name "
            'it: --map "Their heading=type". If every row is good news, bring it in with '
            "`parentlink import good-news`."
        )


def achievement(cells: Cells, around: Around) -> tuple[str, Values]:
    """Good news of one achievement. Raises NotForUs for anything else, Wrong."""
    _judge(cells, around)
    pupil = small.who_meant(_named(cells), around, "pupil")
    day = _day(cells, around)
    kind = cells.get("achievement") or cells.get("type") or ""
    subject, words = cells.get("subject", ""), _words(cells)
    text = small.tried(
        "description", in_words(kind, subject, words), lambda it: clean_text(it, "the description")
    )
    by = read_staff(_first_of(cells.get("staff") or cells.get("recorded_by") or ""))
    said = (pupil, day, *map(fold, (kind, subject, words or (by[1] if by else ""))))
    key = read_external(cells.get("external_id", "")) or small.made_key(said)
    if known := _on_file(around, pupil, day, (key, text, words)):
        return known, {}
    values: Values = {"pupil_id": pupil, "happened_on": day, "text": text}
    return key, values | ({"staff_id": by[1]} if by else {})


def _judge(cells: Cells, around: Around) -> None:
    """Go on with what is good for certain. Raises NotForUs."""
    said = {field: cells.get(field, "") for field in ("achievement", "incident", "kind", "type")}
    points = {field: _points(field, cells.get(field, "")) for field in _TELLS_POINTS}
    good = {fold(text) for text in said.values() if text} & around.said_good
    verdict = judge(
        Row(
            **said,  # type: ignore[arg-type]
            title=cells.get("section", ""),
            **points,  # type: ignore[arg-type]
            said_good=bool(good),
            description=_words(cells),
        )
    )
    if verdict is not Verdict.GOOD:
        is_kind = is_unclear_kind(said["kind"])
        shown = said["kind"] if is_kind else said["achievement"] or said["type"] or said["kind"]
        raise NotForUs(LeftOut(shown, verdict is Verdict.INCIDENT))


def _points(field: str, text: str) -> float:
    """A number of points, 0 for a blank cell. Raises Wrong."""
    plain = re.sub("[−–]", "-", text.strip())
    if re.fullmatch(r"\(\d+\)", plain):  # as accountants write what is below zero
        plain = f"-{plain[1:-1]}"
    if not plain:
        return 0
    if not re.fullmatch(r"[+-]?\d{1,6}(\.\d+)?", plain):
        raise Wrong(field, text, "This is no number of points. Please write one, or leave it out.")
    return float(plain)


def _named(cells: Cells) -> Cells:
    """Who is meant as the other imports write it: upn, pupil, tutor_group."""
    row: Values = {field: cells.get(field, "") for field in _WHO}
    group = cells.get("tutor_group", "")
    if behind := _GROUP_BEHIND.fullmatch(cells.get("pupil", "")):
        row["pupil"], group = behind["name"], group or behind["group"]
    pupil: Values = {}
    name_pupil(row, pupil)
    return {
        "upn": cells.get("upn", ""),
        "pupil": str(pupil.get("legal_name") or ""),
        "tutor_group": group,
    }


def _day(cells: Cells, around: Around) -> str:
    text = cells.get("date", "")
    try:
        found = parse_file_when(text).day
    except Unreadable as why:
        raise Wrong("date", text, str(why)) from None
    return small.past(cells, "date", found, around.today).isoformat()


def _words(cells: Cells) -> str:
    """What happened, on one line; a remark behind it unless it says the same."""
    one, two = (" ".join(cells.get(field, "").split()) for field in ("description", "comment"))
    if not one or not two or fold(one) == fold(two):
        return one or two
    return f"{one} {two}" if one.endswith((".", "!", "?")) else f"{one}. {two}"


def _first_of(text: str) -> str:
    """One member of staff of "Ms Reid, Mr Lee" or of "Reid, Anna"."""
    first = re.split(r"[;\n]", text, maxsplit=1)[0].strip()
    one, comma, rest = (part.strip() for part in first.partition(","))
    if not comma or not one or not rest:
        return one or rest
    is_titled = fold(one).split(" ")[0] in TITLES
    return one if is_titled else f"{rest} {one}"


def _on_file(around: Around, pupil: int, day: str, made: tuple[str, str, str]) -> str | None:
    """The good news that says this already: brought in before, or typed by hand."""
    if around.store is None:
        return None
    key, text, words = made
    for known, typed in around.store.cursor(OF_DAY, pupil_id=pupil, day=day):
        if known == key or any(_is_same(typed, ours) for ours in (text, words)):
            return str(known)
    return None


def _is_same(typed: str, ours: str) -> bool:
    one, two = (" ".join(re.findall(r"\w+", fold(each))) for each in (typed, ours))
    short, long = sorted((one, two), key=len)
    return one == two or (len(short) >= _LONG_ENOUGH and f" {short} " in f" {long} ")


def left_out(rows: Iterable[LeftOut]) -> list[str]:
    """What was not taken for good news, in sentences."""
    found = list(rows)
    incidents = sum(each.is_known for each in found)
    unclear = Counter(each.what for each in found if not each.is_known)
    said = []
    if incidents:
        were = "incident was" if incidents == 1 else "incidents were"
        said.append(
            f"{incidents:,} behaviour {were} left out: parentlink keeps good news, and no "
            "behaviour records."
        )
    if unclear:
        said.append(_unclear(unclear))
    return said


def _unclear(types: Counter[str]) -> str:
    named = ", ".join(
        f"{_quoted(what)} ({count:,} {'row' if count == 1 else 'rows'})"
        for what, count in types.most_common(_NAMED)
    )
    more = f" and {len(types) - _NAMED} more types" if len(types) > _NAMED else ""
    first = next((what for what, _ in types.most_common() if what), "")
    remedy = (
        f"If one of them is good news, say so: --good {quoted(first)}."
        if first
        else "Please fill in what kind of achievement they are."
    )
    return f"Left out, since it is not clear whether it is an achievement: {named}{more}. {remedy}"


def _quoted(what: str) -> str:
    return f'"{shorten(what)}"' if what else "no type"
