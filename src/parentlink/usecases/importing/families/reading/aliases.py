"""What other programs call the fields of a families file.

Headings differ from school to school even within one program, so these are the spellings that SIMS,
Arbor, Bromcom, iSAMS, ParentMail, SchoolBooking, Wonde and the NHS are known to use; --map is for
all others.
"""

from collections.abc import Iterable

from parentlink.exchange.headings import fold_heading

SPELLINGS: dict[str, tuple[str, ...]] = {
    "family_ref": ("family id", "household id", "family number", "house id"),
    "family": ("family name",),
    "household": ("household name",),
    "home_language": ("first language", "language at home", "home lang", "language spoken at home"),
    "upn": ("unique pupil number", "pupil upn"),
    "pupil_id": (
        *("student id", "studentid", "admission number", "adno", "adm no", "admission no"),
        *("mis id", "student number", "pupil number", "pupil no", "school id"),
    ),
    "pupil": (
        *("pupil name", "student", "student name", "legal name", "full name", "child"),
        *("child name", "name", "pupil full name", "student full name", "legal full name"),
        *("child full name", "learner", "learner name", "childs name"),
        *("your child name", "your child full name", "name of child", "name of your child"),
    ),
    "forename": (
        *("legal forename", "legal first name", "first name", "student forename"),
        *("student first name", "pupil forename", "pupil first name", "child first name"),
        "given name",
    ),
    "surname": (
        *("legal surname", "legal last name", "last name", "student surname", "student last name"),
        *("pupil surname", "pupil last name", "child last name"),
    ),
    "preferred_name": (
        *("preferred forename", "preferred first name", "known as", "chosen name"),
        *("chosen forename", "chosen first name", "pref forename", "pref first name"),
    ),
    "date_of_birth": ("dob", "birth date", "birthday"),
    "year_group": (
        *("year", "nc year", "ncyear", "yr", "national curriculum year"),
        *("national curriculum year group", "curriculum year", "nc year group"),
        *("year taught in", "year group taught in"),
    ),
    "tutor_group": (
        *("reg", "reg group", "reg form", "registration form", "registration group"),
        *("registration", "form", "form group", "tutor grp", "form name", "registration class"),
        *("reg class", "class", "class name", "reg grp", "year class", "tutor group name"),
    ),
    "tutor": ("form tutor", "tutor name"),
    "starts_on": ("start date", "date of admission", "admission date"),
    "leaves_on": ("leaving date", "date of leaving", "end date"),
    "sen_status": ("sen", "send", "send status"),
    "pupil_premium": ("pp", "pupil premium indicator"),
    "eal": ("english as an additional language",),
    "looked_after": ("lac", "cla", "in care"),
    "free_school_meals": (
        *("fsm", "fsm eligible", "eligible for fsm", "fsm eligibility", "free meals"),
        *("eligible for free school meals", "free school meal", "free school meals eligible"),
    ),
    "ethnicity": ("ethnic origin", "ethnic group", "ethnic code", "ethnicity code"),
    "medical": (
        *("medical conditions", "medical condition", "medical notes", "medical facts"),
        *("medical information", "medical info", "medical flag", "medical needs"),
    ),
    "carer_id": ("contact id", "contactid", "parent id", "guardian id"),
    "title": ("contact title", "salutation"),
    "carer": (
        *("carer name", "contact", "contact name", "parent", "parent name", "parent/carer"),
        *("guardian", "guardian name", "parent carer name", "contact full name"),
        *("parent/guardian", "parent/guardian name", "parent full name", "guardian full name"),
        *("carer full name", "your name", "your full name", "parental addressee", "addressee"),
    ),
    "carer_forename": (
        *("contact forename", "parent forename", "guardian forename", "carer first name"),
        *("contact first name", "parent first name", "guardian first name", "your first name"),
    ),
    "carer_surname": (
        *("contact surname", "parent surname", "guardian surname", "carer last name"),
        *("contact last name", "parent last name", "guardian last name", "your surname"),
        "your last name",
    ),
    "relationship": (
        *("relationship to pupil", "relationship to student", "relation", "contact relationship"),
        *("rel", "rship", "relationship description", "relationship to the child"),
        "relationship to your child",
        *("relationship relationship", "relationship to child", "relationship type"),
        *("contact type", "guardian type", "relation to pupil", "relation to student"),
        "relation to child",
    ),
    "parental_responsibility": (
        *("legal guardian", "legal responsibility", "pr", "parental resp", "legal resp"),
        *("do you have parental responsibility", "parental responsibility yes no"),
        *("has legal responsibility", "relationship parental responsibility"),
        *("has parental responsibility", "contact has parental responsibility", "has pr"),
    ),
    "lives_with": (
        *("lives with pupil", "lives with student", "lives with child", "same address as pupil"),
        "relationship lives with pupil",
    ),
    "priority": ("contact priority", "contact order", "relationship priority", "call order"),
    "primary_guardian": ("primary contact",),
    "emergency": ("emergency contact", "is emergency contact"),
    "mobile_phone": (
        *("mobile", "mobile number", "mobile telephone", "contact mobile", "mobile no", "cell"),
        *("mobile tel", "mobile phone number", "mobile phone no", "mobile telephone number"),
        *("mobile tel no", "mobile telephone no", "phone mobile", "tel mobile", "telephone mobile"),
        *("mobile numbers", "mob"),
    ),
    "home_phone": (
        *("home telephone", "home number", "landline", "home tel", "home phone number"),
        *("phone home", "tel home", "telephone home"),
        *("home no", "home phone no", "home telephone number", "home telephone no", "home tel no"),
    ),
    "work_phone": (
        *("work telephone", "work number", "day telephone", "work phone number", "work phone no"),
        *("phone work", "tel work", "telephone work"),
        *("work telephone number", "work telephone no", "work tel", "work tel no"),
    ),
    "main_phone": (
        *("main telephone", "telephone", "phone", "phone number", "telephone number", "tel"),
        *("tel no", "telephone no", "phone no", "phone numbers", "telephone numbers"),
        *("default phone number", "default phone", "contact numbers"),
        *("contact telephone", "contact telephone number", "contact phone", "contact number"),
    ),
    "phone_type": (
        *("telephone type", "telephone location", "phone location", "number type", "phone kind"),
        *("telephone device", "telephone description", "phone description", "contact phone type"),
    ),
    "email": (
        *("e-mail", "primary email", "email address", "home email", "contact email"),
        *("parent email", "contact email address", "primary email address", "parent email address"),
        *("home email address", "email address 1", "email addr", "email addresses"),
        *("default email", "default email address", "main email", "main email address"),
    ),
    "preferred_channel": (
        *("preferred contact", "preferred contact method", "preferred way to be contacted"),
        *("preferred method of contact", "how would you like to be contacted"),
    ),
    "best_times": ("best time to call",),
    "languages": ("language", "contact language", "preferred language"),
    "interpreter": ("interpreter needed", "needs interpreter"),
    "contact_rule": ("contact restriction", "contact restrictions"),
    "do_not_contact": (
        *("dnc", "no contact", "do not call", "non contact", "must not contact", "contact barred"),
    ),
    "court_order": (
        *("court orders", "contact court order", "no contact order", "injunction"),
        *("court order flag", "contact court order flag"),
        *("court order restricted access", "court order/restricted access"),
    ),
    "contact_allowed": (
        *("can contact", "may contact", "ok to contact", "contact ok", "contact permitted"),
    ),
    "rule_reason": ("reason", "court order details"),
    "address": ("contact address", "home address"),
    "house_number": ("house no",),
    "street": ("road",),
    "postcode": ("post code", "contact postcode"),
}

