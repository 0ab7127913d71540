"""What was seen in the rows of a families file and refused nothing: said once, with the rows."""

from parentlink.exchange.row_of_sheet import rows_named
from parentlink.usecases.importing.mending import MENDED

_NOTICED = {
    "mended": "Phone numbers that a spreadsheet had damaged were mended in {}. Please compare one "
    "with the school's records.",
    "accents": MENDED,
    "numbers": "Two phone numbers stood in one cell in {}, and each has a place of its own now. "
    "Please look whether both are the carer's.",
    "words": 'A word such as "Mum" or "work" stood beside a phone number in {}. It fits, and only '
    "the number was kept.",
    "extensions": "An extension, such as x204, stood behind a phone number in {}. There is no "
    "place for it, and only the number was kept.",
    "places": 'A place in the order of contacts, such as "(1st contact)", stood beside a carer\'s '
    "name in {}. It is the priority now.",
    "no_room": "A fourth number or second e-mail address of a carer stood in {}, for which there "
    "is no room. It was left out.",
    "signs": "A sign (such as *) at the name of a pupil was left out in {}. If it says who must "
    "not be contacted, set the rule by hand: parentlink carer edit WHO --rule never --reason WHY.",
    "added": "What stands in {} was added to the carer of the same name in the row above. If these "
    "are two people, please write the forename of each, or give each a carer_id.",
    "two": "Two people stand in one name in {}, and are two carers now. Both have its numbers; "
    "please look whose they are, and who has parental responsibility.",
    "unsplit": "More than one person may stand in one name in {}, and it was kept as it is. If so, "
    "please give each a row.",
    "nobody": "A word or sign for nobody stands where a carer's name would be in {}, and no carer "
    "was made of it.",
    "whom": 'A word such as "mum" stands where a carer\'s name would be in {}, beside people with '
    "names, and no carer was made of it. If it says whom to call first, that goes into a column "
    '"priority".',
    "nothing": "A word or sign for nothing stands where a number or e-mail address would be in {}, "
    "and was read as blank.",
    "unsaid": 'A word that is neither yes nor no ("Default", "N/A") stands under parental '
    "responsibility in {}, so nothing is known of it by this file. Please ask before you rely on "
    "it.",
    "unheaded": "Something stands in a column without a heading in {}, and was not read. If it "
    "matters, please give the column a heading.",
    "unclear": 'The contact rule is unclear in {}, so these carers are set to "never" until '
    "somebody has checked.",
}


class Noticed:
    """The rows in which something was seen, by what it is."""

    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {name: [] for name in _NOTICED}

    def add(self, name: str, row: int) -> None:
        """Something was seen in a row."""
        self._rows[name].append(row)

    def forget(self, row: int) -> None:
        """Nothing is said of a refused row but why it was refused."""
        for rows in self._rows.values():
            while rows and rows[-1] == row:
                rows.pop()

    def warnings(self) -> list[str]:
        """In sentences."""
        return [_NOTICED[name].format(rows_named(at)) for name, at in self._rows.items() if at]
