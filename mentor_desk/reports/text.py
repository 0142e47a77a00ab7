"""From words to lines: which font prints what, where lines break, which way they are read.

Text never passes through a markup parser: what people wrote is only ever characters.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportlab.lib.colors import Color

from mentor_desk.reports import direction
from mentor_desk.reports.characters import SILENT, clean, pieces
from mentor_desk.reports.fonts import FACES, font_for, opened
from mentor_desk.reports.style import TextStyle


class Span(NamedTuple):
    """A stretch of text in one look; None leaves what the style of the block says."""

    text: str
    bold: bool | None = None
    italic: bool | None = None
    colour: Color | None = None
    size: float | None = None
    link: str = ""
    struck: bool = False


class Run(NamedTuple):
    """A stretch of text in one font, measured."""

    text: str
    font: str
    size: float
    colour: Color
    width: float
    link: str = ""
    struck: bool = False
    level: int = 0


class Line(NamedTuple):
    """What stands on one line, in the order in which it is drawn."""

    runs: tuple[Run, ...]
    width: float
    from_right: bool = False


@dataclass(slots=True)
class _Word:
    runs: list[Run]
    width: float
    space: Run | None = None


class Typesetter:
    """Set the texts of one document: remembers the words it measured and what it could not print.

    `unprintable` holds the characters that none of our fonts has; they are printed as their code
    point, "[U+30EDE]", so that none is lost.
    """

    def __init__(self, *, chinese: bool = False) -> None:
        self.unprintable: set[str] = set()
        self._chinese = chinese
        self._measured: dict[tuple[str, bool, bool], list[tuple[str, str, float]]] = {}

    def lines(self, spans: Sequence[Span], style: TextStyle, width: float) -> list[Line]:
        """Break spans into lines no wider than `width` points."""
        done: list[Line] = []
        for paragraph in _paragraphs(spans):
            if done:
                done[-1] = _going_on(done[-1])
            if direction.RIGHT_TO_LEFT.search("".join(span.text for span in paragraph)):
                parts, base = _levelled(paragraph, from_left=style.from_left)
            else:
                parts, base = [(span, 0) for span in paragraph], 0
            done += _filled(self._words(parts, style), width, from_right=base == 1)
        return done

    def width(self, text: str, style: TextStyle) -> float:
        """Measure a text set on one line."""
        runs = self._runs(Span(clean(text).replace("\n", " ")), style, 0)
        return _width(runs)

    def _words(self, parts: Iterable[tuple[Span, int]], style: TextStyle) -> Iterator[_Word]:
        word = _Word([], 0)
        for span, level in parts:
            for piece, may_break in pieces(span.text):
                if may_break and word.runs:
                    yield word
                    word = _Word([], 0)
                if piece == " ":
                    word.space = self._runs(span._replace(text=" "), style, level)[0]
                elif piece:
                    runs = self._runs(span._replace(text=piece), style, level)
                    word.runs += runs
                    word.width += _width(runs)
        if word.runs:
            yield word

    def _runs(self, span: Span, style: TextStyle, level: int) -> list[Run]:
        size = span.size or style.size
        bold = style.bold if span.bold is None else span.bold
        italic = style.italic if span.italic is None else span.italic
        colour = span.colour or style.colour
        key = (span.text, bold, italic)
        measured = self._measured.get(key)
        if measured is None:
            measured = self._measured[key] = self._measure(span.text, bold=bold, italic=italic)
        return [
            Run(text, font, size, colour, width * size, span.link, span.struck, level)
            for text, font, width in measured
        ]

    def _measure(self, text: str, *, bold: bool, italic: bool) -> list[tuple[str, str, float]]:
        text = text.translate(SILENT)
        face = opened(FACES[bold, italic])
        glyphs, widths = face.face.charToGlyph, face.face.charWidths
        codes = [ord(char) for char in text]
        if all(code in glyphs for code in codes):
            return [(text, face.fontName, sum(widths[code] for code in codes) / 1000)]
        found: list[tuple[str, str, float]] = []
        for char in text:
            name = font_for(ord(char), bold=bold, italic=italic, chinese=self._chinese)
            if not name:
                self.unprintable.add(char)
                name, char = FACES[bold, italic], f"[U+{ord(char):04X}]"  # noqa: PLW2901
            widths = opened(name).face.charWidths
            width = sum(widths[ord(each)] for each in char) / 1000
            if found and found[-1][1] == name:
                found[-1] = (found[-1][0] + char, name, found[-1][2] + width)
            else:
                found.append((char, name, width))
        return found


def _paragraphs(spans: Sequence[Span]) -> list[list[Span]]:
    paragraphs: list[list[Span]] = [[]]
    for span in spans:
        first, *others = clean(span.text).split("\n")
        if first:
            paragraphs[-1].append(span._replace(text=first))
        paragraphs += [[span._replace(text=text)] for text in others]
    return paragraphs


def _levelled(paragraph: Sequence[Span], *, from_left: bool) -> tuple[list[tuple[Span, int]], int]:
    shaped = [span._replace(text=direction.joined(span.text)) for span in paragraph]
    found, base = direction.levels("".join(span.text for span in shaped), from_left=from_left)
    parts: list[tuple[Span, int]] = []
    offset = 0
    for span in shaped:
        start = 0
        for at in range(1, len(span.text) + 1):
            if at == len(span.text) or found[offset + at] != found[offset + start]:
                parts.append((span._replace(text=span.text[start:at]), found[offset + start]))
                start = at
        offset += len(span.text)
    return parts, base


def _filled(found: Iterable[_Word], width: float, *, from_right: bool) -> list[Line]:
    lines: list[Line] = []
    runs: list[Run] = []
    used = 0.0
    for word in found:
        gap = word.space.width if word.space and runs else 0.0
        if runs and used + gap + word.width > width:
            line = _line(runs, used, from_right=from_right)
            lines.append(_going_on(line) if word.space else line)
            runs, used, gap = [], 0.0, 0.0
        if word.width > width:
            *full, runs = _cut(word, width)
            used = _width(runs)
            lines += [_line(part, _width(part), from_right=from_right) for part in full]
            continue
        if gap and word.space:
            runs.append(word.space)
        runs += word.runs
        used += gap + word.width
    lines.append(_line(runs, used, from_right=from_right))
    return lines


def _cut(word: _Word, width: float) -> list[list[Run]]:
    """Part a word that is wider than a line, never between a letter and its mark."""
    parts: list[list[Run]] = [[]]
    used = 0.0
    for run in word.runs:
        widths = opened(run.font).face.charWidths
        start, since_start = 0, 0.0
        for at, char in enumerate(run.text):
            wide = widths[ord(char)] * run.size / 1000
            if used and wide and used + wide > width and not unicodedata.combining(char):
                if at > start:
                    parts[-1].append(run._replace(text=run.text[start:at], width=since_start))
                parts.append([])
                start, since_start, used = at, 0.0, 0.0
            since_start += wide
            used += wide
        parts[-1].append(run._replace(text=run.text[start:], width=since_start))
    return parts


def _width(runs: Iterable[Run]) -> float:
    return sum(run.width for run in runs)


def _line(runs: Sequence[Run], width: float, *, from_right: bool) -> Line:
    if not from_right and all(run.level == 0 for run in runs):
        return Line(_merged(runs), width)
    ordered = direction.in_drawing_order(runs, lambda run: run.level)
    turned = [
        run._replace(text=direction.turned(run.text)) if run.level % 2 else run for run in ordered
    ]
    return Line(_merged(turned), width, from_right)


def _going_on(line: Line) -> Line:
    """End a line in a space, which nobody sees, but who copies or listens finds two words."""
    if (
        not line.runs
        or line.from_right
        or ord(" ") not in opened(line.runs[-1].font).face.charToGlyph
    ):
        return line
    last = line.runs[-1]
    return line._replace(runs=(*line.runs[:-1], last._replace(text=f"{last.text} ")))


def _merged(runs: Sequence[Run]) -> tuple[Run, ...]:
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and last[1:4] == run[1:4] and last[5:7] == run[5:7]:
            merged[-1] = last._replace(text=last.text + run.text, width=last.width + run.width)
        else:
            merged.append(run)
    return tuple(merged)