# Read only in a file that has no other column of the field: a class may also be a subject's, a
# contact's type says less than the relationship, and letters are addressed to two at once.
LAST_RESORT = frozenset(
    (
        *("class", "classname", "yearclass", "contacttype", "guardiantype"),
        *("parentaladdressee", "addressee"),
    )
)
# Read only where the other column of the field is blank: people may have two e-mail addresses.
SECOND = frozenset(("homeemail",))

_OF_PUPIL = ("pupil", "student", "child", "learner", "your child")
# "Your mobile number" stands in a form that parents fill in.
_OF_CARER = ("carer", "contact", "parent", "guardian", "parent carer", "parent guardian", "your")
_PUPILS = (
    *("upn", "forename", "surname", "preferred_name", "date_of_birth", "year_group"),
    *("tutor_group", "starts_on", "leaves_on"),
)
_CARERS = (
    *("title", "carer_forename", "carer_surname", "relationship", "parental_responsibility"),
    *("lives_with", "priority", "mobile_phone", "home_phone", "work_phone", "main_phone", "email"),
    *("languages", "interpreter", "do_not_contact", "court_order", "contact_allowed", "address"),
    *("house_name", "house_number", "street", "postcode"),
)


def all_spellings(fields: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The spellings of each field, those with "pupil", "contact" and the like in front as well."""
    found = {name: SPELLINGS.get(name, ()) for name in fields}
    plain = {fold_heading(text) for name in found for text in (name, *found[name])}
    for owners, names in ((_OF_PUPIL, _PUPILS), (_OF_CARER, _CARERS)):
        for name in names:
            own = (f"{who} {text}" for who in owners for text in (name, *SPELLINGS.get(name, ())))
            found[name] += tuple(text for text in own if fold_heading(text) not in plain)
    return found
