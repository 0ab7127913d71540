"""Families of 7KM nobody has had a good talk with yet."""

from parentlink.usecases.demo.register import Adult, Child, Home
from parentlink.usecases.demo.tales import (
    GRANT,
    OSEI,
    News,
    Tale,
    Vow,
    met,
    praised,
    rang_us,
    spoke,
    tried,
    worried,
    wrote,
)

# Families nobody has had a good talk with yet, and two who cannot be rung at present.
HARDLY_SPOKEN = (
    Tale(
        Home(
            "Kowalczyk",
            (
                Adult(
                    "Agnieszka Kowalczyk",
                    "mother",
                    channel="text",
                    times="after 16:00",
                    asked=True,
                    languages="Polish, some English",
                ),
            ),
            (Child("Łukasz Kowalczyk", eal=True),),
            "Polish",
        ),
        (
            tried(29),
            tried(21, "voicemail", "Left a message in English; try a text next."),
            tried(8),
        ),
    ),
    Tale(
        Home(
            "Ionescu",
            (
                Adult("Mihaela Ionescu", "mother", channel="call", asked=True),
                Adult("Florin Ionescu", "father", times="Fridays"),
            ),
            (Child("Andrei Ionescu", eal=True),),
            "Romanian",
        ),
        (
            tried(18, "engaged"),
            wrote(4, "text", "Texted: Andrei's map of Europe is on the wall.", "positive"),
        ),
    ),
    Tale(
        Home(
            "Haile",
            (Adult("Selamawit Haile", "mother", languages="Tigrinya, Amharic", interpreter=True),),
            (Child("Selam Haile", joined_ago=6, eal=True),),
            "Tigrinya",
        ),
    ),
    Tale(
        Home(
            "Warsame",
            (Adult("Fadumo Warsame", "mother", mobile=False, languages="Somali, English"),),
            (Child("Hodan Warsame"),),
            "Somali",
        ),
        (
            wrote(35, "planner", "Asked in the planner for a number. No reply yet."),
            wrote(14, "letter", "Letter home with good wishes and a form for a number."),
        ),
        (News(11, "Full marks in the spelling round"),),
    ),
    Tale(
        Home(
            "Pereira",
            (
                Adult(
                    "Fátima Pereira",
                    "mother",
                    languages="Portuguese, English",
                    away=8,
                ),
            ),
            (Child("Tiago Pereira"),),
            "Portuguese",
        ),
        (
            spoke(38, "check-in", "Tiago walks in with his cousin."),
            rang_us(7, "check-in", "In Lisbon with her mother; Tiago is at his aunt's."),
        ),
    ),
    Tale(
        Home(
            "Kovalenko",
            (
                Adult(
                    "Олена Коваленко",
                    "mother",
                    channel="call",
                    times="lunchtimes",
                    asked=True,
                    languages="Ukrainian, English",
                ),
            ),
            (Child("Danylo Kovalenko", eal=True),),
            "Ukrainian",
        ),
        (
            met(45, "Visited at home with Ms Farah. Danylo showed us his chess set.", "home-visit"),
            spoke(16, "check-in", "Chess club suits him. Dictionary has arrived."),
        ),
    ),
    Tale(
        Home(
            "Harris",
            (
                Adult("Kelly Harris", "mother", times="after 17:00", asked=True),
                Adult(
                    "Dean Walsh",
                    "father",
                    rule="never",
                    reason="Court order of May 2026: no contact. Speak to Mr Grant.",
                    responsibility="unknown",
                    lives_with="no",
                    emergency=False,
                ),
            ),
            (Child("Jayden Harris"),),
            key_contact=GRANT + 1,
        ),
        (
            spoke(42, "check-in", "Who collects has been written down and agreed.", by=GRANT),
            spoke(17, "check-in", "Sleeping better. Likes his seat by the window."),
        ),
    ),
)

# Families who have only heard from us about concerns.
ONLY_CONCERNS = (
    Tale(
        Home(
            "Yılmaz",
            (Adult("Ayşe Yılmaz", "mother", languages="Turkish, English"),),
            (Child("Şule Yılmaz"),),
            "Turkish",
        ),
        (
            worried(32, "Two French homeworks missing. Will sit down with her on Sunday."),
            worried(20, "Phone out in science. Agreed the locker."),
            worried(11, "Late three times; the bus has changed.", by=OSEI),
        ),
    ),
    Tale(
        Home(
            "Kaur",
            (
                Adult("Harpreet Kaur", "mother", languages="Punjabi, English"),
                Adult("Jaswinder Singh", "father", landline=True, channel="email"),
            ),
            (Child("Simran Kaur"),),
            "Punjabi",
        ),
        (
            worried(26, "Tearful after PE. Home will talk it through."),
            worried(10, "Fell out with a friend. Seats changed."),
        ),
        (),
        (Vow(10, "Ring back on how the new seats work", 2),),
    ),
    Tale(
        Home(
            "Jones",
            (Adult("Leanne Jones", "mother"), Adult("Wayne Jones", "father")),
            (Child("Alfie Jones", pupil_premium=True),),
        ),
        (
            praised(47, "First day: Alfie held every door."),
            worried(22, "Three late marks. Alarm clock bought."),
            worried(13, "Homework club not attended. Will try Tuesdays."),
            spoke(6, "challenging", "Felt we had not rung when we said. Said sorry.", 9),
        ),
        (News(4, "On time every day this week"),),
        (Vow(22, "Ring with the attendance figures", -15, "broken", 13),),
    ),
)
