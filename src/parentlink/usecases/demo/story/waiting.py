"""Families of 7KM with good news waiting for their next call."""

from parentlink.usecases.demo.register import Adult, Child, Home
from parentlink.usecases.demo.tales import (
    AMIN,
    DOYLE,
    OSEI,
    News,
    Tale,
    Vow,
    met,
    praised,
    spoke,
    wrote,
)

# Families with good news waiting.
GOOD_NEWS_WAITING = (
    Tale(
        Home(
            "Okafor",
            (
                Adult(
                    "Ngozi Okafor",
                    "mother",
                    title="Mrs",
                    email="ngozi.okafor@example.org",
                    channel="call",
                    times="weekdays after 16:30",
                    asked=True,
                    languages="English, Igbo",
                ),
                Adult("Chidi Okafor", "father", landline=True),
            ),
            (Child("Ada Okafor"), Child("Emeka Okafor", 9, "9RB")),
            "Igbo",
        ),
        (
            praised(44, "Ada has made a lovely start: first to help others find rooms."),
            spoke(24, "check-in", "Asked about the choir. Ada would love to join."),
            praised(19, "Solo in assembly. Both parents hope to come next time.", news=0),
        ),
        (
            News(20, "Sang a solo in assembly"),
            News(2, "Explained her method to the whole maths set", staff=AMIN),
        ),
        (Vow(24, "Send the choir times home", -21, "kept", 22),),
    ),
    Tale(
        Home(
            "Wang",
            (
                Adult(
                    "王芳",
                    "mother",
                    channel="call",
                    times="after 18:00",
                    asked=True,
                    languages="Mandarin",
                    interpreter=True,
                ),
            ),
            (Child("Meilin Wang", preferred="美琳", eal=True),),
            "Chinese (Mandarin)",
        ),
        (
            wrote(40, "letter", "Welcome letter with the translated handbook."),
            wrote(13, "postcard", "Praise postcard for her science poster.", "positive"),
        ),
        (News(3, "Won the Year 7 science poster prize", staff=DOYLE),),
    ),
    Tale(
        Home(
            "Williams",
            (
                Adult(
                    "Beverley Williams",
                    "grandmother",
                    mobile=False,
                    landline=True,
                    title="Mrs",
                    times="mornings",
                    asked=True,
                ),
            ),
            (Child("Tyrell Williams", pupil_premium=True),),
        ),
        (wrote(43, "letter", "Letter to say who we are and how to reach us."),),
        (News(30, "Carried a younger pupil's bag to the nurse, unasked"),),
    ),
    Tale(
        Home(
            "Mensah",
            (Adult("Kwame Mensah", "uncle", email="k.mensah@example.org", channel="email"),),
            (Child("Kofi Mensah"), Child("Abena Owusu")),
            "Twi",
        ),
        (
            spoke(41, "check-in", "Uncle has had parental responsibility since June."),
            praised(27, "Both cousins joined the homework club on the same day."),
        ),
        (News(5, "Led the harvest collection with Abena", staff=OSEI),),
    ),
    Tale(
        Home(
            "Adeyemi",
            (Adult("Funmi Adeyemi", "mother", title="Ms", languages="English, Yoruba"),),
            (Child("Taiwo Adeyemi"), Child("Kehinde Adeyemi", young_carer=True)),
            "Yoruba",
        ),
        (
            praised(37, "Taiwo's model bridge held the most weight in the group."),
            spoke(12, "check-in", "Asked what would help in the mornings."),
        ),
        (News(1, "Read a poem to the whole year group", 1),),
        (Vow(12, "Find out about the young carers' breakfast club", -4),),
    ),
    Tale(
        Home(
            "Evans and Hughes",
            (
                Adult("Rachel Evans", "mother", email="rachel.evans@example.com"),
                Adult("Gareth Hughes", "stepfather", responsibility="no", lives_with="yes"),
            ),
            (Child("Megan Evans"), Child("Rhys Hughes", sen="K")),
        ),
        (
            met(33, "Both came to settling-in evening. Rhys likes the reading tent."),
            praised(9, "Rhys read aloud to the group for the first time."),
        ),
        (News(6, "Scored twice against Year 8"),),
        (Vow(33, "Share the reading plan with home", 3, staff=DOYLE),),
    ),
)
