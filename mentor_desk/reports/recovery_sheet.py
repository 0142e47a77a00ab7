"""The recovery sheet: one page with the recovery key of a desk, to be kept like a passport.

A pure function from a record to the bytes of a PDF. The key stands in groups that are numbered as
the program numbers them when one is mistyped, and as a QR code (ISO/IEC 18004) of the same text.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from mentor_desk.reports import words
from mentor_desk.reports.blocks import Block, Columns, Stack
from mentor_desk.reports.characters import one_line
from mentor_desk.reports.charts import Drawn
from mentor_desk.reports.fonts import BASE, is_chinese, one_document, opened
from mentor_desk.reports.paragraphs import Press
from mentor_desk.reports.records import Paper
from mentor_desk.reports.style import (
    ACCENT,
    FOOT,
    INK,
    LINE,
    MASTHEAD,
    MASTHEAD_END,
    NAME,
    PERIOD,
    SHEETS,
    SMALL_SOFT,
    Align,
    Sheet,
    TextStyle,
)
from mentor_desk.reports.tagging import Node, TaggedCanvas
from mentor_desk.reports.text import Typesetter

TITLE = "Recovery sheet"
HEADING = "Recovery key"
OF_NOBODY = "The desk"
WHO = (
    "Whoever holds this sheet can open the desk: keep it where you keep a passport, and not beside"
    " the computer."
)
WHEN = (
    "If the passphrase is forgotten or the keyring of the computer is lost, give this key where"
    " Mentor Desk asks for the passphrase or the recovery key."
)
WHAT_FOR = (
    "With this key and any backup made since the desk has it, everything can be read on another"
    " computer: choose “Restore from a backup…” when Mentor Desk starts there; without a key nobody"
    " can read it, not even who made the program."
)

_AS_QR = "The recovery key as a QR code"
_LONGEST_NAME = 100
_ROW = TextStyle(22, 28, bold=True, align=Align.LEFT)
_NUMBER = TextStyle(8.3, 11, SMALL_SOFT.colour, align=Align.CENTRE)
_ADVICE = TextStyle(11.5, 17.5, gap=12)
_IN_A_ROW = 4
_MARK = 19.5
_MODULE = 4.2
_QUIET_MODULES = 4
_SIDE_OF_QR = 155.4
_PADDING = 20.0
_BETWEEN_ROWS = 14.0
_WIDE = 10_000.0


@dataclass(frozen=True, slots=True, repr=False)
class SheetRecord:
    """What the sheet says: the key as it is spelt, whose desk it opens, and since when."""

    recovery_key: str
    name: str
    day: date
    desk_id: str


def make_recovery_sheet(record: SheetRecord, *, paper: Paper = Paper.A4) -> bytes:
    """Return the sheet as a PDF; the same record on the same paper gives the same bytes."""
    sheet = SHEETS[paper]
    with one_document:
        press = Press(Typesetter(chinese=is_chinese([record.name])))
        root, stream = Node("Document"), io.BytesIO()
        opened(BASE)
        canvas = TaggedCanvas(
            stream,
            (sheet.width, sheet.height),
            lang=words.LANGUAGE,
            initialFontName=BASE,
            pdfVersion=(1, 7),
        )
        _describe(canvas)
        _draw_furniture(canvas, press, sheet, record)
        top = sheet.height - sheet.top_first
        for block in _story(press, root, record, sheet.body_width):
            top -= block.gap
            block.draw(canvas, sheet.side, top, sheet.body_width)
            top -= block.height(sheet.body_width)
        canvas.showPage()
        canvas.tie(root)
        canvas.save()
    return stream.getvalue()


class QrImage(Drawn):
    """The key for who would rather show it to a camera than type it."""

    def __init__(self, node: Node, text: str) -> None:
        super().__init__(_SIDE_OF_QR)
        self._node = node
        code = QRCode(None, QRErrorCorrectLevel.Q)
        code.addData(text)
        code.make()
        self._rows = code.modules

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw it at the right, with the quiet zone that readers need around it."""
        left = x + width - _QUIET_MODULES * _MODULE - _MODULE * len(self._rows)
        with canvas.marked(self._node):
            canvas.setFillColor(INK)
            for down, row in enumerate(self._rows):
                y = top - (_QUIET_MODULES + down + 1) * _MODULE
                for first, last in _dark_runs(row):
                    wide = (last - first) * _MODULE
                    canvas.rect(left + first * _MODULE, y, wide, _MODULE, stroke=0, fill=1)


