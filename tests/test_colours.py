"""Rows of a workbook that an office has coloured: said, and in red asked about."""

import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl.styles import Color, Font, GradientFill, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from conftest import Answer, Given, Run
from workbooks import changed, ods_row, record, with_styles, xls_of, xlsx

HEAD = ("Pupil", "Date of birth", "Contact", "Relationship", "Mobile")
NAMES = ("Wye", "Fox", "Lund", "Reed", "Hale", "Moss", "Dean", "Park")
YELLOW, RED, PINK, DARK_RED, GREY = "FFFFFF00", "FFFF0000", "FFFFC7CE", "FF9C0006", "FFF2F2F2"
STANDS_OUT = "colours are not read"
ASKS = "WATCH OUT: No column of this file says who must not be contacted, and red may say it"
COUNT = "SELECT count(*) FROM carer"
Touch = Callable[[Worksheet], None]


def people(count: int = 8) -> list[Sequence[str]]:
    """The headings, and a carer in each row."""
    rows = [
        (f"Ada {name}", f"2014-05-{at + 10}", f"Jo {name}", "Mother", f"07700 9000{at + 10}")
        for at, name in enumerate(NAMES[:count])
    ]
    return [HEAD, *rows]


def fill(colour: str | Color, *places: str) -> Touch:
    """Somebody fills cells, or ranges of them, with a colour."""

    def paint(sheet: Worksheet) -> None:
        for place in places:
            cells = sheet[place] if ":" in place else ((sheet[place],),)
            for row in cells:
                for cell in row:
                    cell.fill = PatternFill("solid", fgColor=colour)

    return paint


def letters(colour: str | Color, *places: str) -> Touch:
    """Somebody writes in another colour."""

    def paint(sheet: Worksheet) -> None:
        for place in places:
            sheet[place].font = Font(color=colour)

    return paint


def both(*touches: Touch) -> Touch:
    """One after the other."""

    def paint(sheet: Worksheet) -> None:
        for touch in touches:
            touch(sheet)

    return paint


def imported(
    run: Run, folder: Path, touch: Touch | bytes, *options: str, name: str = "list.xlsx"
) -> Answer:
    """The answer to an import of the list in colours, or of a file."""
    data = touch if isinstance(touch, bytes) else xlsx(people(), touch=touch)
    (folder / name).write_bytes(data)
    return run("import", "families", str(folder / name), *options)


# -- what is said ------------------------------------------------------------------------------


def test_a_few_rows_in_a_colour_come_in_and_are_named_once(
    run: Run, given: Given, tmp_path: Path
) -> None:
    answer = imported(run, tmp_path, fill(YELLOW, "A3:E3", "C6"))
    assert answer.code == 0, answer
    said = (
        "Rows 3 and 6 stand out by their colour, and colours are not read. If one means that "
        'somebody must not be contacted, please say so in a column such as "court order".'
    )
    assert answer.err.count(said) == 1
    assert "WATCH OUT" not in answer.err
    assert given.value(COUNT) == 8


def test_a_single_row_is_one(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, fill(YELLOW, "C3"))
    assert "Row 3 stands out by its colour, and colours are not read." in answer.err


def every(colour: str, rows: Sequence[int]) -> Touch:
    """Whole rows."""
    return fill(colour, *(f"A{row}:E{row}" for row in rows))


