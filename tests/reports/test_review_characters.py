"""Every character that anybody writes is printed: it has a glyph, it is literal, it comes out."""

import io
import json
import runpy
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from mentor_desk import paths
from mentor_desk.reports import fonts
from mentor_desk.reports.characters import inked
from mentor_desk.reports.progress_review import make_review, unprintable
from mentor_desk.reports.records import (
    ActionRecord,
    ActionState,
    GoalRecord,
    GoalState,
    Link,
    MeetingRecord,
    Milestone,
    NextStep,
    People,
    ReviewRecord,
    SessionRecord,
    ShareRecord,
)
from mentor_desk.reports.style import BODY
from mentor_desk.reports.text import Span, Typesetter

FULL = runpy.run_path(str(Path(__file__).with_name("full_mentee.py")))["FULL"]
BARE = ReviewRecord("Ada Okafor", date(2026, 9, 1), date(2026, 11, 23))

NAMES = (
    "Łódź, Đorđe Šćepanović, İstanbul, Ærø",
    "e\u0301 decomposed, Nguyễn Thị Ánh Nguyệt",
    "Ελευθερία Παπαδοπούλου, Юлія Ткаченко",
    "山田 花子, やまだ はなこ, 陈小明, 김민수",
    "สมชาย ใจดี, नरेन्द्र शर्मा, தமிழ், ქეთევან, Հայկ",
    "😀 👩‍💻 🇩🇪 ✓ → ☐ ★ ∑ √ ① ♥ 𝔐𝔞𝔱𝔥 𝄞 ⠓",
    "ᚠᛇᚻ 𐌰𐌱 𓀀 ꦗꦮ ᏣᎳᎩ አማርኛ",
    "tab\there, bell\x07, delete\x7f, null\x00",
    "zalgo Z̡͖a̴l̵g̶o̷ and ﷽ and ㋿",
)
MARKUP = (
    "Meeting <Acme & Sons> re: offer",
    "<b>x",
    "</para>x",
    '<img src="/etc/hostname"/>',
    "<img src='file:///etc/hostname'>",
    '<a href="file:///etc/hostname">x</a>',
    "<font color=\"[[[getattr(pow,Word('__globals__'))['os'].system('touch /tmp/x')]]]\">x</font>",
    '<onDraw name="x" label="y"/>',
    '<seq id="a"/>',
    "<font size=100000>huge</font>",
    "<b>" * 200,
    "&lt;b&gt; &amp; &#65;",
    "<!-- gone? --> <![CDATA[x]]> <?php x ?>",
)


def letters_in(text: str) -> str:
    """Return what can be seen of a text, in one spelling, without spaces."""
    told = (char if fonts.font_for(ord(char)) else f"[U+{ord(char):04X}]" for char in inked(text))
    text = unicodedata.normalize("NFKC", "".join(told))
    seen = (char for char in text if not char.isspace())
    return "".join(seen)


def printed(record: ReviewRecord) -> str:
    pages = PdfReader(io.BytesIO(make_review(record))).pages
    return letters_in("".join(page.extract_text() for page in pages))


def assert_each_has_a_glyph(text: str) -> None:
    setter = Typesetter()
    for line in setter.lines([Span(text)], BODY, 400):
        for run in line.runs:
            glyphs = fonts.opened(run.font).face.charToGlyph
            assert all(glyphs.get(ord(char)) for char in run.text), (run.font, run.text)
    # No character (U+FFFE), nobody's (U+F8FF), or beyond all our fonts (U+20000): its number.
    assert setter.unprintable <= {"\ufffe", "\uf8ff", "\U00020000"}


@pytest.mark.parametrize("text", NAMES)
def test_a_name_of_any_script_has_its_glyphs_and_comes_out_as_written(text):
    record = replace(BARE, shares=(ShareRecord(text),))

    assert_each_has_a_glyph(text)
    assert unprintable(record) == ()
    assert letters_in(text) in printed(record)


@pytest.mark.parametrize("text", MARKUP, ids=range(len(MARKUP)))
def test_markup_is_printed_as_it_was_written(text):
    record = replace(
        BARE,
        mentee_name=text[:300],
        next_steps=(NextStep(text),),
        sessions=(SessionRecord(date(2026, 10, 1), 60, "", text),),
    )

    assert printed(record).count(letters_in(text)) >= 2


def test_nothing_that_is_written_makes_a_file_be_opened():
    make_review(FULL)
    opened: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in {"open", "socket.connect", "subprocess.Popen"}:
            opened.append(f"{event} {arguments[0]}")

    sys.addaudithook(watch)
    for text in (*MARKUP, "![p](/etc/hostname) [x](file:///etc/hostname)"):
        make_review(replace(BARE, in_short=text, next_steps=(NextStep(text),)))
    watching.clear()

    assert opened == []


def test_every_naughty_string_is_printed_in_full(shared):
    strings = next(path for path in shared("hostile") if path.name.endswith("blns.json"))
    naughty = [text for text in json.loads(strings.read_text("utf-8")) if text.strip()]
    right_to_left = {"R", "AL"}

    for text in naughty:
        assert_each_has_a_glyph(text)
    plain = [
        text
        for text in naughty
        if not right_to_left & {unicodedata.bidirectional(char) for char in text}
    ]
    record = replace(BARE, next_steps=tuple(NextStep(text) for text in plain))
    said = printed(record)
    lost = [text for text in plain if letters_in(text) not in said]
    # A text parted by a page break has the foot of the page in its middle.
    assert len(lost) <= len(PdfReader(io.BytesIO(make_review(record))).pages)
    for text in lost:
        assert letters_in(text) in printed(replace(BARE, next_steps=(NextStep(text),)))


