"""Print how long a review takes, over the same pages made by hand in bare ReportLab.

The floor is what a fair programmer writes with platypus: the same texts, tables, bars and charts
in the same fonts, with no tagging, no fallback fonts and no Markdown. Both are timed warm, in
turns, in one run; the ratio is that of the medians and stays below 1.4.
"""

import io
import runpy
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.fonts import addMapping
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)
from typing_extensions import override

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SAMPLE = ROOT / "tests" / "reports" / "full_mentee.py"


from mentor_desk import paths  # noqa: E402
from mentor_desk.reports import words  # noqa: E402
from mentor_desk.reports.progress_review import make_review  # noqa: E402
from mentor_desk.reports.records import (  # noqa: E402
    ActionState,
    GoalRecord,
    GoalState,
    Reading,
    ReviewRecord,
)

FULL: ReviewRecord = runpy.run_path(str(SAMPLE))["FULL"]
MOST = 1.4
ROUNDS = 60
INK, SOFT, LINE, ACCENT, GOLD = map(
    HexColor, ("#20262B", "#5C666E", "#E3DFD8", "#1B6B63", "#A67C1B")
)
WIDTH = A4[0] - 102
FACES = ("Regular", "Bold", "Italic", "BoldItalic")

COLD = """
import runpy, sys, time
sys.path.insert(0, {root!r})
began = time.perf_counter()
from mentor_desk.reports.progress_review import make_review
record = runpy.run_path({sample!r})["FULL"]
make_review(record)
print((time.perf_counter() - began) * 1000)
"""


def register_fonts() -> None:
    for face in FACES:
        path = paths.resource("fonts", f"NotoSans-{face}.ttf")
        pdfmetrics.registerFont(TTFont(f"Floor-{face}", str(path)))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping("Floor", bold, italic, f"Floor-{FACES[bold + 2 * italic]}")


def style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    more = {"fontName": "Floor-Regular", "textColor": INK} | more
    return ParagraphStyle(name, fontSize=size, leading=leading, **more)


BOLD = {"fontName": "Floor-Bold"}
NAME = style("name", 24, 29, spaceBefore=4, **BOLD)
HEADING = style("heading", 12, 17, spaceAfter=7, **BOLD)
GOAL = style("goal", 10.8, 15, **BOLD)
BODY = style("body", 9.8, 15)
CELL = style("cell", 9.8, 14.2)
QUIET = style("quiet", 9.8, 14.2, textColor=SOFT)
QUOTE = style("quote", 9.8, 14.2, fontName="Floor-Italic")
FIGURE = style("figure", 21, 25, **BOLD)
RULED = TableStyle(
    [
        ("LINEBELOW", (0, 0), (-1, -1), 0.75, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 14),
        ("TOPPADDING", (0, 0), (-1, -1), 5.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5.6),
    ]
)
PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
)


