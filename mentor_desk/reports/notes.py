"""Shared notes, written in Markdown, as blocks. Pictures are never fetched, HTML is only text."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mentor_desk.reports import words
from mentor_desk.reports.blocks import Block, Columns, Item, Stack, Table
from mentor_desk.reports.characters import LONGEST
from mentor_desk.reports.paragraphs import Press, Text
from mentor_desk.reports.style import ACCENT, CELL, CODE, SOFT, TextStyle
from mentor_desk.reports.tagging import Node
from mentor_desk.reports.text import Span

_MARKS = re.compile(
    r"[\\`*_\[\]<>#~|]|^[ \t]*(?:[-+=]|\d{1,9}[.)])|^(?: {4}|\t)|[ ]{2,}$", re.MULTILINE
)
_SAFE = ("http://", "https://", "mailto:")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_DEEPEST = 20
_HEADINGS = {"h1": 1.2, "h2": 1.12}
_PARAGRAPH_GAP = 4.0


def note_blocks(
    press: Press, parent: Node, text: str, *, lead: str = "", style: TextStyle = CELL
) -> list[Block]:
    """Return notes as blocks below `parent`, `lead` standing bold at their head.

    Line breaks stay where they were typed. What Markdown would drop (references, HTML, nesting
    beyond all sense) is printed as it was written.
    """
    writer = _Writer(press, style, [Span(f"{lead} " if text else lead, bold=True)] if lead else [])
    text = text.strip("\n")
    tokens = _parsed(text) if _MARKS.search(text[:LONGEST]) else None
    if tokens is None:
        blocks: list[Block] = [
            writer.paragraph(parent, [Span(part)])
            for part in _BLANK_LINES.split(text.replace("\r\n", "\n"))
        ]
        return _spaced(blocks)
    blocks = writer.blocks(parent, iter(tokens), "")
    if writer.lead:
        blocks.insert(0, writer.paragraph(parent, []))
    return _spaced(blocks)


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    reader.enable(["table", "strikethrough"])
    return reader.disable(["image", "html_inline", "html_block", "reference", "entity"])


def _parsed(text: str) -> list[Token] | None:
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}\n\n{words.shortened(len(text))}"
    tokens = _reader().parse(text)
    # Beyond its depth the reader skips what follows; then the text is printed as it stands.
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return None
    return tokens


def _spaced(blocks: list[Block]) -> list[Block]:
    for block in blocks[1:]:
        block.gap = max(block.gap, _PARAGRAPH_GAP)
    return blocks


@dataclass(slots=True)
class _Writer:
    press: Press
    style: TextStyle
    lead: list[Span]

    def paragraph(self, parent: Node, spans: Sequence[Span], tag: str = "P") -> Block:
        lead, self.lead = self.lead, []
        return self.press.text(parent, [*lead, *spans], self.style, tag)

    def blocks(self, parent: Node, tokens: Iterator[Token], closing: str) -> list[Block]:
        found: list[Block] = []
        for token in tokens:
            if token.type == closing:
                break
            if block := self._block(parent, token, tokens):
                found.append(block)
        return found

    def _block(self, parent: Node, token: Token, tokens: Iterator[Token]) -> Block | None:
        makers: dict[str, Callable[[Node, Token, Iterator[Token]], Block]] = {
            "inline": lambda parent, token, _: self.paragraph(parent, _spans(token.children)),
            "hr": lambda parent, token, _: self.paragraph(parent, [Span(token.markup[:3])]),
            "heading_open": self._heading,
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "blockquote_open": self._quote,
            "table_open": self._table,
            "fence": self._code,
            "code_block": self._code,
        }
        make = makers.get(token.type)
        return make(parent, token, tokens) if make else None

    def _heading(self, parent: Node, opening: Token, tokens: Iterator[Token]) -> Block:
        size = self.style.size * _HEADINGS.get(opening.tag, 1.0)
        spans = [span._replace(bold=True, size=size) for span in _spans(next(tokens).children)]
        lead = [self.paragraph(parent, [])] if self.lead else []
        block = self.paragraph(parent, spans)
        block.keep_with_next = True
        return Stack([*lead, block], keep_with_next=True) if lead else block

    def _list(self, parent: Node, opening: Token, tokens: Iterator[Token]) -> Block:
        closing = opening.type.replace("_open", "_close")
        number = int(opening.attrs.get("start", 1)) if opening.type.startswith("ordered") else None
        node = parent.child("L")
        items: list[Block] = []
        if self.lead:
            items.append(self.paragraph(parent, []))
        for token in tokens:
            if token.type == closing:
                break
            entry = node.child("LI")
            sign = words.BULLET if number is None else f"{number}."
            mark = self.press.text(entry, sign, replace(self.style, gap=0), "Lbl")
            body = self.blocks(entry.child("LBody"), tokens, "list_item_close")
            indent = 11.0 if number is None else 8.0 + 5.8 * len(sign)
            first = body[0] if body else None
            from_right = isinstance(first, Text) and first.reads_from_right()
            items.append(Item(mark, Stack(_spaced(body)), indent, gap=1.5, from_right=from_right))
            number = None if number is None else number + 1
        return Stack(items)

    def _quote(self, parent: Node, _opening: Token, tokens: Iterator[Token]) -> Block:
        node = parent.child("BlockQuote")
        quiet = _Writer(self.press, replace(self.style, colour=SOFT), self.lead)
        body = quiet.blocks(node, tokens, "blockquote_close")
        self.lead = quiet.lead
        return Item(Stack(()), Stack(_spaced(body)), 11)

    def _code(self, parent: Node, token: Token, _tokens: Iterator[Token]) -> Block:
        # No-break spaces keep the columns as they were typed.
        lines = token.content.rstrip("\n").expandtabs(4).replace(" ", "\u00a0")
        body = self.press.text(parent, lines, CODE, "Code")
        if token.info.strip():
            name = self.press.text(parent, token.info.strip(), CODE)
            return Stack([name, body])
        return body

    def _table(self, parent: Node, _opening: Token, tokens: Iterator[Token]) -> Block:
        node = parent.child("Table")
        rows: list[list[Block]] = []
        row = node
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                row = node.child("TR")
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                is_head = token.type == "th_open"
                spans = _spans(next(tokens).children)
                if is_head:
                    spans = [span._replace(bold=True) for span in spans]
                rows[-1].append(self.paragraph(row, spans, "TH" if is_head else "TD"))
        widest = max((len(cells) for cells in rows), default=1)
        return Table([Columns(cells, [1] * widest, 8) for cells in rows])


def _spans(children: Sequence[Token] | None) -> list[Span]:
    spans: list[Span] = []
    look = Span("")
    address = ""
    for token in children or ():
        if token.type in _BREAKS:
            spans.append(Span("\n"))
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            if address.lower().startswith(_SAFE):
                look = look._replace(link=address, colour=ACCENT)
        elif token.type == "link_close":
            if not look.link:
                spans.append(look._replace(text=f" ({address})"))
            look = look._replace(link="", colour=None)
        elif token.nesting:
            look = _in_the_look_of(token, look)
        else:
            colour = SOFT if token.type == "code_inline" else look.colour
            spans.append(look._replace(text=token.content, colour=colour))
    return spans


def _in_the_look_of(token: Token, look: Span) -> Span:
    begins = token.nesting > 0
    if token.tag == "strong":
        return look._replace(bold=True if begins else None)
    if token.tag == "em":
        return look._replace(italic=True if begins else None)
    return look._replace(struck=begins)