@pytest.mark.parametrize(
    "touch",
    [
        fill("FFFFFFFF", "A3:E3"),
        fill(Color(theme=0), "A3:E3"),
        letters("FF000000", "C3"),
        letters("FF0000FF", "E3"),
        fill(RED, "A1:E1"),
        fill(YELLOW, "H3"),
        fill(YELLOW, "E2:E9"),
        fill(RED, "E2:E9"),
        every(GREY, (2, 4, 6, 8)),
        every(PINK, (3, 5, 7, 9)),
        both(every(GREY, (2, 4, 6, 8)), every("FFDDEBF7", (3, 5, 7, 9))),
        every(YELLOW, (2, 3, 4, 5, 7, 9)),
        every(RED, (2, 3, 4, 5, 7, 9)),
        fill(RED, "A2", "B3", "C5", "D6", "E8", "A9"),
        every(GREY, (2, 3, 6, 7)),
        both(every(GREY, (2, 3)), every(YELLOW, (4, 5)), every("FF92D050", (6, 7))),
    ],
    ids=[
        *(
            "white",
            "white of the theme",
            "black letters",
            "a link",
            "headings",
            "a blank cell",
            "a column",
        ),
        *("a red column", "stripes", "pink stripes", "stripes of two colours", "most rows"),
        *(
            "most rows in red",
            "most rows somewhere in red",
            "every second family",
            "a colour for each form",
        ),
    ],
)
def test_how_a_list_looks_says_nothing(run: Run, tmp_path: Path, touch: Touch) -> None:
    answer = imported(run, tmp_path, touch)
    assert answer.code == 0, answer
    assert STANDS_OUT not in answer.err


@pytest.mark.parametrize(
    "look",
    [
        fill(YELLOW, "E2:E9"),
        every(GREY, (2, 4, 6, 8)),
        fill(YELLOW, "A1:E1"),
    ],
    ids=["a column", "stripes", "headings"],
)
def test_a_row_stands_out_of_a_list_in_colours(run: Run, tmp_path: Path, look: Touch) -> None:
    answer = imported(run, tmp_path, both(look, fill("FFFFC000", "C5")))
    assert answer.code == 0, answer
    assert "Row 5 stands out" in answer.err


def test_a_row_stands_out_of_a_column_in_its_own_colour(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, fill(YELLOW, "E2:E9", "A5:D5"))
    assert "Row 5 stands out" in answer.err


def many(*more: str, every: int = 1) -> list[Sequence[str]]:
    """Sixteen rows; a last cell says something in each of so many."""
    rows = [(f"Ada {a}{b}", "", f"Jo {a}{b}") for a in NAMES for b in "ab"]
    found = [(*row, *more) if at % every == 0 else row for at, row in enumerate(rows)]
    return [(*HEAD[:3], *(["Email"] if more else ())), *found]


def test_the_last_rows_may_be_those_that_stand_out(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, xlsx(many(), touch=fill(YELLOW, "C14:C17")))
    assert "Rows 14, 15, 16 and 17 stand out" in answer.err


def test_a_column_that_is_seldom_filled_in_may_have_a_colour(run: Run, tmp_path: Path) -> None:
    rows = many("office@example.com", every=4)
    answer = imported(run, tmp_path, xlsx(rows, touch=fill(YELLOW, "D2:D17")))
    assert answer.code == 0, answer
    assert STANDS_OUT not in answer.err
    rows = many("office@example.com", every=8)
    answer = imported(run, tmp_path, xlsx(rows, touch=fill(YELLOW, "D2:D17")))
    assert "Rows 2 and 10 stand out" in answer.err  # nobody knows whether it is the column's


def test_titles_and_totals_in_colour_are_no_people(run: Run, tmp_path: Path) -> None:
    rows = [("Year 7",), *people(), ("Total: 8",)]
    data = xlsx(rows, touch=fill(RED, "A1", "A11"))
    answer = imported(run, tmp_path, data)
    assert answer.code == 0, answer
    assert STANDS_OUT not in answer.err


def test_a_cell_that_is_merged_over_rows_has_its_colour_in_each(run: Run, tmp_path: Path) -> None:
    head, (pupil, born, *carer), *rows = people()
    rows = [head, (pupil, born, *carer), ("", born, "Tom Wye", "Father", "07700 900001"), *rows]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        fill(YELLOW, "A2")(sheet)

    answer = imported(run, tmp_path, xlsx(rows, touch=merge))
    assert answer.code == 0, answer
    assert "Rows 2 and 3 stand out" in answer.err


def test_of_many_rows_the_first_are_named(run: Run, tmp_path: Path) -> None:
    answer = imported(
        run, tmp_path, xlsx(many(), touch=both(fill(YELLOW, "A2:A5"), fill("FF00FF00", "A7:A9")))
    )
    assert "Rows 2, 3, 4, 5, 7 and 2 more stand out" in answer.err


