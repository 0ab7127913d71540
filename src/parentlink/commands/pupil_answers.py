"""What pupil add and pupil edit understand of their options."""

from datetime import date
from typing import Any

from parentlink.parse.names import clean_name, clean_text, fold, person_name
from parentlink.parse.words import word
from parentlink.vocabulary import SenStatus

_LONGEST = 1_000  # characters


def pupil_values(
    today: date, preferred: str | None, starts: str | None, leaves: str | None
) -> dict[str, Any]:
    """The columns for a preferred name and the days at this school; an empty text clears one."""
    from parentlink.parse.when import parse_day

    values: dict[str, Any] = {}
    if preferred is not None:
        name = clean_name(preferred, "the preferred name") if preferred else None
        values |= {"preferred_name": name, "preferred_key": fold(name) if name else None}
    for column, text in (("starts_on", starts), ("leaves_on", leaves)):
        if text is not None:
            values[column] = parse_day(text, today, "future") if text else None
    return values


def school_values(
    name: str | None, group: str | None, year: str | None, upn: str | None, born: str | None
) -> dict[str, Any]:
    """The columns for the legal name, the place in school, the UPN and the date of birth."""
    from parentlink.parse.people import parse_group, parse_year, year_of
    from parentlink.parse.upn import parse_upn
    from parentlink.parse.when import parse_csv_day

    values: dict[str, Any] = {}
    if name is not None:
        values["legal_name"] = person_name(name, "the pupil's name")
    if group is not None:
        values["tutor_group"] = parse_group(group) if group else None
        if group and (implied := year_of(values["tutor_group"])) is not None:
            values["year_group"] = implied
    if year is not None:
        values["year_group"] = parse_year(year) if year else None
    if upn is not None:
        values["upn"] = parse_upn(upn) if upn else None
    if born is not None:
        values["date_of_birth"] = parse_csv_day(born) if born else None
    return values


def flags(
    sen: str | None,
    pupil_premium: bool | None,
    eal: bool | None,
    looked_after: bool | None,
    young_carer: bool | None,
    free_meals: bool | None,
) -> dict[str, Any]:
    """The restricted columns that were said."""
    given: dict[str, Any] = {
        "sen_status": word(SenStatus, sen, "The SEN status") if sen else None,
        "pupil_premium": pupil_premium,
        "eal": eal,
        "looked_after": looked_after,
        "young_carer": young_carer,
        "free_school_meals": free_meals,
    }
    return {column: value for column, value in given.items() if value is not None}


def facts(ethnicity: str | None, medical: str | None) -> dict[str, Any]:
    """The restricted columns in words that were said; an empty text clears one."""
    said = {"ethnicity": ethnicity, "medical": medical}
    return {
        column: clean_text(text, f"the {column}", _LONGEST) or None
        for column, text in said.items()
        if text is not None
    }
