"""How parts of a page stand together: stacks, columns, tables, items. Each knows how to part."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mentor_desk.reports.style import INK, KEEP_ROW, LINE, ROW_GAP
from mentor_desk.reports.tagging import TaggedCanvas


class Block(Protocol):
    """Something that takes room on a page.

    `gap` is the room above it, dropped at the head of a page. `split` parts the block so that the
    first part fits into `room`, or returns None when it would rather go to the next page whole.
    """

    gap: float
    keep_with_next: bool

    def height(self, width: float) -> float:
        """Return the points it takes from top to bottom when it is so wide."""

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Part it, if it can be parted well."""

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Put it on the page with its upper left corner there."""


@dataclass
class Stack:
    """Blocks one below the other. `keep` is the height up to which it is not parted."""

    blocks: Sequence[Block]
    gap: float = 0
    keep: float = 0
    keep_with_next: bool = False
    ruled: bool = False
    _heights: dict[float, list[float]] = field(default_factory=dict)

    def height(self, width: float) -> float:
        """Return what its blocks and the gaps between them take."""
        return sum(self._each(width)) + sum(block.gap for block in self.blocks[1:])

    def split(self, width: float, room: float) -> "tuple[Stack, Stack] | None":
        """Part it between blocks or inside one; what keeps with the next goes along with it."""
        if self.height(width) <= self.keep:
            return None
        used = 0.0
        for index, (block, high) in enumerate(zip(self.blocks, self._each(width), strict=True)):
            gap = block.gap if index else 0
            if used + gap + high <= room:
                used += gap + high
                continue
            if parts := block.split(width, room - used - gap):
                head, tail = parts
                return (
                    self._part([*self.blocks[:index], head]),
                    self._part([tail, *self.blocks[index + 1 :]]),
                )
            while index and self.blocks[index - 1].keep_with_next:
                index -= 1  # noqa: PLW2901
            if not index:
                return None
            return self._part(self.blocks[:index]), self._part(self.blocks[index:])
        return None

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw from the top down."""
        for index, (block, high) in enumerate(zip(self.blocks, self._each(width), strict=True)):
            top -= block.gap if index else 0
            block.draw(canvas, x, top, width)
            top -= high

    def _each(self, width: float) -> list[float]:
        if width not in self._heights:
            self._heights[width] = [block.height(width) for block in self.blocks]
        return self._heights[width]

    def _part(self, blocks: Sequence[Block]) -> "Stack":
        return Stack(blocks, self.gap, self.keep, ruled=self.ruled)


@dataclass
class Columns:
    """Blocks side by side: shares of the width, and the room between them in points."""

    cells: Sequence[Block]
    shares: Sequence[float]
    between: float = 14
    gap: float = 0
    keep: float = KEEP_ROW
    keep_with_next: bool = False

    def height(self, width: float) -> float:
        """Return the height of the tallest."""
        return max(
            cell.height(wide) for cell, wide in zip(self.cells, self.widths(width), strict=True)
        )

    def widths(self, width: float) -> list[float]:
        """Return how wide each column is."""
        free = width - self.between * (len(self.shares) - 1)
        return [free * share / sum(self.shares) for share in self.shares]

    def split(self, width: float, room: float) -> "tuple[Columns, Columns] | None":
        """Part each column on its own, once the whole is too tall to be kept together."""
        if self.height(width) <= self.keep:
            return None
        heads: list[Block] = []
        tails: list[Block] = []
        for cell, wide in zip(self.cells, self.widths(width), strict=True):
            head, tail = _parted(cell, wide, room)
            heads.append(head)
            tails.append(tail)
        if all(isinstance(head, Stack) and not head.blocks for head in heads):
            return None
        return (
            Columns(heads, self.shares, self.between, self.gap, self.keep),
            Columns(tails, self.shares, self.between, self.gap, self.keep),
        )

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw from left to right."""
        for cell, wide in zip(self.cells, self.widths(width), strict=True):
            cell.draw(canvas, x, top, wide)
            x += wide + self.between


@dataclass
class Table:
    """Rows with a thin line below each; the heading, if any, stands again on every page."""

    rows: Sequence[Columns]
    heading: Columns | None = None
    gap: float = 4
    keep_with_next: bool = False
    repeats: Columns | None = None

    def height(self, width: float) -> float:
        """Return the height of heading and rows with the room around them."""
        return sum(row.height(width) + 2 * ROW_GAP for row in self._all())

    def split(self, width: float, room: float) -> "tuple[Table, Table] | None":
        """Part it between rows, or inside a row that is taller than can be kept together."""
        used = self.heading.height(width) + 2 * ROW_GAP if self.heading else 0.0
        for index, row in enumerate(self.rows):
            high = row.height(width) + 2 * ROW_GAP
            if used + high <= room:
                used += high
                continue
            parts = row.split(width, room - used - 2 * ROW_GAP)
            if not parts and not index:
                return None
            head, tail = parts or (None, row)
            first = [*self.rows[:index], head] if head else self.rows[:index]
            rest = [tail, *self.rows[index + 1 :]]
            return (
                Table(first, self.heading, self.gap, repeats=self.repeats),
                Table(rest, self.repeats, 0, repeats=self.repeats),
            )
        return None

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw row by row, each with its line."""
        for row in self._all():
            row.draw(canvas, x, top - ROW_GAP, width)
            top -= row.height(width) + 2 * ROW_GAP
            with canvas.marked(None):
                canvas.stroke(x, top, width, LINE)

    def _all(self) -> list[Columns]:
        return [self.heading, *self.rows] if self.heading else list(self.rows)


@dataclass
class Item:
    """A line of a list: a drawn mark or a number, and what it says beside it.

    `from_right` puts the mark on the other side, where right-to-left writing begins.
    """

    mark: Block
    body: Block
    indent: float = 12
    gap: float = 0
    from_right: bool = False
    keep_with_next: bool = False

    def height(self, width: float) -> float:
        """Return the height of mark and body beside each other."""
        inner = width - self.indent
        return max(self.mark.height(self.indent), self.body.height(inner))

    def split(self, width: float, room: float) -> "tuple[Item, Item] | None":
        """Part the body; the mark stays with its first part."""
        parts = self.body.split(width - self.indent, room)
        if not parts:
            return None
        head, tail = parts
        return (
            Item(self.mark, head, self.indent, self.gap, self.from_right),
            Item(Stack(()), tail, self.indent, self.gap, self.from_right),
        )

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw the mark, then the body beside it."""
        inner = width - self.indent
        if self.from_right:
            self.mark.draw(canvas, x + inner + self.indent / 3, top, self.indent)
            self.body.draw(canvas, x, top, inner)
        else:
            self.mark.draw(canvas, x, top, self.indent)
            self.body.draw(canvas, x + self.indent, top, inner)


def stroke_section(canvas: TaggedCanvas, x: float, y: float, width: float) -> None:
    """Draw the line that parts one section from the next."""
    with canvas.marked(None):
        canvas.stroke(x, y, width, INK)


def _parted(cell: Block, width: float, room: float) -> tuple[Block, Block]:
    if cell.height(width) <= room:
        return cell, Stack(())
    return cell.split(width, room) or (Stack(()), cell)
