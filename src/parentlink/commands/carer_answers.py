"""What carer add and carer edit understand of their options."""

from datetime import date
from typing import Any

from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name, clean_text, fold
from parentlink.parse.words import word
from parentlink.vocabulary import Channel, ContactRule, LivesWith, Responsibility


def person_values(
    name: str | None,
    phone: str | None,
    home_phone: str | None,
    work_phone: str | None,
    email: str | None,
) -> dict[str, Any]:
    """The columns for a name, numbers and an address; an empty text clears one."""
    from parentlink.parse.people import parse_email, titled
    from parentlink.parse.phone import parse_phone

    changes: dict[str, Any] = {}
    if name is not None:
        title, changes["name"] = titled(name, "the carer's name")
        if title:
            changes["title"] = title
        changes["name_key"] = fold(changes["name"])
    numbers = {"mobile_phone": phone, "home_phone": home_phone, "work_phone": work_phone}
    for column, text in numbers.items():
        if text is not None:
            changes[column] = parse_phone(text) if text.strip() else None
    if email is not None:
        changes["email"] = parse_email(email) if email.strip() else None
    return changes


def carer_values(
    today: date,
    prefers: str | None,
    best_times: str | None,
    languages: str | None,
    interpreter: bool | None,
    away_until: str | None,
    rule: str | None,
    reason: str | None,
) -> dict[str, Any]:
    """The columns for how a carer wishes to be contacted.

    Raises:
        Unreadable: a value is not one of its words, or a rule has no reason.
    """
    from parentlink.parse.when import parse_day

    values: dict[str, Any] = {}
    if prefers is not None:
        channel = word(Channel, prefers, "The channel") if prefers else None
        values["preferred_channel"] = channel
    for column, text in (("best_times", best_times), ("languages", languages)):
        if text is not None:
            values[column] = clean_text(text, f"the {column.replace('_', ' ')}", 200) or None
    if prefers is not None or best_times is not None:
        values["asked_on"] = today
    if interpreter is not None:
        values["interpreter"] = interpreter
    if away_until is not None:
        values["away_until"] = parse_day(away_until, today, "future") if away_until else None
    return values | _rule(rule, reason)


def _rule(rule: str | None, reason: str | None) -> dict[str, Any]:
    if rule is None:
        if reason is not None:
            raise Unreadable("A reason belongs to a rule: say --rule ask or --rule never too.")
        return {}
    chosen = word(ContactRule, rule, "The rule")
    if chosen is ContactRule.ALLOW:
        return {"contact_rule": chosen, "rule_reason": None}
    why = clean_text(reason or "", "the reason", 500)
    if not why:
        raise Unreadable(f'Please say why: --rule {chosen} --reason "court order of 3 March".')
    return {"contact_rule": chosen, "rule_reason": why}


def link_values(
    relationship: str | None,
    pr: str | None,
    lives_with: str | None,
    priority: int | None,
    emergency: bool | None,
) -> dict[str, Any]:
    """The columns for what a carer is to the family's pupils."""
    given = {
        "relationship": clean_name(relationship, "the relationship") if relationship else None,
        "responsibility": word(Responsibility, pr, "Parental responsibility") if pr else None,
        "lives_with": word(LivesWith, lives_with, "Lives with") if lives_with else None,
        "priority": priority,
        "emergency": emergency,
    }
    return {column: value for column, value in given.items() if value is not None}