# -- red ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "touch",
    [
        fill(RED, "A3:E3"),
        fill(PINK, "C3"),
        letters(DARK_RED, "C3"),
        fill(Color(indexed=10), "C3"),
        fill(Color(theme=5, tint=0.6), "C3"),
        letters(Color(theme=5), "C3"),
        lambda sheet: setattr(sheet["C3"], "fill", GradientFill(stop=("FFFFFFFF", RED))),
    ],
    ids=["red", "pink", "letters", "by number", "of the theme", "letters of the theme", "shaded"],
)
def test_where_no_column_says_who_is_barred_red_is_asked_about(
    run: Run, given: Given, tmp_path: Path, touch: Touch
) -> None:
    answer = imported(run, tmp_path, touch)
    assert answer.code == 4, answer
    assert f"{ASKS}: row 3." in answer.err
    assert 'please add a column "court order" with a yes in that row' in answer.err
    assert not given.path.exists() or given.value(COUNT) == 0
    again = imported(run, tmp_path, touch, "--yes")
    assert again.code == 0, again
    assert "Row 3 stands out by its colour" in again.err
    assert given.value(COUNT) == 8


def test_a_workbook_may_have_numbered_colours_of_its_own(run: Run, tmp_path: Path) -> None:
    data = xlsx(people(), touch=both(fill(Color(indexed=63), "C3"), fill(Color(indexed=13), "C6")))
    data = changed(data, "xl/styles.xml", b"00333333", b"00FF0066")
    answer = imported(run, tmp_path, data)
    assert "Rows 3 and 6 stand out" in answer.err
    assert f"{ASKS}: row 3." in answer.err


@pytest.mark.parametrize("said", ["", "yes"])
def test_beside_a_column_that_says_who_is_barred_red_is_only_said(
    run: Run, given: Given, tmp_path: Path, said: str
) -> None:
    head, first, second, *rows = people()
    with_column = [(*head, "Court order"), (*first, ""), (*second, said), *rows]
    answer = imported(run, tmp_path, xlsx(with_column, touch=fill(RED, "A3:F3")))
    assert answer.code == 0, answer
    assert "Row 3 stands out by its colour" in answer.err
    barred = given.value("SELECT group_concat(name) FROM carer WHERE contact_rule = 'never'")
    assert barred == ("Jo Fox" if said else None)


def test_red_is_not_asked_about_where_the_row_says_it_in_words(
    run: Run, given: Given, tmp_path: Path
) -> None:
    def touch(sheet: Worksheet) -> None:
        sheet["C3"] = "Jo Fox (DO NOT CALL)"
        fill(RED, "A3:E3")(sheet)

    answer = imported(run, tmp_path, touch)
    assert answer.code == 0, answer
    assert given.value("SELECT contact_rule FROM carer WHERE name = 'Jo Fox'") == "never"


def test_red_in_more_rows_than_there_are_court_orders_is_only_said(
    run: Run, tmp_path: Path
) -> None:
    answer = imported(run, tmp_path, every(RED, (2, 3, 5, 8)))
    assert answer.code == 0, answer
    assert "Rows 2, 3, 5 and 8 stand out" in answer.err


def forms() -> Touch:
    """Each form has its colour, and one of them pink."""
    colours = (PINK, "FFC6EFCE", "FFFFEB9C", "FFBDD7EE")
    ranges = ((2, 6), (6, 10), (10, 14), (14, 18))
    return both(*(every(each, range(*rows)) for each, rows in zip(colours, ranges, strict=True)))


def test_the_pink_of_a_form_among_others_is_only_said(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, xlsx(many(), touch=forms()))
    assert answer.code == 0, answer
    assert "Rows 2, 3, 4 and 5 stand out" in answer.err


def test_a_red_row_among_forms_in_colours_is_asked_about(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, xlsx(many(), touch=both(forms(), fill(RED, "A8:C8"))))
    assert f"{ASKS}: row 8." in answer.err


