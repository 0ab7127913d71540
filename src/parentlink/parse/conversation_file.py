"""Notes of a conversation as TOML: the template we write, and what comes back from a person."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from parentlink.errors import Unreadable
from parentlink.parse.conversation_notes import AgreedNote, Answer, Notes, action_text
from parentlink.parse.dates import make_day
from parentlink.parse.names import clean_name, clean_text, shorten
from parentlink.parse.words import word
from parentlink.vocabulary.talks import ActionOwner, Barrier, Stage

# Stage, area, question, help, and whether the answer is held back: rules/conversation_form.py.
Form = Sequence[tuple[Stage, str, str, str, bool]]

_TOP = ("present", "pupil-there", "minutes", "restricted")
_BESIDE = {
    Stage.EXPLORE: ("pupil-view",),
    Stage.PLAN: ("action",),
    Stage.REVIEW: ("next", "keep-in-touch"),
}
_ACTION = ("owner", "who", "what", "by", "barrier", "shareable")
_MOST_MINUTES = 600


# -- reading -------------------------------------------------------------------------------


def read_notes(text: str, form: Form) -> Notes:
    """What a file of notes says; every part may be left out.

    Raises:
        Unreadable: not TOML, a key we do not know, or a value that is not what it should be.
    """
    whole = _loaded(text)
    _only(whole, (*_TOP, *Stage), "the notes")
    tables = {stage: _table(whole, stage) for stage in Stage}
    for stage, table in tables.items():
        _only(table, (*_areas(form, stage), *_BESIDE.get(stage, ())), f"[{stage.value}]")
    review = tables[Stage.REVIEW]
    return Notes(
        tuple(clean_name(name, "the name") for name in _words(whole, "present")),
        _yes(whole, "pupil-there"),
        _minutes(whole),
        _text(tables[Stage.EXPLORE], "pupil-view"),
        tuple(_answers(tables, form)),
        tuple(_action(block) for block in _blocks(tables[Stage.PLAN])),
        _day(review, "next"),
        _text(review, "keep-in-touch"),
        tuple(_known(area, [one[1] for one in form]) for area in _words(whole, "restricted")),
    )


def _loaded(text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as problem:
        raise Unreadable(
            f"The notes cannot be read: {problem}. Text stands between ''' marks, and a line that "
            "begins with # is left out. `parentlink conversation template` shows how they look."
        ) from None
    except (RecursionError, ValueError):  # brackets in brackets, a number of 5,000 digits
        raise Unreadable("The notes cannot be read: there is something odd in them.") from None


def _only(table: Mapping[str, Any], known: Collection[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise Unreadable(
                f"There is no place for {shorten(key)!r} in {where}.{_near(key, known)} "
                f"Known there: {', '.join(known)}."
            )


def _near(key: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""


def _known(area: str, areas: list[str]) -> str:
    _only({area: True}, areas, "restricted")
    return area


def _areas(form: Form, stage: Stage) -> Iterator[str]:
    return (area for of, area, *_ in form if of == stage)


def _table(whole: Mapping[str, Any], stage: Stage) -> dict[str, Any]:
    found = whole.get(stage, {})
    if not isinstance(found, dict):
        raise Unreadable(f"{stage.value} is a part of the notes: write it as [{stage.value}].")
    return found


def _answers(tables: Mapping[Stage, Mapping[str, Any]], form: Form) -> Iterator[Answer]:
    for stage, area, *_ in form:
        if said := _text(tables[stage], area):
            yield Answer(area, said)


def _text(table: Mapping[str, Any], key: str) -> str | None:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise Unreadable(f"{key} is text: write it as {key} = '''a few words'''.")
    return clean_text(value, key).strip() or None


def _yes(table: Mapping[str, Any], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise Unreadable(f"{key} is true or false, without quotes.")
    return value


def _words(table: Mapping[str, Any], key: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unreadable(f'{key} is a list: write it as {key} = ["one", "another"].')
    return value


def _minutes(table: Mapping[str, Any]) -> int | None:
    value = table.get("minutes")
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= _MOST_MINUTES:
        raise Unreadable(f"minutes is a whole number from 1 to {_MOST_MINUTES}: minutes = 50.")
    return value


def _day(table: Mapping[str, Any], key: str) -> date | None:
    value = table.get(key)
    if value is None or value == "":
        return None
    if type(value) is date:
        return make_day(value.year, value.month, value.day, value.isoformat())
    if isinstance(value, str):
        from parentlink.parse.when import parse_csv_day

        return parse_csv_day(value)
    raise Unreadable(f"{key} is a day without a time: {key} = 2026-12-04.")


def _blocks(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    value = plan.get("action", [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unreadable("An action is a block of its own that begins with [[plan.action]].")
    return value


def _action(block: Mapping[str, Any]) -> AgreedNote:
    _only(block, _ACTION, "[[plan.action]]")
    what = action_text(_text(block, "what") or "")
    due = _day(block, "by")
    owner = _text(block, "owner")
    if due is None or owner is None:
        lacks = "by, the day it is done by" if owner else "owner: school, home or pupil"
        raise Unreadable(f"The action {shorten(what)!r} lacks {lacks}.")
    who, barrier = _text(block, "who"), _text(block, "barrier")
    return AgreedNote(
        word(ActionOwner, owner, "The owner of an action"),
        clean_name(who, "the name") if who else None,
        what,
        due,
        word(Barrier, barrier, "The barrier").value if barrier else None,
        _yes(block, "shareable"),
    )


# -- writing -------------------------------------------------------------------------------


def write_notes(
    notes: Notes, form: Form, headings: Mapping[Stage, str], remarks: Sequence[str] = ()
) -> str:
    """The template, filled with what is there; `remarks` stand at its head."""
    said = {answer.area: answer.text for answer in notes.answers}
    lines = [
        *(_remark(text) for text in remarks),
        _remark("Write between the ''' marks, and leave empty what was not talked about."),
        _remark("Facts, in plain words, as if the family will read them."),
        "",
        f"present = [{', '.join(map(_basic, notes.present))}]",
        f"pupil-there = {'true' if notes.pupil_there else 'false'}",
        _or_remark("minutes", str(notes.minutes) if notes.minutes else "", "50"),
        _remark("Areas to hold back; sleep-and-eating, caring-role and home-pressures always are."),
        f"restricted = [{', '.join(map(_basic, notes.restricted))}]",
    ]
    for stage in Stage:
        lines += ["", _remark(headings[stage]), f"[{stage.value}]"]
        for of, area, question, help_, restricted in form:
            if of == stage:
                held = " Held back." if restricted else ""
                lines += [_remark(f"{question}: {help_}.{held}"), _block(area, said.get(area))]
        lines += _beside(stage, notes)
    return "\n".join(lines) + "\n"


def _beside(stage: Stage, notes: Notes) -> list[str]:
    if stage == Stage.EXPLORE:
        return [
            _remark("The pupil's own view, in their words."),
            _block("pupil-view", notes.pupil_view),
        ]
    if stage == Stage.PLAN:
        head = "One block for each action, without the # signs; copy it as often as needed."
        return [_remark(head), *map(_remark, _example()), *_written(notes.actions)]
    if stage == Stage.REVIEW:
        day = notes.next_on.isoformat() if notes.next_on else ""
        return [
            _remark("The next date, and how we keep in touch until then."),
            _or_remark("next", day, "2026-12-04"),
            _block("keep-in-touch", notes.keep_in_touch),
        ]
    return []


def _example() -> list[str]:
    return [
        "[[plan.action]]",
        'owner = "school"          # school, home or pupil',
        'who = "Ms Reid"',
        'what = "a seat near the front"',
        "by = 2026-12-04",
        f'barrier = "time"          # if it answers one: {", ".join(Barrier)}',
        "shareable = true          # teachers may see it",
    ]


def _written(actions: Sequence[AgreedNote]) -> Iterator[str]:
    for one in actions:
        yield "[[plan.action]]"
        yield f"owner = {_basic(one.owner)}"
        if one.who:
            yield f"who = {_basic(one.who)}"
        yield f"what = {_basic(one.what)}"
        yield f"by = {one.due_on.isoformat()}"
        if one.barrier:
            yield f"barrier = {_basic(one.barrier)}"
        yield f"shareable = {'true' if one.shareable else 'false'}"


def _remark(text: str) -> str:
    # A name may hold what would end the line, or what TOML refuses in a remark.
    return "# " + "".join(sign if sign.isprintable() else " " for sign in text)


def _or_remark(key: str, value: str, example: str) -> str:
    return f"{key} = {value}" if value else f"# {key} = {example}"


def _block(key: str, text: str | None) -> str:
    """Text on lines of its own between marks in which every sign stands for itself."""
    if text and ("'''" in text or not _calm(text)):
        return f"{key} = {_basic(text)}"
    return f"{key} = '''\n{text}\n'''" if text else f"{key} = '''\n'''"


def _calm(text: str) -> bool:
    return all(sign in "\n\t" or (sign >= " " and sign != "\x7f") for sign in text)


def _basic(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