class KeyRow(Drawn):
    """Groups of the key in one line, each with its number above.

    The numbers are for the eye: who copies the key out of the document copies no more than that.
    """

    def __init__(self, press: Press, root: Node, groups: Sequence[str], first: int) -> None:
        super().__init__(_NUMBER.leading + _ROW.leading)
        self._row = press.text(root, "-".join(groups), _ROW)
        self._wide = press.setter.width("-".join(groups), _ROW)
        self._numbers: list[tuple[float, float, Block]] = []
        left = 0.0
        for at, group in enumerate(groups, first):
            # What comes before everything else has no number.
            if at:
                number = press.text(None, str(at), _NUMBER)
                self._numbers.append((left, press.setter.width(group, _ROW), number))
            left += press.setter.width(f"{group}-", _ROW)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw the numbers and the line below them, in the middle."""
        x += (width - self._wide) / 2
        with canvas.unread():
            for left, wide, number in self._numbers:
                number.draw(canvas, x + left, top, wide)
        self._row.draw(canvas, x, top - _NUMBER.leading, _WIDE)


class Framed(Drawn):
    """A block with a thin line around it."""

    def __init__(self, inside: Block, width: float, *, gap: float) -> None:
        super().__init__(inside.height(width - 2 * _PADDING) + 2 * _PADDING)
        self.gap = gap
        self._inside = inside

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw the frame, and the block in it."""
        high = self.height(width)
        with canvas.marked(None):
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(0.75)
            canvas.roundRect(x, top - high, width, high, 7.5, stroke=1, fill=0)
        self._inside.draw(canvas, x + _PADDING, top - _PADDING, width - 2 * _PADDING)


def _story(press: Press, root: Node, record: SheetRecord, width: float) -> list[Block]:
    name = one_line(record.name)[:_LONGEST_NAME]
    whose = f"The desk of {name}" if name else OF_NOBODY
    made = f"Made on {words.day(record.day)}{words.DOT}Desk {record.desk_id[:8]}"
    advice = [press.text(root, sentence, _ADVICE) for sentence in (WHO, WHEN, WHAT_FOR)]
    image = QrImage(root.child("Figure", _AS_QR), record.recovery_key)
    return [
        press.text(root, HEADING, NAME, "H1"),
        press.text(root, whose, _ADVICE),
        press.text(root, made, PERIOD),
        Framed(_key(press, root, record.recovery_key), width, gap=26),
        Columns([Stack(advice), image], (1, 0.5), 30, gap=30),
    ]


def _key(press: Press, root: Node, recovery_key: str) -> Block:
    groups = recovery_key.split("-")
    rows = [
        KeyRow(press, root, groups[first : first + _IN_A_ROW], first)
        for first in range(0, len(groups), _IN_A_ROW)
    ]
    for row in rows[1:]:
        row.gap = _BETWEEN_ROWS
    return Stack(rows)


def _dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return where the dark modules of a row begin and end; one box for each run has no seams."""
    runs: list[tuple[int, int]] = []
    for at, is_dark in enumerate(row):
        if is_dark and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif is_dark:
            runs.append((at, at + 1))
    return runs


def _describe(canvas: TaggedCanvas) -> None:
    # Neither the name nor anything of the key: a title shows in lists of recent files.
    canvas.setTitle(f"{words.PROGRAM}{words.DOT}{TITLE}")
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator(words.PROGRAM)
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _draw_furniture(canvas: TaggedCanvas, press: Press, sheet: Sheet, record: SheetRecord) -> None:
    top = sheet.height - 48
    with canvas.marked(None):
        canvas.setFillColor(ACCENT)
        canvas.roundRect(sheet.side, top - _MARK, _MARK, _MARK, 4.5, stroke=0, fill=1)
    line = top - _MARK / 2 + MASTHEAD.leading / 2
    press.text(None, words.PROGRAM, MASTHEAD).draw(canvas, sheet.side + _MARK + 7.5, line, 200)
    press.text(None, TITLE, MASTHEAD_END).draw(canvas, sheet.side, line, sheet.body_width)
    with canvas.marked(None):
        canvas.stroke(sheet.side, 48.4, sheet.body_width, LINE)
    foot = f"{TITLE}{words.DOT}Desk {record.desk_id}"
    press.text(None, foot, FOOT).draw(canvas, sheet.side, 42, sheet.body_width)