def test_a_red_row_beside_many_in_pink_is_asked_about(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, both(every(PINK, (3, 5, 8)), fill(RED, "A9:E9")))
    assert f"{ASKS}: rows 3, 5, 8 and 9." in answer.err
    pink = every(PINK, (2, 3, 4, 8, 9, 10, 14))
    answer = imported(run, tmp_path, xlsx(many(), touch=both(pink, fill(RED, "A6:C6"))))
    assert f"{ASKS}: row 6." in answer.err


def test_a_list_of_pupils_without_carers_bars_nobody_by_red(run: Run, tmp_path: Path) -> None:
    rows = [(pupil, born, "7KM") for pupil, born, *_ in people()[1:]]
    data = xlsx([("Pupil", "Date of birth", "Form"), *rows], touch=fill(RED, "A3:C3"))
    answer = imported(run, tmp_path, data)
    assert answer.code == 0, answer
    assert "Row 3 stands out" in answer.err


def test_a_script_stops_for_red_and_its_report_says_why(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, fill(RED, "A3:E3"), "--quiet", "--format", "json")
    assert answer.code == 4
    assert ASKS in answer.err
    (why,) = answer.json["watch_out"]
    assert "row 3" in why


def test_red_in_a_row_that_is_struck_out_needs_no_question(run: Run, tmp_path: Path) -> None:
    def touch(sheet: Worksheet) -> None:
        fill(RED, "C3")(sheet)
        sheet["C3"].font = Font(strike=True)

    answer = imported(run, tmp_path, touch, "--skip-bad")
    assert answer.code == 0, answer
    assert STANDS_OUT not in answer.err


def test_red_in_a_row_that_is_refused_is_asked_about_too(run: Run, tmp_path: Path) -> None:
    def touch(sheet: Worksheet) -> None:
        sheet["E3"] = "0770 900"
        fill(RED, "C3")(sheet)

    answer = imported(run, tmp_path, touch, "--skip-bad")
    assert answer.code == 4
    assert ASKS in answer.err


# -- other workbooks ---------------------------------------------------------------------------


def style_of(name: str, made_from: str = "Default", fill: str = "", letters: str = "") -> str:
    """A style of cells as LibreOffice writes it."""
    filled = f'<style:table-cell-properties fo:background-color="{fill}"/>' if fill else ""
    written = f'<style:text-properties fo:color="{letters}"/>' if letters else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="{made_from}">{filled}{written}</style:style>'
    )


def styled(style: str) -> str:
    """What a cell says that has a style."""
    return f' table:style-name="{style}"'


def open_document(
    red: str, *styles: str, named: str = "", columns: str = "", row: str = ""
) -> bytes:
    """The list with row 3 in one style and row 6 in yellow."""
    looks = {3: red, 6: styled("yellow")}
    lines = [
        ods_row(*texts, cells=looks.get(at, ""), row=row if at == 3 else "")
        for at, texts in enumerate(people(), start=1)
    ]
    return with_styles(
        columns + "".join(lines), style_of("yellow", fill="#ffff00") + "".join(styles), named
    )


def filled() -> bytes:
    """Row 3 filled with red."""
    return open_document(styled("ce1"), style_of("ce1", fill="#FF0000"))


def lettered() -> bytes:
    """Letters in red."""
    return open_document(styled("ce1"), style_of("ce1", fill="transparent", letters="#c00000"))


def named() -> bytes:
    """A style with a name, such as LibreOffice's own "Bad", and one that is made from it."""
    bad = style_of("Bad", fill="#ffcccc", letters="#cc0000")
    return open_document(styled("ce1"), style_of("ce1", "Bad"), named=bad)


def by_row() -> bytes:
    """The style stands at the row."""
    row = ' table:default-cell-style-name="ce1"'
    return open_document("", style_of("ce1", fill="#ff0000"), row=row)


PALETTE = struct.pack("<H", 56) + bytes((0, 0, 0, 0)) * 55 + bytes((255, 0, 102, 0))


