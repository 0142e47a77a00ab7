"""From blocks to the bytes of a PDF: pages, with what stands at their head and foot."""

import io
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from mentor_desk.reports import words
from mentor_desk.reports.blocks import Block, Stack, stroke_section
from mentor_desk.reports.characters import clean, one_line
from mentor_desk.reports.fonts import BASE, opened
from mentor_desk.reports.paragraphs import Press
from mentor_desk.reports.style import (
    ACCENT,
    FOOT,
    FOOT_END,
    LINE,
    MASTHEAD,
    MASTHEAD_END,
    RULE_ABOVE,
    Sheet,
)
from mentor_desk.reports.tagging import Node, TaggedCanvas

_MARK = 19.5
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document says about itself, and nothing more: no user, no clock, no path."""

    name: str
    kind: str
    author: str = ""
    language: str = words.LANGUAGE


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it goes to the disk, and how many pages it has."""

    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class _Placed:
    block: Block
    top: float
    ruled_at: float | None


def build_pdf(
    press: Press, blocks: Iterable[Block], root: Node, *, sheet: Sheet, facts: Facts
) -> Document:
    """Lay blocks out on sheets and return the document; the same blocks give the same bytes."""
    pages = _laid_out(blocks, sheet)
    stream = io.BytesIO()
    opened(BASE)
    canvas = TaggedCanvas(
        stream,
        (sheet.width, sheet.height),
        lang=facts.language,
        initialFontName=BASE,
        pdfVersion=(1, 7),
    )
    _describe(canvas, facts)
    for number, page in enumerate(pages, start=1):
        if number == 1:
            _draw_masthead(canvas, press, sheet)
        for placed in page:
            if placed.ruled_at is not None:
                stroke_section(canvas, sheet.side, placed.ruled_at, sheet.body_width)
            placed.block.draw(canvas, sheet.side, placed.top, sheet.body_width)
        _draw_foot(canvas, press, sheet, facts, words.page(number, len(pages)))
        canvas.showPage()
    canvas.tie(root)
    canvas.save()
    return Document(stream.getvalue(), len(pages))


def _laid_out(blocks: Iterable[Block], sheet: Sheet) -> list[list[_Placed]]:
    pages: list[list[_Placed]] = [[]]
    waiting = deque(blocks)
    top = sheet.height - sheet.top_first
    while waiting:
        block = waiting.popleft()
        is_first = not pages[-1]
        gap = 0 if is_first else block.gap
        high = block.height(sheet.body_width)
        room = top - sheet.bottom - gap
        if high > room:
            parts = block.split(sheet.body_width, room)
            if not parts and not is_first:
                waiting.appendleft(block)
                pages.append([])
                top = sheet.height - sheet.top
                continue
            if parts:
                block, rest = parts
                waiting.appendleft(rest)
                high = room
        ruled = isinstance(block, Stack) and block.ruled and not is_first
        pages[-1].append(_Placed(block, top - gap, top - RULE_ABOVE if ruled else None))
        top -= gap + high
    return pages


def _describe(canvas: TaggedCanvas, facts: Facts) -> None:
    canvas.setTitle(one_line(f"{facts.name}{words.DOT}{facts.kind}"))
    canvas.setAuthor(one_line(facts.author))
    canvas.setSubject("")
    canvas.setCreator(words.PROGRAM)
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _draw_masthead(canvas: TaggedCanvas, press: Press, sheet: Sheet) -> None:
    top = sheet.height - 48
    with canvas.marked(None):
        canvas.setFillColor(ACCENT)
        canvas.roundRect(sheet.side, top - _MARK, _MARK, _MARK, 4.5, stroke=0, fill=1)
    line = top - _MARK / 2 + MASTHEAD.leading / 2
    name = press.text(None, words.PROGRAM, MASTHEAD)
    name.draw(canvas, sheet.side + _MARK + 7.5, line, 200)
    kind = press.text(None, words.PROGRESS_REVIEW, MASTHEAD_END)
    kind.draw(canvas, sheet.side, line, sheet.body_width)


def _draw_foot(canvas: TaggedCanvas, press: Press, sheet: Sheet, facts: Facts, page: str) -> None:
    with canvas.marked(None):
        canvas.stroke(sheet.side, 48.4, sheet.body_width, LINE)
    end = f"{words.PROMISE}   {page}"
    room = sheet.body_width - press.setter.width(end, FOOT_END) - 10
    press.text(None, _fitting(press, facts, room), FOOT).draw(canvas, sheet.side, 42, room + 8)
    press.text(None, end.replace("   ", "\u00a0\u00a0\u00a0"), FOOT_END).draw(
        canvas, sheet.side, 42, sheet.body_width
    )


def _fitting(press: Press, facts: Facts, room: float) -> str:
    name, whole = one_line(facts.name)[:_LONGEST_NAME], clean(facts.kind)
    # A name is worth more room than the word for what the page says itself in its head.
    kind = f"{words.DOT}{whole.rpartition(words.DOT)[2]}"
    for line in (f"{name}{words.DOT}{whole}", f"{name}{kind}"):
        if press.setter.width(line, FOOT) <= room:
            return line
    while name and press.setter.width(f"{name}…{kind}", FOOT) > room:
        name = name[:-1]
    return f"{name.rstrip()}…{kind}"
