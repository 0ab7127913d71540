"""The columns of a workbook, which are letters there and numbers here: A is 1, AA 27."""


def column_number(letters: str) -> int:
    """The number of a column in capitals."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
