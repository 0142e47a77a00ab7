"""Markdown styled while it is typed: the signs stay, and step back."""

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from typing_extensions import override

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import colour
from mentor_desk.ui.common.tokens import TextRole

LONGEST_LINE = 5_000

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(?=\S)")
_BULLET = re.compile(r"^\s*([-*+]|\d{1,9}[.)])(\s+\[[ xX]\])?\s")
_QUOTE = re.compile(r"^ {0,3}>+ ?")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_CODE = re.compile(r"(`+)([^`]+)\1")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]+?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![*_\w])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![*_\w])")
_LINK = re.compile(r"\[[^\]\n]*\]\([^)\s]*\)|\b(?:https?://|mailto:)[^\s<>()]+")


class MarkdownStyle(QSyntaxHighlighter):
    """Make headings larger, bold bold, code monospaced and links coloured; change no letter."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.read_theme()

    def read_theme(self) -> None:
        """Take the colours and sizes of now; `rehighlight` then shows them."""
        tokens = theme.tokens()
        self._sign = _format(tokens.soft)
        self._heading = _format(tokens.ink, weight=QFont.Weight.Bold)
        self._heading_size = theme.font(TextRole.BODY).pointSizeF()
        self._bold = _format("", weight=QFont.Weight.Bold)
        self._italic = _format("", is_italic=True)
        self._link = _format(tokens.accent.text, is_underlined=True)
        self._code = _format(tokens.blue.text)
        self._code.setFontFamilies(["monospace"])
        self._bullet = _format(tokens.accent.base, weight=QFont.Weight.Bold)
        self._quote = _format(tokens.soft, is_italic=True)

    @override
    def highlightBlock(self, text: str) -> None:
        if len(text) > LONGEST_LINE:
            self.setCurrentBlockState(self.previousBlockState())
            return
        if self._is_code_block(text):
            self.setFormat(0, len(text), self._code)
            return
        if (heading := _HEADING.match(text)) is not None:
            self._style_heading(text, heading)
            return
        if (quote := _QUOTE.match(text)) is not None:
            self.setFormat(quote.end(), len(text) - quote.end(), self._quote)
            self.setFormat(0, quote.end(), self._sign)
        if (bullet := _BULLET.match(text)) is not None:
            self.setFormat(bullet.start(1), len(bullet.group().rstrip()), self._bullet)
        self._style_words(text)

    def _is_code_block(self, text: str) -> bool:
        was_inside = self.previousBlockState() == 1
        is_fence = _FENCE.match(text) is not None
        self.setCurrentBlockState(int(was_inside != is_fence))
        return was_inside or is_fence

    def _style_heading(self, text: str, heading: re.Match[str]) -> None:
        larger = QTextCharFormat(self._heading)
        share = {1: 1.3, 2: 1.15}.get(len(heading.group(1)), 1.0)
        larger.setFontPointSize(self._heading_size * share)
        self.setFormat(0, len(text), larger)
        self.setFormat(heading.start(1), len(heading.group(1)), self._sign)

    def _style_words(self, text: str) -> None:
        for pattern, look in ((_BOLD, self._bold), (_ITALIC, self._italic), (_CODE, self._code)):
            for found in pattern.finditer(text):
                sign = len(found.group(1))
                self._merge(found.start(2), len(found.group(2)), look)
                self.setFormat(found.start(), sign, self._sign)
                self.setFormat(found.end() - sign, sign, self._sign)
        for found in _LINK.finditer(text):
            self.setFormat(found.start(), len(found.group()), self._link)

    def _merge(self, start: int, length: int, look: QTextCharFormat) -> None:
        for place in range(start, start + length):
            both = QTextCharFormat(self.format(place))
            both.merge(look)
            self.setFormat(place, 1, both)


def _format(
    code: str,
    *,
    weight: QFont.Weight | None = None,
    is_italic: bool = False,
    is_underlined: bool = False,
) -> QTextCharFormat:
    made = QTextCharFormat()
    if code:
        made.setForeground(colour(code))
    if weight is not None:
        made.setFontWeight(weight)
    if is_italic:
        made.setFontItalic(True)
    if is_underlined:
        made.setFontUnderline(True)
    return made
