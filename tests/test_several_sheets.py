"""A workbook with a sheet for each form: all of them come in as one file."""

from parentlink.exchange.row_of_sheet import in_sheet, in_words, packed, sheet_and_number, unpacked
from parentlink.usecases.importing.aside import Aside, Pile, pile_of_rows
from parentlink.usecases.importing.families.reading.noticed import rows_named
from parentlink.usecases.importing.todo import Added

# -- rows that say their sheet ------------------------------------------------------------------


def test_a_row_of_several_sheets_says_its_sheet_wherever_it_is_named() -> None:
    row = in_sheet(1, "7B", 12)
    assert f"Row {row}, Mobile" == 'Row 12 of sheet "7B", Mobile'
    assert sheet_and_number(row) == ("7B", 12)
    assert sheet_and_number(12) == (None, 12)


def test_rows_stand_in_the_order_of_their_sheets_and_none_is_another() -> None:
    one, other, later = in_sheet(0, "8C", 2), in_sheet(1, "7A", 2), in_sheet(1, "7A", 1_048_576)
    assert sorted([later, other, one]) == [one, other, later]
    assert len({one, other, later}) == 3


def test_rows_that_are_listed_name_each_sheet_once() -> None:
    rows = [in_sheet(0, "7A", 2), in_sheet(0, "7A", 5), in_sheet(1, "7B", 2)]
    assert in_words(rows) == ["2", '5 of sheet "7A"', '2 of sheet "7B"']
    assert rows_named(rows) == 'rows 2, 5 of sheet "7A" and 2 of sheet "7B"'
    assert rows_named(rows[2:]) == 'row 2 of sheet "7B"'
    assert rows_named([5, 3]) == "rows 3 and 5"


def test_a_row_that_was_put_aside_still_says_its_sheet() -> None:
    assert str(unpacked(packed(in_sheet(3, "9D", 7)))) == '7 of sheet "9D"'
    assert unpacked(packed(7)) == 7
    pile: Pile[Added] = pile_of_rows(Aside(), Added._make)
    for number in range(2, 5_000):  # more than wait in memory
        row = in_sheet(0, "7A", number)
        pile.put(row, Added(row, "pupil", "Ada Okafor"))
    assert [str(each.row) for each in pile][:2] == ['2 of sheet "7A"', '3 of sheet "7A"']
