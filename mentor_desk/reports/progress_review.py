"""The progress review: a pure function from what may be shared to the bytes of a PDF."""

import dataclasses
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mentor_desk.reports import fonts, words
from mentor_desk.reports.blocks import Block, Columns, Stack
from mentor_desk.reports.characters import inked, one_line
from mentor_desk.reports.document import Document, Facts, build_pdf
from mentor_desk.reports.goal_section import goals
from mentor_desk.reports.notes import note_blocks
from mentor_desk.reports.paragraphs import Press
from mentor_desk.reports.records import Figures, Paper, ReviewRecord
from mentor_desk.reports.sections import actions, next_steps, people, sessions, shares
from mentor_desk.reports.style import (
    BODY,
    BYLINE,
    CAPTION,
    FIGURE,
    FIGURE_OF,
    HEADING,
    NAME,
    PERIOD,
    RULE_ABOVE,
    RULE_BELOW,
    SHEETS,
)
from mentor_desk.reports.tagging import Node
from mentor_desk.reports.text import Span, Typesetter


def make_review(record: ReviewRecord, *, paper: Paper = Paper.A4) -> bytes:
    """Return the review as a PDF; the same record on the same paper gives the same bytes."""
    return print_review(record, paper=paper).content


def print_review(record: ReviewRecord, *, paper: Paper = Paper.A4) -> Document:
    """Return the review as `make_review` does, with the number of its pages."""
    with fonts.one_document:
        press = _press_for(record)
        root = Node("Document")
        facts = Facts(record.mentee_name, words.kind(record), record.mentor_name)
        return build_pdf(press, story(press, root, record), root, sheet=SHEETS[paper], facts=facts)


def unprintable(record: ReviewRecord) -> tuple[str, ...]:
    """Return the characters of a record that no font of ours has, in order.

    They stand in the document as code points, "[U+30EDE]". Expected to be empty for nearly
    everybody: what is missing are rare characters of Chinese and dead scripts.
    """
    found = {
        char
        for text in _texts(record)
        if not text.isascii()
        for char in inked(text)
        if not fonts.font_for(ord(char))
    }
    return tuple(sorted(found))


def story(press: Press, root: Node, record: ReviewRecord) -> list[Block]:
    """Return the review as blocks below `root`: the opening, then each section that is in."""
    return [_opening(press, root, record), *_sections(press, root, record)]


def _sections(press: Press, root: Node, record: ReviewRecord) -> Iterator[Block]:
    year = record.until.year
    section = partial(_section, press, root)
    if record.in_short.strip():
        text = record.in_short
        yield section(words.IN_SHORT, lambda at: note_blocks(press, at, text, style=BODY))
    if (aims := record.goals) is not None:
        span = (record.since, record.until)
        yield section(words.GOALS, lambda at: goals(press, at, aims, period=span))
    if (held := record.sessions) is not None:
        yield section(words.SESSIONS, lambda at: sessions(press, at, held, year=year))
    if (promises := record.actions) is not None:
        yield section(words.ACTIONS, lambda at: actions(press, at, promises, year=year))
    if (met := record.people) is not None:
        mentee = record.mentee_name
        yield section(words.PEOPLE, lambda at: people(press, at, met, mentee=mentee, year=year))
    if (given := record.shares) is not None:
        yield section(words.SHARES, lambda at: shares(press, at, given, year=year))
    if (ahead := record.next_steps) is not None:
        yield section(words.NEXT, lambda at: next_steps(press, at, ahead, year=year))


def _press_for(record: ReviewRecord) -> Press:
    return Press(Typesetter(chinese=fonts.is_chinese(_texts(record))))


def _section(press: Press, root: Node, title: str, make: Callable[[Node], list[Block]]) -> Block:
    node = root.child("Sect")
    heading = press.text(node, title, HEADING, "H2")
    return Stack([heading, *make(node)], gap=RULE_ABOVE + RULE_BELOW, ruled=True)


def _opening(press: Press, root: Node, record: ReviewRecord) -> Block:
    blocks: list[Block] = [
        press.text(root, words.period(record.since, record.until), PERIOD),
        press.text(root, one_line(record.mentee_name), NAME, "H1"),
        press.text(root, words.byline(record), BYLINE),
    ]
    if record.figures:
        blocks.append(_figures(press, root, record.figures))
    return Stack(blocks)


def _figures(press: Press, root: Node, figures: Figures) -> Block:
    cells: list[Block] = []
    shares: list[float] = []
    for number, of, caption in words.figures(figures):
        node = root.child("Div")
        spans = [Span(number)]
        if of:
            spans.append(Span(f" {of}", colour=FIGURE_OF.colour, size=FIGURE_OF.size))
        cells.append(Stack([press.text(node, spans, FIGURE), press.text(node, caption, CAPTION)]))
        lines = [press.setter.width(line, CAPTION) for line in caption.split("\n")]
        top = press.setter.width(number, FIGURE) + press.setter.width(f" {of}", FIGURE_OF)
        shares.append(max(*lines, top) + 33)
    shares.append(max(493 - sum(shares), 1))
    cells.append(Stack(()))
    return Columns(cells, shares, 0, gap=22)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
