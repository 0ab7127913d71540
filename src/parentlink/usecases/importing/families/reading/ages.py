"""Whether a date of birth can be a pupil's: 02/03/2115 and 02/03/1915 are slips of the keyboard."""

from datetime import date

from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.named import Wrong

YOUNGEST, OLDEST = 2, 25  # years; from nursery to the last who stay on


class Ages:
    """Knows the day of the import, on which a pupil is of an age to be at school."""

    def __init__(self, today: date | None) -> None:
        self._today = today.isoformat() if today else ""

    def refuse_wrong(self, pupil: Values) -> None:
        """Look at a pupil; of one who has left or is still to come that day counts.

        Raises:
            Wrong: the child would be younger than two, or older than twenty-five.
        """
        born, day = str(pupil.get("date_of_birth") or ""), self._today
        if not born or not day:
            return
        day = min(day, str(pupil.get("leaves_on") or day))
        day = max(day, str(pupil.get("starts_on") or day))
        if not _years_before(day, OLDEST + 1) < born <= _years_before(day, YOUNGEST):
            why = (
                f"With this date of birth the pupil would not be {YOUNGEST} to {OLDEST} years old. "
                "Please look at the year."
            )
            raise Wrong("date_of_birth", born, why)


def _years_before(day: str, years: int) -> str:
    """The same day in another year, as text that can be compared."""
    return f"{int(day[:4]) - years:04}{day[4:]}"
