"""The guided form of a structured conversation: its stages, what each asks, and how to listen.

Four stages in their order, Explore, Focus, Plan, Review (DCSF 01056-2009); what the first one asks
after is article A4. Which areas are held back by default is our own choice.
"""

from collections.abc import Collection
from typing import NamedTuple

from parentlink.vocabulary.talks import Stage


class Area(NamedTuple):
    """One thing to talk about. A `restricted` answer is in no list, share or export."""

    stage: Stage
    key: str
    question: str
    help: str
    restricted: bool = False


class Step(NamedTuple):
    """One question of the guided form, and the option that says the same."""

    key: str
    stage: Stage | None  # None: about the meeting itself
    question: str
    option: str


E, F, P, R = Stage.EXPLORE, Stage.FOCUS, Stage.PLAN, Stage.REVIEW
FORM = (
    Area(E, "interests", "Interests and hobbies", "what fills free time, what brings a smile"),
    Area(E, "strengths", "Strengths", "what comes easily, what the family is proud of"),
    Area(E, "fears", "Fears and dislikes", "at school or elsewhere; what sets them off"),
    Area(E, "friendships", "Friendships", "who matters, how things are with others"),
    Area(E, "sleep-and-eating", "Sleep and eating", "how nights, mornings and meals go", True),
    Area(E, "caring-role", "Caring role", "whether they look after somebody at home", True),
    Area(
        E,
        "home-pressures",
        "Homework and pressures at home",
        "time, space, work, health: what makes it harder just now",
        True,
    ),
    Area(F, "what-matters", "What matters most", "of all that was said: the one or two things"),
    Area(F, "aspirations", "The parent's hopes", "this year, and later on"),
    Area(P, "goals", "Shared goals", "what all of us want to see by the next conversation"),
    Area(R, "how-we-know", "How we will know", "what each of us would notice if it works"),
)
AREAS = {area.key: area for area in FORM}
HEADINGS = {
    Stage.EXPLORE: "Explore: the child as a person. Nothing is unimportant, nothing is required.",
    Stage.FOCUS: "Focus: what matters most.",
    Stage.PLAN: "Plan: what we do, who does it, and by when.",
    Stage.REVIEW: "Review: how we will know, and when we talk again.",
}

PRESENT, PUPIL_VIEW, ACTIONS = "present", "pupil-view", "actions"
NEXT, KEEP_IN_TOUCH, MINUTES = "next", "keep-in-touch", "minutes"


def _asked(stage: Stage) -> tuple[Step, ...]:
    return tuple(
        Step(area.key, stage, f"{area.question} ({area.help})", f"--say {area.key}=TEXT")
        for area in FORM
        if area.stage == stage
    )


STEPS = (
    Step(PRESENT, None, "Who was there? Names, with commas between them", "--present"),
    *_asked(Stage.EXPLORE),
    Step(PUPIL_VIEW, Stage.EXPLORE, "And the pupil's own view, in their words", "--pupil-view"),
    *_asked(Stage.FOCUS),
    *_asked(Stage.PLAN),
    Step(ACTIONS, Stage.PLAN, "What was agreed? (empty: nothing more)", "--action"),
    *_asked(Stage.REVIEW),
    Step(NEXT, Stage.REVIEW, "When do we talk again? A day", "--next"),
    Step(KEEP_IN_TOUCH, Stage.REVIEW, "How do we keep in touch until then?", "--keep-in-touch"),
    Step(MINUTES, None, "How many minutes did it take?", "--minutes"),
)


def left_to_ask(filled: Collection[str]) -> tuple[Step, ...]:
    """The questions after the last one that was answered; those passed over are not asked again.

    Agreed actions may be more than one, so that question comes again if it was the last.
    """
    last = max((place for place, step in enumerate(STEPS) if step.key in filled), default=-1)
    again = last >= 0 and STEPS[last].key == ACTIONS
    return STEPS[last if again else last + 1 :]


# What is asked about each action, after the one question that names it.
OWNER = "Who does it?"
WHO = "Who exactly?"
BY = "By when?"
BARRIER = "Does it get a barrier out of the way? (empty: no)"
SHAREABLE = "May teachers see it as something that works for this child? (y/n)"
USUAL_DAYS = 10  # school days until an action is due, where nothing was said
STOP = "stop"


# -- before the meeting, in our own words ----------------------------------------------------

OPENING = (
    "What has {pupil} been enjoying lately, in school or out of it?",
    "What do you see at home that you wish we saw as well?",
    "Is there anything about school that {pupil} worries about, or would gladly miss?",
    "What helps when things get hard: what works for you that we could try?",
    "What would you most like for {pupil} by the end of this term, and later on?",
)
LISTENING = (
    ("listen", "let them finish; count to three before you answer"),
    ("acknowledge", "say back what you heard, in their words"),
    ("empathise", "name what it may feel like; you need not agree or put it right"),
    ("be open", "say what you do not know, and what school could do better"),
    ("individual", "this child and this family, not children like this"),
)
BANNER = (
    "No judgement, and not about results: an hour about {pupil} as a person, with the people who "
    "know {pupil} best."
)
