"""The questions a terminal asks, as data: what to ask, and which option says the same."""

from typing import NamedTuple

from parentlink.vocabulary import Channel, Outcome, Tone


class Question(NamedTuple):
    """One question. `words` are the answers there are; any text where there are none."""

    text: str
    option: str
    words: tuple[str, ...] = ()
    default: str = ""


WHO = Question("Who was it with? A name, a phone number or an id", "WHO")
WHICH = WHO._replace(text="Which one? The number of the line, a name or an id")
CHANNEL = Question(
    "How?",
    "--channel",
    tuple(channel.value for channel in Channel if channel is not Channel.CALL),
    "text",
)
OUTCOME = Question(
    "What happened?", "--outcome", tuple(outcome.value for outcome in Outcome), "reached"
)
TONE = Question("What was it about?", "--tone", tuple(tone.value for tone in Tone))
NOTE = Question("A few words, if you like", "--note")
PROMISE = Question("Did you promise anything? (empty if not)", "--promise")
PROMISE_BY = Question("By when?", "--by", default="fri")
