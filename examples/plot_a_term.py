"""Positive calls of the autumn term, week by week, as bars: parentlink from Python.

Run it with `python examples/plot_a_term.py FILE`; without FILE it reads your own.
"""

import sys
from collections import Counter
from datetime import date

from sqlmodel import col, select

import parentlink
from parentlink.tables import Contact

FIRST, LAST = date(2026, 9, 1), date(2026, 12, 18)

with parentlink.session(sys.argv[1] if len(sys.argv) > 1 else None) as session:
    days = session.exec(
        select(col(Contact.happened_on)).where(
            Contact.tone == "positive",
            Contact.outcome == "reached",
            Contact.channel == "call",
            col(Contact.happened_on).between(FIRST, LAST),
        )
    ).all()

weeks = Counter(day.isocalendar().week for day in days)
for week in range(FIRST.isocalendar().week, max(weeks, default=36) + 1):
    monday = date.fromisocalendar(FIRST.year, week, 1)
    print(f"{monday:%d %b}  {'#' * weeks[week]} {weeks[week]}")