def old_workbook(fill: int = 0, letters: int = 0x7FFF, palette: bytes = b"", how: int = 1) -> bytes:
    """The same in the records of Excel 97, in which colours are numbers: 10 is red, 13 yellow."""
    fonts = [struct.pack("<HHH", 200, 0, of) + bytes(8) for of in (0x7FFF, letters)]
    looks = [(0, 0, 0), (1, how if fill else 0, fill), (0, 1, 13)]
    styles = [
        struct.pack("<H", font) + bytes(12) + struct.pack("<IH", way << 26, colour | 65 << 7)
        for font, way, colour in looks
    ]
    before = b"".join(
        [*(record(0x31, one) for one in fonts), *(record(0xE0, one) for one in styles)]
    )
    before += record(0x92, palette) if palette else b""
    cells = b""
    for at, row in enumerate(people()):
        for column, text in enumerate(row):
            place = struct.pack("<HHH", at, column, {2: 1, 5: 2}.get(at, 0))
            cells += record(0x204, place + struct.pack("<HB", len(text), 0) + text.encode())
    return xls_of(cells, before=before)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("list.ods", filled),
        ("list.ods", lettered),
        ("list.ods", named),
        ("list.ods", by_row),
        ("list.xls", lambda: old_workbook(10)),
        ("list.xls", lambda: old_workbook(10, how=4)),
        ("list.xls", lambda: old_workbook(letters=10)),
        ("list.xls", lambda: old_workbook(63, palette=PALETTE)),
    ],
    ids=[
        *("filled", "letters", "a style with a name", "by the row"),
        *("old, filled", "old, hatched", "old, letters", "old, with colours of its own"),
    ],
)
def test_other_workbooks_have_colours_too(
    run: Run, tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    answer = imported(run, tmp_path, made(), name=name)
    assert answer.code == 4, answer
    assert "Rows 3 and 6 stand out by their colour" in answer.err
    assert f"{ASKS}: row 3." in answer.err


def test_columns_of_an_open_document_have_the_style_of_cells_that_say_none(
    run: Run, tmp_path: Path
) -> None:
    columns = '<table:table-column table:default-cell-style-name="ce1"/>'
    data = open_document("", style_of("ce1", fill="#ff0000"), columns=columns)
    answer = imported(run, tmp_path, data, name="list.ods")
    assert answer.code == 0, answer
    assert "Row 6 stands out" in answer.err


def test_rows_of_an_open_document_that_are_written_once_for_several_all_stand_out(
    run: Run, tmp_path: Path
) -> None:
    row = ' table:number-rows-repeated="2"'
    data = open_document(styled("ce1"), style_of("ce1", fill="#00ff00"), row=row)
    answer = imported(run, tmp_path, data, name="list.ods")
    assert "Rows 3, 4 and 7 stand out" in answer.err


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("list.ods", lambda: open_document(styled("ce1"), style_of("ce1", fill="#ffffff"))),
        ("list.ods", lambda: open_document(styled("ce1"), style_of("ce1", letters="#0000ff"))),
        ("list.xls", lambda: old_workbook(9)),
        ("list.xls", lambda: old_workbook(64)),
        ("list.xls", lambda: old_workbook(letters=12)),
    ],
)
def test_white_and_letters_in_other_colours_say_nothing_there_either(
    run: Run, tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    answer = imported(run, tmp_path, made(), name=name)
    assert answer.code == 0, answer
    assert "Row 6 stands out" in answer.err


# -- a sheet for each form ---------------------------------------------------------------------


def test_of_several_sheets_the_rows_are_named_in_one_sentence(run: Run, tmp_path: Path) -> None:
    head, *rows = people()

    def touch(sheet: Worksheet) -> None:
        fill(YELLOW, "C2")(sheet)
        assert sheet.parent
        both(fill(YELLOW, "C3"), fill(RED, "C4"))(sheet.parent["7B"])

    data = xlsx([head, *rows[:4]], "7A", touch, **{"7B": [head, *rows[4:]]})
    answer = imported(run, tmp_path, data, "--every-sheet")
    assert 'Rows 2 of sheet "7A", 3 and 4 of sheet "7B" stand out' in answer.err
    assert f'{ASKS}: row 4 of sheet "7B".' in answer.err
