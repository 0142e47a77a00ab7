"""Painting of the small parts that widgets and delegates have in common."""

from collections.abc import Sequence
from hashlib import blake2b

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.text import one_line
from mentor_desk.ui.common.theme import colour
from mentor_desk.ui.common.tokens import CARD_RADIUS, TextRole, Tone

_PERSON_TONES = (Tone.ACCENT, Tone.WARM, Tone.BLUE, Tone.GOLD, Tone.RED, Tone.VIOLET)
_LINE = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


def initials(person_name: str) -> str:
    """Return one or two letters that stand for a person; a dot when the name has none."""
    words = [word for word in person_name.split() if any(letter.isalnum() for letter in word)]
    firsts = [next(letter for letter in word if letter.isalnum()) for word in words]
    chosen = firsts[:1] + firsts[-1:] if len(firsts) > 1 else firsts
    return "".join(chosen).upper() or "·"


def tone_of(person_name: str) -> Tone:
    """Return the colour of a person: always the same for the same name."""
    return _PERSON_TONES[blake2b(person_name.encode("utf-8", "replace")).digest()[0] % 6]


def elided(font: QFont, text: str, width: int) -> str:
    """Return the text on one line, cut with an ellipsis where the width ends."""
    # Nothing of 300 characters fits a row, and Qt takes long over a line of a million.
    line = one_line(text[:1000])
    return QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, max(width, 0))


def draw_text(painter: QPainter, area: QRect, text: str, *, font: QFont, ink: str) -> None:
    """Write one line at the start of `area`, literally and cut to its width."""
    painter.setFont(font)
    painter.setPen(colour(ink))
    write(painter, area, elided(font, text, area.width()))


def write(painter: QPainter, area: QRect, line: str) -> None:
    """Write a line at the start of the page's direction, in the direction of its own letters."""
    direction = painter.layoutDirection()
    is_mirrored = direction is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(area, int(_LINE | side | Qt.AlignmentFlag.AlignAbsolute), line)
    painter.setLayoutDirection(direction)


def draw_avatar(
    painter: QPainter, area: QRect, person_name: str, *, tone: Tone | None = None
) -> None:
    """Paint a person's initials in a disc of the person's colour."""
    shade = theme.tokens().shade(tone or tone_of(person_name))
    font = theme.font(TextRole.STRONG)
    font.setPixelSize(max(7, round(area.height() * 0.38)))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(shade.soft))
    painter.drawEllipse(area)
    painter.setFont(font)
    painter.setPen(colour(shade.text))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), initials(person_name))
    painter.restore()


def pill_size(text: str, *, widest: int = 1 << 16) -> QSize:
    """Return the room that a pill with this text takes."""
    metrics = QFontMetrics(theme.font(TextRole.SMALL))
    wanted = metrics.horizontalAdvance(one_line(text[:1000])) + metrics.height()
    return QSize(min(wanted, widest), metrics.height() + 4)


def draw_pill(painter: QPainter, area: QRect, text: str, tone: Tone) -> None:
    """Paint a word on a round ground of its tone: a state, a badge, a topic."""
    if area.width() <= 0 or not text:
        return
    shade = theme.tokens().shade(tone)
    font = theme.font(TextRole.SMALL)
    font.setWeight(QFont.Weight.Medium)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(shade.soft))
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
    painter.setFont(font)
    painter.setPen(colour(shade.text))
    inner = area.adjusted(area.height() // 4, 0, -area.height() // 4, 0)
    shown = elided(font, text, inner.width())
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(inner, int(_LINE | Qt.AlignmentFlag.AlignHCenter), shown)
    painter.restore()


def draw_progress(painter: QPainter, area: QRect, share: float, tone: Tone) -> None:
    """Paint a thin bar filled to `share`, from 0 to 1."""
    tokens = theme.tokens()
    done = QRectF(area)
    done.setWidth(area.width() * min(max(share, 0.0), 1.0))
    if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        done.moveRight(QRectF(area).right())
    radius = area.height() / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tokens.track))
    painter.drawRoundedRect(area, radius, radius)
    if done.width() >= 1:
        painter.setBrush(colour(tokens.shade(tone).base))
        painter.drawRoundedRect(done, min(radius, done.width() / 2), radius)
    painter.restore()


def draw_sparkline(painter: QPainter, area: QRect, values: Sequence[float], tone: Tone) -> None:
    """Paint how a value went, oldest first, from 0 or the least to 100 or the most."""
    if not values or area.width() < 2:
        return
    least, most = min(0.0, *values), max(100.0, *values) if max(values) > 1 else 1.0
    frame = QRectF(area).adjusted(1.5, 1.5, -1.5, -1.5)
    points = values if len(values) > 1 else (values[0], values[0])
    is_mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    line = QPolygonF()
    for place, value in enumerate(points):
        along = place / (len(points) - 1)
        x = (
            frame.right() - along * frame.width()
            if is_mirrored
            else frame.left() + along * frame.width()
        )
        line.append(QPointF(x, frame.bottom() - (value - least) / (most - least) * frame.height()))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour(theme.tokens().shade(tone).base), 1.8)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPolyline(line)
    painter.restore()


def draw_focus(painter: QPainter, area: QRect, *, radius: float = 6.0) -> None:
    """Paint the ring that shows where the keyboard is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(theme.tokens().accent.base), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def draw_card(painter: QPainter, area: QRect, tone: Tone = Tone.PLAIN) -> None:
    """Paint the ground of a card: rounded, with one line around it."""
    shade = theme.tokens().shade(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(shade.line), 1))
    painter.setBrush(colour(shade.wash))
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
    painter.restore()


def line_colour() -> QColor:
    """Return the colour of thin lines."""
    return colour(theme.tokens().line)