def test_what_has_no_ink_is_not_said_to_be_unprintable():
    assert unprintable(replace(BARE, in_short="a\tb\r\nc\u200bd\u200de\ufeff")) == ()


def test_a_character_that_nobody_has_is_printed_as_its_number_and_named():
    record = replace(BARE, next_steps=(NextStep("rare \U00017000 and \ud800 lone"),))
    content = PdfReader(io.BytesIO(make_review(record))).pages[0].extract_text()

    assert unprintable(record) == ("\U00017000",)
    assert "rare [U+17000] and ? lone" in " ".join(content.split())


def test_right_to_left_lines_are_drawn_from_right_to_left():
    setter = Typesetter()

    hebrew = setter.lines([Span("שלום Ruth 16")], BODY, 400)[0]
    latin = setter.lines([Span("with שלום (two) words")], BODY, 400)[0]

    assert hebrew.from_right
    assert "".join(run.text for run in hebrew.runs) == "Ruth 16 םולש"
    assert not latin.from_right
    assert "".join(run.text for run in latin.runs) == "with םולש (two) words"


def test_arabic_letters_are_joined_unless_a_mark_parts_them():
    setter = Typesetter()

    def drawn(text: str) -> str:
        return "".join(run.text for run in setter.lines([Span(text)], BODY, 400)[0].runs)

    assert drawn("سلام") == "\ufee1\ufefc\ufeb3"
    assert drawn("می\u200cخواهم") != drawn("میخواهم")


def test_a_direction_mark_cannot_turn_a_text_round():
    line = Typesetter().lines([Span("invoice \u202egpj.exe")], BODY, 400)[0]

    assert "".join(run.text for run in line.runs) == "invoice gpj.exe"


def test_japanese_breaks_between_letters_and_never_before_a_full_stop():
    lines = Typesetter().lines([Span("今日は練習をしました。" * 20)], BODY, 200)

    assert len(lines) > 5
    assert all(line.width <= 200 for line in lines)
    assert not any(line.runs[0].text.startswith("。") for line in lines)


def test_chinese_and_japanese_each_get_their_own_form_of_a_character():
    japanese = Typesetter(chinese=fonts.is_chinese(["直しました"]))
    chinese = Typesetter(chinese=fonts.is_chinese(["直接讨论"]))

    assert japanese.lines([Span("直")], BODY, 99)[0].runs[0].font == fonts.JAPANESE
    assert chinese.lines([Span("直")], BODY, 99)[0].runs[0].font == fonts.CHINESE


def test_the_list_of_coverage_is_what_the_fonts_hold():
    for line in paths.resource("fonts", "coverage.txt").read_text("ascii").splitlines():
        name, *ranges = line.split(" ")
        glyphs = fonts.opened(name).face.charToGlyph
        for span in ranges:
            first, _, last = span.partition("-")
            assert all(code in glyphs for code in range(int(first, 16), int(last or first, 16) + 1))
    for name in fonts.BOLD_SCRIPTS:
        regular = fonts.opened(name).face.charToGlyph
        bold = fonts.opened(name.replace("Regular", "Bold")).face.charToGlyph
        assert set(regular) <= set(bold)


def test_every_font_has_its_licence_beside_it_and_all_stay_small():
    files = list(paths.resource("fonts").iterdir())

    assert sum(path.stat().st_size for path in files) < 30_000_000
    assert {path.name for path in files if path.suffix == ".txt"} == {
        "coverage.txt",
        "LICENSE-DejaVu.txt",
        "OFL-Noto-scripts.txt",
        "OFL-NotoEmoji.txt",
        "OFL-NotoSans.txt",
        "OFL-NotoSansCJK.txt",
        "OFL-Unifont.txt",
    }


TEXT = st.text(max_size=60)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
RECORDS = st.builds(
    ReviewRecord,
    mentee_name=TEXT,
    since=DAYS,
    until=DAYS,
    mentor_name=TEXT,
    organisation=TEXT,
    season=TEXT,
    in_short=TEXT,
    goals=st.lists(
        st.builds(
            GoalRecord,
            title=TEXT,
            state=st.sampled_from(GoalState),
            why=TEXT,
            percent=st.none() | st.floats(),
            value=TEXT,
            milestones=st.lists(st.builds(Milestone, title=TEXT), max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    sessions=st.lists(
        st.builds(
            SessionRecord, held_on=DAYS, minutes=st.integers(0, 1440), topics=TEXT, notes=TEXT
        ),
        max_size=2,
    ).map(tuple),
    actions=st.lists(
        st.builds(ActionRecord, text=TEXT, state=st.sampled_from(ActionState), owner=TEXT),
        max_size=2,
    ).map(tuple),
    people=st.builds(
        People,
        meetings=st.lists(st.builds(MeetingRecord, name=TEXT, because=TEXT), max_size=2).map(tuple),
        chains=st.lists(
            st.lists(st.builds(Link, name=TEXT, label=TEXT), max_size=6).map(tuple), max_size=2
        ).map(tuple),
    ),
    next_steps=st.lists(st.builds(NextStep, text=TEXT), max_size=2).map(tuple),
)


@given(record=RECORDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_record_at_all_becomes_a_document_and_the_same_one_twice(record):
    content = make_review(record)

    assert content.startswith(b"%PDF-1.7")
    assert content == make_review(record)
    assert len(PdfReader(io.BytesIO(content)).pages) >= 1


@given(text=st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_line_holds_a_character_without_a_glyph_nor_is_wider_than_its_room(text):
    for line in Typesetter().lines([Span(text)], BODY, 120):
        assert line.width <= 120.01
        for run in line.runs:
            glyphs = fonts.opened(run.font).face.charToGlyph
            assert all(ord(char) in glyphs for char in run.text)
