"""Whether a pupil's last day at school matters to what was agreed for them."""

from datetime import date


def last_day_before(leaves_on: date | None, on: date, today: date) -> date | None:
    """The last day at school, if it has passed, or comes before the day of what was agreed."""
    return leaves_on if leaves_on and leaves_on < max(on, today) else None
