"""Part a vCard file into properties: unfold lines, split names, parameters and values.

RFC 6350 section 3, RFC 2426 section 2 and vCard 2.1 section 2; carets as in RFC 6868.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

EDGES = frozenset(("BEGIN:VCARD", "END:VCARD"))
LONGEST_HEAD = 10_000
MOST_HEADS = 500

_Head: TypeAlias = tuple[str, str, dict[str, list[str]]]

_GOES_ON = frozenset(("=", "\\", " ", "\t"))
_NAME = re.compile(r"[A-Za-z0-9_./-]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/=]+[ \t]*")
_PARAMETER = re.compile(r'((?:[^";]|"[^"]*"|")*+)(?:;|$)')
_LISTED = re.compile(r'((?:[^",]|"[^"]*"|")*+)(?:,|$)')
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}
_CARET = re.compile(r"\^[n'^]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANING = {"n": "\n", "N": "\n"}
_UNSPLIT = {";": re.compile(r"(?:[^;\\]|\\.|\\$)*+", re.DOTALL)}
_UNSPLIT[","] = re.compile(r"(?:[^,\\]|\\.|\\$)*+", re.DOTALL)


@dataclass(slots=True)
class Property:
    """One line of a card once unfolded: `ITEM1.EMAIL;TYPE=work:value`, the value still raw."""

    line: int
    name: str
    group: str
    parameters: dict[str, list[str]]
    value: str

    def first(self, name: str) -> str:
        """Return the first value of a parameter, or nothing."""
        values = self.parameters.get(name)
        return values[0] if values else ""

    @property
    def types(self) -> list[str]:
        """What kind of address it is, in small letters: home, work, cell, pref ..."""
        return [kind.lower() for kind in self.parameters.get("TYPE", ())]

    @property
    def is_quoted_printable(self) -> bool:
        """Tell whether the value is written as quoted-printable."""
        return self.first("ENCODING").upper() == "QUOTED-PRINTABLE"

    @property
    def is_base64(self) -> bool:
        """Tell whether the value is written as base64."""
        return self.first("ENCODING").upper() in {"BASE64", "B"}


@dataclass(slots=True)
class BadLine:
    """A line that is no property; `text` may still belong to the value before it."""

    line: int
    text: str


def properties(text: str) -> Iterator[Property | BadLine]:
    """Yield every property of the file in order, and what could not be read as one."""
    # The same few heads come back on every card, so what was made of them is kept at hand.
    heads: dict[str, _Head | None] = {}
    for line, content in _unfolded(text):
        head, value = _parted(content)
        if head in heads:
            parsed = heads[head]
        else:
            if len(heads) >= MOST_HEADS:
                heads.clear()
            parsed = heads[head] = _parsed(head)
        if parsed is None or value is None:
            yield BadLine(line, content)
        else:
            yield Property(line, *parsed, value)


def split_escaped(value: str, separator: str) -> list[str]:
    """Split at every separator that no backslash stands before; the parts are still escaped."""
    if separator not in value:
        return [value]
    if "\\" not in value:
        return value.split(separator)
    parts, at = [], 0
    while True:
        match = _UNSPLIT[separator].match(value, at)
        end = match.end() if match else len(value)
        parts.append(value[at:end])
        if end >= len(value):
            return parts
        at = end + 1


def unescaped(value: str, *, is_old: bool = False) -> str:
    r"""Resolve backslashes; vCard 2.1 (`is_old`) knows them only before `\`, `;`, `:` and `,`."""
    if "\\" not in value:
        return value
    if is_old:
        return re.sub(r"\\([\\;:,])", r"\1", value)
    return _ESCAPE.sub(lambda match: _MEANING.get(match[1], match[1]), value)


def _physical(text: str) -> Iterator[str]:
    # Walking with `find` keeps one line in memory at a time instead of a list of millions.
    start, length = 0, len(text)
    while start < length:
        end = text.find("\n", start)
        if end < 0:
            end = length
        yield text[start:end]
        start = end + 1


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    # Files that went through a careless transfer end their lines with CR CR LF.
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    pieces: list[str] = []
    began, nature = 0, ""
    for number, line in enumerate(_physical(text), 1):
        if pieces and (_begins_anew(pieces[-1], line) or _is_edge(pieces)):
            yield began, "".join(pieces)
            pieces = []
        if pieces:
            if not nature and len(pieces) < 8:
                nature = _nature("".join(pieces))
            rest = _continuation(pieces[-1], line, nature)
            if rest is not None:
                pieces[-1] = _joint(pieces[-1], line, nature)
                pieces.append(rest)
                continue
            yield began, "".join(pieces)
            pieces = []
        if line and not line.isspace():
            pieces, began, nature = [line], number, ""
    if pieces:
        yield began, "".join(pieces)


def _begins_anew(last: str, line: str) -> bool:
    # Most lines are plain to see: this spares them the questions a doubtful one is asked.
    return ":" in line and line[0] not in " \t" and last[-1:] not in _GOES_ON


def _is_edge(pieces: list[str]) -> bool:
    # A stray space after it must not cost the card: where a card begins or ends is a whole line.
    return len(pieces) == 1 and pieces[0].strip().upper() in EDGES


def _nature(start: str) -> str:
    """Say how a value is written, as soon as its head is complete: quoted, base64 or plain."""
    head, colon, _ = start[:LONGEST_HEAD].partition(":")
    if not colon:
        return ""
    if ";" not in head:
        return "plain"
    head = head.upper()
    if "QUOTED-PRINTABLE" in head:
        return "quoted"
    return "base64" if re.search(r"[;=](?:BASE64|B)(?:;|$)", head) else "plain"


def _continuation(last: str, line: str, nature: str) -> str | None:
    """Return what the line adds to the property before it, or None when it begins another."""
    if nature == "quoted" and _is_soft_broken(last):
        return None if line.strip().upper() in EDGES else line
    if not line:
        return None
    if line[0] in " \t":
        return line[1:]
    if nature == "base64" and ":" not in line and _BASE64.fullmatch(line):
        return line
    if last.endswith("\\") and not _looks_like_property(line):
        return line
    return None


def _joint(last: str, line: str, nature: str) -> str:
    """Return the piece before without the mark that says it goes on."""
    if nature == "quoted" and _is_soft_broken(last):
        return last.rstrip()[:-1]
    if nature != "base64" and last.endswith("\\") and line[:1] not in {" ", "\t"}:
        return last[:-1] + "\n"
    return last


def _is_soft_broken(piece: str) -> bool:
    return piece.endswith("=") or (piece[-1:] in " \t" and piece.rstrip().endswith("="))


def _looks_like_property(line: str) -> bool:
    match = _NAME.match(line)
    return match is not None and line[match.end() : match.end() + 1] in {":", ";"}


def _parsed(head: str) -> _Head | None:
    name, _, rest = head.partition(";")
    name = name.strip()
    if not _NAME.fullmatch(name):
        return None
    group, _, name = name.upper().rpartition(".")
    return name, group, _parameters(rest) if rest else {}


def _parted(content: str) -> tuple[str, str | None]:
    """Part a line at its first colon outside quotes; without one there is no value."""
    head, colon, value = content.partition(":")
    if not colon:
        return content[:LONGEST_HEAD], None
    if '"' not in head:
        return head[:LONGEST_HEAD], value
    is_quoted = False
    for at, letter in enumerate(content[:LONGEST_HEAD]):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == ":" and not is_quoted:
            return content[:at], content[at + 1 :]
    # A quote that never closes hides every colon: then the first one has to do.
    return head[:LONGEST_HEAD], value


def _parameters(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in _pieces(text, ";", _PARAMETER):
        name, equals, value = part.partition("=")
        name = name.strip().upper()
        if not equals:
            name, value = _bare(name)
        values = found.setdefault(name, [])
        for listed in _pieces(value, ",", _LISTED):
            # Writers of 4.0 put a whole list in one pair of quotes: TYPE="work,voice".
            plain = _unquoted(listed)
            values.extend(plain.split(",") if name == "TYPE" else [plain])
    return found


def _bare(word: str) -> tuple[str, str]:
    """Give a 2.1 parameter without a name the name it stands for."""
    if word in {"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B"}:
        return "ENCODING", word
    if word == "PREF":
        return "TYPE", "pref"
    return "TYPE", word


def _pieces(text: str, separator: str, pattern: re.Pattern[str]) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    return [match[1] for match in pattern.finditer(text) if match[1]]


def _unquoted(value: str) -> str:
    value = value.strip()
    if value[:1] == '"':
        value = value.strip('"')
    if "^" in value:
        value = _CARET.sub(lambda match: _CARETS[match[0]], value)
    return value
