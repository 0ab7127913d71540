"""Families of 7KM we have spoken well with, lately or a while ago."""

from parentlink.usecases.demo.register import Adult, Child, Home
from parentlink.usecases.demo.tales import (
    DOYLE,
    FARAH,
    GRANT,
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

# Families we have spoken well with, a while ago.
IN_TOUCH = (
    Tale(
        Home(
            "Al-Sayed",
            (
                Adult(
                    "محمد السيد",
                    "father",
                    channel="call",
                    times="after 15:00",
                    asked=True,
                    languages="Arabic",
                    interpreter=True,
                ),
            ),
            (Child("Ahmed Al-Sayed", eal=True),),
            "Arabic",
        ),
        (praised(28, "Through the interpreter: Ahmed's first page in English."),),
    ),
    Tale(
        Home(
            "Khan",
            (
                Adult("Shazia Khan", "mother", languages="Urdu, English"),
                Adult("Imran Khan", "father", times="evenings", asked=True),
            ),
            (Child("Zainab Khan"), Child("Bilal Khan", 10, "10TS")),
            "Urdu",
        ),
        (
            praised(39, "Zainab offered to be form representative."),
            spoke(23, "check-in", "Bilal walks her to the bus."),
            tried(5),
        ),
    ),
    Tale(
        Home(
            "Shaw",
            (Adult("Claire Shaw", "mother", times="Tuesdays", asked=True),),
            (Child("Ollie Bennett"),),
            household="with Mum",
        ),
        (
            praised(31, "Ollie's trumpet can be heard across the hall, in a good way."),
            spoke(14, "check-in", "Week about with Dad since September."),
        ),
    ),
    Tale(
        Home(
            "Bennett",
            (Adult("Mark Bennett", "father", lives_with="part", email="m.bennett@example.com"),),
            household="with Dad",
        ),
        (wrote(31, "email", "Sent Dad the same report and dates as Mum."),),
    ),
    Tale(
        Home(
            "Taylor",
            (
                Adult(
                    "Donna Taylor",
                    "mother",
                    rule="ask",
                    reason="Please ask Mr Grant before ringing.",
                ),
            ),
            (Child("Evie Taylor", sen="K"),),
            key_contact=GRANT + 1,
        ),
        (praised(36, "Rang after asking Mr Grant: Evie's week was a calm one."),),
    ),
    Tale(
        Home(
            "MacDonald",
            (Adult("Stuart MacDonald", "father", landline=True),),
            (Child("Callum MacDonald", sen="E"),),
            key_contact=DOYLE + 1,
        ),
        (
            spoke(34, "challenging", "Unhappy about the set. Listened; agreed to meet.", 12),
            met(25, "Met with Mr Doyle. New set from Monday. Shook hands."),
            rang_us(15, "positive", "Rang to say Callum came home smiling."),
        ),
        (),
        (Vow(25, "Look at the set again after half-term", 1, staff=DOYLE),),
    ),
    Tale(
        Home(
            "Patel",
            (Adult("Hetal Patel", "mother", languages="Gujarati, English"),),
            (Child("Dev Patel"),),
            "Gujarati",
        ),
        (
            spoke(40, "check-in", "Inhaler is in the office."),
            praised(8, "Dev taught the group a magic trick with fractions."),
        ),
    ),
)

# Families with a positive call within the last few days.
RESTED = (
    Tale(
        Home(
            "O’Neill",
            (Adult("Siobhán O’Neill", "mother", email="siobhan.oneill@example.org"),),
            (Child("Caoimhe O’Neill"),),
        ),
        (
            wrote(30, "planner", "Great start in Spanish.", "positive"),
            praised(2, "Caoimhe stayed to help set out chairs. Siobhán was so pleased."),
        ),
    ),
    Tale(
        Home(
            "Rahman",
            (
                Adult(
                    "Rehana Begum",
                    "mother",
                    channel="call",
                    times="10:00 to 14:00",
                    asked=True,
                    languages="Bengali, English",
                ),
            ),
            (Child("Aisha Rahman"), Child("Amina Rahman")),
            "Bengali",
        ),
        (
            worried(33, "Amina had no PE kit. Spare kit lent, uniform fund mentioned."),
            praised(1, "Both girls top of the reading challenge."),
        ),
    ),
    Tale(
        Home(
            "Nguyễn",
            (Adult("Nguyễn Thị Lan", "mother", languages="Vietnamese", interpreter=True),),
            (Child("Minh Nguyễn", preferred="Mickey"),),
            "Vietnamese",
        ),
        (
            spoke(37, "check-in", "Interpreter booked for parents' evening.", by=FARAH),
            praised(4, "Minh's drawing was chosen for the cover."),
        ),
    ),
    Tale(
        Home(
            "Smith",
            (
                Adult(
                    "Janet Brooks",
                    "foster carer",
                    responsibility="no",
                    times="mornings",
                    asked=True,
                ),
            ),
            (Child("Poppy Smith", looked_after=True),),
            household="with Janet Brooks",
        ),
        (
            spoke(41, "check-in", "Key dates shared, social worker copied in.", by=GRANT),
            praised(3, "Poppy asked a brilliant question in history."),
        ),
    ),
)
