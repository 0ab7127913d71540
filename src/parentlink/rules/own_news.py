"""Whom in a family to ask for when there is good news: a carer of the child whom it is about."""

from datetime import date

from parentlink.rules.carers import CarerFacts, may_hear_of, right_carer
from parentlink.rules.standing import Standing


def with_own_news(standing: Standing, today: date) -> tuple[Standing, CarerFacts | None]:
    """Whom to ask for, and only the good news that they may hear: the newest decides who it is."""
    carers = standing.carers
    for news in standing.good_news:
        own = [carer for carer in carers if may_hear_of(carer, news.pupil_id, carers)]
        if carer := right_carer(own, today):
            break
    else:
        carer = right_carer(carers, today)
    theirs = tuple(
        news for news in standing.good_news if carer and may_hear_of(carer, news.pupil_id, carers)
    )
    return standing._replace(good_news=theirs), carer
