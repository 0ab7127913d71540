"""A reader of vCards written from RFC 6350 alone: it shares no line with what we write them by."""

import re
from typing import NamedTuple

_NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?[A-Za-z0-9-]+")  # a group may stand before it (3.3)
_PARAM = re.compile(r';([A-Za-z0-9-]+)=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)')
LONGEST = 75  # octets of a line, without its end (3.2)


class Property(NamedTuple):
    """A property: components of its value, each with its values, unescaped."""

    name: str
    params: dict[str, str]
    value: list[list[str]]

    @property
    def text(self) -> str:
        """The only text of it."""
        ((text,),) = self.value
        return text


def read_vcards(data: bytes) -> list[list[Property]]:
    """The properties of each card, without BEGIN and END.

    Raises:
        ValueError: the file is not as the standard says.
    """
    if not data.endswith(b"\r\n"):
        raise ValueError("the last line has no end")
    cards: list[list[Property]] = []
    is_open = False
    for line in _unfolded(data):
        if line in ("BEGIN:VCARD", "END:VCARD"):
            if is_open == (line == "BEGIN:VCARD"):
                raise ValueError(line)
            is_open = not is_open
            cards += [[]] if is_open else []
        elif not is_open:
            raise ValueError("a property outside a card")
        else:
            cards[-1].append(_property(line))
    if is_open or any(card[0] != Property("VERSION", {}, [["4.0"]]) for card in cards):
        raise ValueError("not whole, or VERSION is not the first")
    return cards


def _unfolded(data: bytes) -> list[str]:
    """Content lines; each line of the file has few octets and only whole letters."""
    lines: list[str] = []
    for line in data[:-2].split(b"\r\n"):
        if len(line) > LONGEST or b"\r" in line or b"\n" in line:
            raise ValueError("a line is too long, or has half an end in it")
        text = line.decode()  # raises where a letter was cut in two
        if text[:1] in (" ", "\t"):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def _property(line: str) -> Property:
    name = _NAME.match(line)
    if name is None:
        raise ValueError("no name")
    at, params = name.end(), {}
    while param := _PARAM.match(line, at):
        params[param[1].upper()] = param[2].strip('"')
        at = param.end()
    if line[at : at + 1] != ":":
        raise ValueError("no colon after the name and its parameters")
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line):
        raise ValueError("a control character")
    return Property(name[0].upper(), params, _value(line[at + 1 :]))


def _value(text: str) -> list[list[str]]:
    """Components between ; and in each of them values between , (3.4): N and CATEGORIES."""
    found = [[""]]
    signs = iter(text)
    for sign in signs:
        if sign == "\\":
            escaped = next(signs, "")
            if escaped not in ("\\", ",", ";", "n", "N"):
                raise ValueError("a backslash before nothing that needs one")
            found[-1][-1] += "\n" if escaped in "nN" else escaped
        elif sign == ";":
            found.append([""])
        elif sign == ",":
            found[-1].append("")
        else:
            found[-1][-1] += sign
    return found
