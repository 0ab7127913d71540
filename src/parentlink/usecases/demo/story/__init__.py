"""The 27 families of tutor group 7KM in their first year, as their tutor would know them."""

from parentlink.usecases.demo.story.known import IN_TOUCH, RESTED
from parentlink.usecases.demo.story.quiet import HARDLY_SPOKEN, ONLY_CONCERNS
from parentlink.usecases.demo.story.waiting import GOOD_NEWS_WAITING
from parentlink.usecases.demo.tales import Tale

STORY: tuple[Tale, ...] = (
    *GOOD_NEWS_WAITING,
    *HARDLY_SPOKEN,
    *ONLY_CONCERNS,
    *IN_TOUCH,
    *RESTED,
)