class NumberedCanvas(Canvas):
    """The well-known way to print "page x of y": keep the pages, number them at the end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict[str, Any]] = []

    @override
    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()

    @override
    def save(self) -> None:
        total = len(self._kept)
        for number, state in enumerate(self._kept, start=1):
            self.__dict__.update(state)
            self.setFont("Floor-Regular", 8.1)
            self.setFillColor(SOFT)
            self.setStrokeColor(LINE)
            self.line(51, 48, A4[0] - 51, 48)
            self.drawString(51, 34, f"{FULL.mentee_name} · Progress review · {FULL.season}")
            self.drawRightString(A4[0] - 51, 34, f"{words.PROMISE}   {number} / {total}")
            if number == 1:
                self.setFillColor(ACCENT)
                self.roundRect(51, A4[1] - 67.5, 19.5, 19.5, 4.5, stroke=0, fill=1)
                self.setFillColor(INK)
                self.setFont("Floor-Bold", 9.6)
                self.drawString(78, A4[1] - 61, words.PROGRAM)
                self.setFont("Floor-Regular", 9.6)
                self.drawRightString(A4[0] - 51, A4[1] - 61, words.PROGRESS_REVIEW)
            super().showPage()
        super().save()


def bar(goal: GoalRecord, colour: HexColor) -> Drawing:
    drawing = Drawing(286, 12)
    drawing.add(Rect(0, 4, 250, 4.5, 2.2, 2.2, fillColor=LINE, strokeColor=None))
    done = 250 * (goal.percent or 0) / 100
    drawing.add(Rect(0, 4, done, 4.5, 2.2, 2.2, fillColor=colour, strokeColor=None))
    before = 250 * (goal.percent_before or 0) / 100
    drawing.add(Line(before, 2, before, 11, strokeColor=SOFT, strokeWidth=0.9))
    value = goal.value or f"{goal.percent:.0f}%"
    drawing.add(String(256, 3, value, fontName="Floor-Bold", fontSize=9.8, fillColor=INK))
    return drawing


def chart(goal: GoalRecord, colour: HexColor) -> Drawing:
    drawing = Drawing(188, 85)
    days = (FULL.until - FULL.since).days

    def points(readings: Sequence[Reading]) -> list[float]:
        return [
            each
            for reading in readings
            for each in (
                21 + 160 * min(max((reading.day - FULL.since).days / days, 0), 1),
                14 + 67 * reading.percent / 100,
            )
        ]

    for percent in (0, 50, 100):
        y = 14 + 67 * percent / 100
        drawing.add(Line(21, y, 188, y, strokeColor=LINE, strokeWidth=0.75))
        label = String(14, y - 2.5, str(percent), textAnchor="end", fontSize=7.4, fillColor=SOFT)
        label.fontName = "Floor-Regular"
        drawing.add(label)
    for at, month in ((21, "Sep"), (78, "Oct"), (136, "Nov")):
        drawing.add(String(at, 3, month, fontName="Floor-Regular", fontSize=7.4, fillColor=SOFT))
    if goal.planned:
        plan = points(goal.planned)
        drawing.add(PolyLine(plan, strokeColor=SOFT, strokeWidth=0.75, strokeDashArray=[1.6, 1.6]))
    line = points(goal.history)
    drawing.add(PolyLine(line, strokeColor=colour, strokeWidth=1.5))
    drawing.add(Circle(line[-2], line[-1], 2.7, fillColor=colour, strokeColor=None))
    return drawing


def mark(is_done: bool) -> Drawing:
    drawing = Drawing(10, 10)
    if is_done:
        drawing.add(PolyLine([0.4, 4, 2.6, 1.6, 7, 7], strokeColor=INK, strokeWidth=0.9))
    else:
        drawing.add(Circle(3.6, 4, 3.1, fillColor=None, strokeColor=INK, strokeWidth=0.9))
    return drawing


def chain() -> Drawing:
    drawing = Drawing(WIDTH, 56)
    links = (FULL.people.chains if FULL.people else ((),))[0]
    labels = ["Ada", *(f"{n.name}, {words.short_day(n.day, of=2026)}" for n in links if n.day)]
    for at, label in enumerate(labels):
        x = 48 + 132 * at
        if at:
            drawing.add(Line(x - 117, 32, x - 15, 32, strokeColor=ACCENT, strokeWidth=1.9))
            way = String(x - 66, 37, links[at - 1].label, textAnchor="middle", fontSize=7.8)
            way.fontName = "Floor-Regular"
            drawing.add(way)
        fill = HexColor("#FFFFFF") if at else ACCENT
        drawing.add(Circle(x, 32, 13.5, fillColor=fill, strokeColor=ACCENT, strokeWidth=1.2))
        initials = "".join(part[0] for part in label.split(",")[0].split())
        for text, y, face in ((initials, 29, "Floor-Bold"), (label, 8, "Floor-Regular")):
            drawing.add(String(x, y, text, textAnchor="middle", fontName=face, fontSize=8.2))
    return drawing


def goal_block(goal: GoalRecord) -> Flowable:
    colour = GOLD if goal.state is GoalState.SLOW else ACCENT
    facts = [f"Target {words.day(goal.target, of=2026)}"] if goal.target else []
    if goal.milestones:
        done = sum(step.is_done for step in goal.milestones)
        facts.append(words.milestones(done, len(goal.milestones)))
    facts += [goal.state.value, f"was {goal.percent_before:.0f}%"]
    left: list[Flowable] = [Paragraph(escape(goal.title), GOAL), bar(goal, colour)]
    left.append(Paragraph(escape(" · ".join(facts)), QUIET))
    if goal.why:
        left.append(Paragraph(escape(goal.why), CELL))
    rows = [
        [mark(step.is_done), Paragraph(escape(milestone_text(step.title, step.done_on)), CELL)]
        for step in goal.milestones
    ]
    if rows:
        left.append(Table(rows, [12, 274], style=PLAIN))
    table = Table([[left, chart(goal, colour)]], [305, 188], style=PLAIN)
    return KeepTogether([table, Spacer(0, 16)])


def milestone_text(title: str, done_on: Any) -> str:
    return f"{title}, {words.short_day(done_on, of=2026)}" if done_on else title


def floor_story(record: ReviewRecord) -> list[Flowable]:
    story: list[Flowable] = [
        Spacer(0, 36),
        Paragraph(words.period(record.since, record.until), QUIET),
        Paragraph(escape(record.mentee_name), NAME),
        Paragraph(escape(words.byline(record)), QUIET),
        Spacer(0, 22),
    ]
    assert record.figures
    cells = [
        [
            Paragraph(f'{n} <font size="12" color="#5C666E">{of}</font>', FIGURE),
            Paragraph(caption.replace("\n", "<br/>"), QUIET),
        ]
        for n, of, caption in words.figures(record.figures)
    ]
    story.append(Table([cells], [83, 70, 77, 263], style=PLAIN))
    story += section(words.IN_SHORT, [Paragraph(escape(record.in_short), BODY)])
    story += section(words.GOALS, [goal_block(goal) for goal in record.goals or ()])
    story += section(words.SESSIONS, [sessions(record)])
    story += section(words.ACTIONS, [actions(record)])
    assert record.people
    people = [[Paragraph(each, QUIET) for each in words.PEOPLE_COLUMNS]]
    people += [
        [
            Paragraph(escape(met.name), CELL),
            Paragraph(escape(met.because), CELL),
            Paragraph(escape(words.outcome(met, of=2026)), CELL),
        ]
        for met in record.people.meetings
    ]
    story += section(words.PEOPLE, [chain(), Table(people, [114, 190, 189], style=RULED)])
    shares = [
        [
            Paragraph(escape(share.title), CELL),
            Paragraph(escape(words.standing(share, of=2026)), CELL),
            Paragraph(escape(words.quoted(share.remark)) if share.remark else "", QUOTE),
        ]
        for share in record.shares or ()
    ]
    story += section(words.SHARES, [Table(shares, [144, 164, 185], style=RULED)])
    steps = [
        [
            mark(is_done=False),
            Paragraph(f"{escape(step.text)} — <b>{words.day(step.due, of=2026)}</b>", CELL),
        ]
        for step in record.next_steps or ()
        if step.due
    ]
    story += section(words.NEXT, [Table(steps, [12, WIDTH - 12], style=PLAIN)])
    return story


def section(title: str, body: list[Flowable]) -> list[Flowable]:
    rule = HRFlowable("100%", 0.75, color=INK, spaceBefore=20, spaceAfter=10)
    return [CondPageBreak(110), rule, Paragraph(title, HEADING), *body]


def sessions(record: ReviewRecord) -> Flowable:
    rows = [[Paragraph(each, QUIET) for each in words.SESSION_COLUMNS]]
    for held in record.sessions or ():
        # By hand, for this one mentee: what Markdown makes of the notes.
        notes = escape(held.notes).replace("**cost of one leaver**", "<b>cost of one leaver</b>")
        notes = notes.replace("*width*", "<i>width</i>").replace("\n\n- ", "<br/>• ")
        notes = notes.replace("\n- ", "<br/>• ").replace(
            "[a good page](https://example.org/intervals)",
            '<a href="https://example.org/intervals" color="#1B6B63">a good page</a>',
        )
        day = words.short_day(held.held_on, of=2026)
        when = f'{day}<br/><font size="8.3">session {held.number}</font>'
        rows.append(
            [
                Paragraph(when, CELL),
                Paragraph(f"<b>{escape(held.topics)}.</b> {notes}", CELL),
                Paragraph(words.session_length(held.minutes), CELL),
            ]
        )
    return Table(rows, [76, 355, 62], style=RULED, repeatRows=1)


def actions(record: ReviewRecord) -> Flowable:
    rows: list[list[Any]] = [[Paragraph(each, QUIET) for each in words.ACTION_COLUMNS]]
    for action in record.actions or ():
        state = words.action_state(
            action.state.value, due=action.due, done_on=action.done_on, of=2026
        )
        is_done = action.state is ActionState.DONE
        text = Table(
            [[mark(is_done), Paragraph(escape(action.text), CELL)]], [12, 270], style=PLAIN
        )
        rows.append([text, Paragraph(escape(action.owner), CELL), Paragraph(state, CELL)])
    return Table(rows, [300, 80, 113], style=RULED, repeatRows=1)


def make_floor() -> bytes:
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=45,
        rightMargin=45,
        topMargin=52,
        bottomMargin=56,
        invariant=1,
        pageCompression=1,
        title="Ada Okafor",
        initialFontName="Floor-Regular",
        lang="en-GB",
    )
    document.build(floor_story(FULL), canvasmaker=NumberedCanvas)
    return stream.getvalue()


def timed(make: Callable[[], bytes]) -> float:
    began = time.perf_counter()
    make()
    return (time.perf_counter() - began) * 1000


def cold() -> float:
    program = COLD.format(root=str(ROOT), sample=str(SAMPLE))
    runs = [
        float(
            subprocess.run(
                [sys.executable, "-c", program], check=True, capture_output=True, text=True
            ).stdout
        )
        for _ in range(3)
    ]
    return statistics.median(runs)


def pages(content: bytes) -> int:
    return content.count(b"/Type /Page\n") or content.count(b"/Type /Page ")


def main() -> int:
    register_fonts()
    ours, floor = make_review(FULL), make_floor()
    if pages(ours) != pages(floor):
        print(f"not the same pages: {pages(ours)} and {pages(floor)}")
        return 1
    both = [(timed(lambda: make_review(FULL)), timed(make_floor)) for _ in range(ROUNDS)]
    review, bare = (statistics.median(times) for times in zip(*both, strict=True))
    ratio = review / bare
    print(f"review {review:.1f} ms, bare ReportLab {bare:.1f} ms, {pages(ours)} pages each")
    print(f"first review of a new process, imports included: {cold():.0f} ms")
    print(f"ratio {ratio:.2f} (at most {MOST})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
