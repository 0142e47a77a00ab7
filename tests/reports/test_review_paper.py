"""The progress review as a whole: what it says, in how many pages, and that it says it again."""

import getpass
import hashlib
import io
import os
import re
import runpy
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from mentor_desk.reports.progress_review import make_review
from mentor_desk.reports.records import (
    Figures,
    GoalRecord,
    GoalState,
    Link,
    Milestone,
    Paper,
    People,
    Reading,
    ReviewRecord,
    SessionRecord,
)

SAMPLE = Path(__file__).with_name("full_mentee.py")
ROOT = SAMPLE.parents[2]
FULL: ReviewRecord = runpy.run_path(str(SAMPLE))["FULL"]
BARE = ReviewRecord("Ada Okafor", date(2026, 9, 1), date(2026, 11, 23))
ONCE = """
import hashlib, runpy, sys
sys.path.insert(0, {root!r})
from mentor_desk.reports.progress_review import make_review
print(hashlib.sha256(make_review(runpy.run_path({sample!r})["FULL"])).hexdigest())
"""


def words_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_every_field_of_a_full_mentee_is_printed():
    said = words_of(make_review(replace(FULL, mentor_name="Grace Lindqvist")))

    for text in (
        "1 September – 23 November 2026",
        "Ada Okafor",
        "Prepared by Grace Lindqvist · Northgate Council · mentored since February 2026",
        "sessions, 5 h 45 min",
        "2 of 3",
        "goals on track",
        "9 of 11",
        "actions done",
        "new people met through introductions",
        "In short The board study moved from an outline to a rehearsed talk.",
        "Present the retention study to the board",
        "80%",
        "Target 18 December · 3 of 4 milestones · on track · was 20%",
        "Question agreed, 14 Sep",
        "Target 1 March 2027 · 1 of 3 milestones · slower than planned · was 10%",
        "So that nobody has to be asked before a question is put.",
        "12 of 12 pages achieved",
        "9 Nov session 6 Board pitch, rehearsal. Deck complete; cut the method slide",
        "cost of one leaver. 55 min",
        "• the width is what matters",
        "Write to the tutor Ada done 30 Oct",
        "Ask Dan for a date Mentor overdue, due 20 Nov",
        "Ruth Stein, 16 Nov",
        "led on to",
        "You need survey design; she teaches it Met 16 November; sends her question bank",
        "Introduced 17 November; meeting to be set",
        "“Data storytelling” Course · finished 2 November “The before-and-after pages changed my",
        "Negotiation basics Course · suggested 9 November",
        "Second statistics test — 12 January 2027",
    ):
        assert text in said


def test_each_page_says_who_it_is_about_and_which_page_it_is():
    pages = PdfReader(io.BytesIO(make_review(FULL))).pages

    assert 2 <= len(pages) <= 4
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "Ada Okafor · Progress review · Autumn 2026" in text
        assert "Only what we agreed to share." in text
        assert f"{number} / {len(pages)}" in text


@pytest.mark.parametrize(
    ("paper", "size"), [(Paper.A4, (595.276, 841.89)), (Paper.LETTER, (612, 792))]
)
def test_every_page_has_the_size_of_the_paper(paper, size):
    pages = PdfReader(io.BytesIO(make_review(FULL, paper=paper))).pages

    for page in pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            size, 1e-3
        )


def test_the_same_record_gives_the_same_bytes_here_and_in_another_process():
    first = make_review(FULL)
    make_review(replace(FULL, mentee_name="Łukasz 山田 😀"))
    program = ONCE.format(root=str(ROOT), sample=str(SAMPLE))
    other = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kolkata"},
    ).stdout.strip()

    assert make_review(FULL) == first
    assert hashlib.sha256(first).hexdigest() == other
    assert first.count(b"%%EOF") == 1


def test_the_file_tells_nothing_about_the_machine_or_the_moment():
    content = make_review(FULL)
    facts = PdfReader(io.BytesIO(content)).metadata

    assert facts is not None
    assert facts.title == "Ada Okafor · Progress review · Autumn 2026"
    assert facts.author == ""
    assert facts.creator == "Mentor Desk"
    assert str(facts["/CreationDate"]) == "D:20000101000000+00'00'"
    assert b"anonymous" not in content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        whole = b"".join(
            thing.read_bytes() if isinstance(thing, pikepdf.Stream) else thing.unparse()
            for thing in pdf.objects
            if not isinstance(thing, pikepdf.Stream) or "/Length1" not in thing
        )
    for secret in (str(ROOT), str(Path.home()), f"/{getpass.getuser()}/"):
        assert secret.encode() not in whole


def test_the_author_is_the_mentor_only_where_a_name_is_given():
    facts = PdfReader(io.BytesIO(make_review(replace(BARE, mentor_name="Grace")))).metadata

    assert facts is not None
    assert facts.author == "Grace"


def test_a_section_left_out_is_not_mentioned():
    said = words_of(make_review(BARE))

    assert "Prepared by your mentor" in said
    for heading in ("Goals", "Sessions", "People you met", "What was shared", "Next", "In short"):
        assert heading not in said


def test_a_section_left_in_and_empty_says_so():
    said = words_of(
        make_review(
            replace(
                BARE,
                figures=Figures(0, 0, 0, 0, 0, 0, 0),
                goals=(),
                sessions=(),
                actions=(),
                people=People(),
                shares=(),
                next_steps=(),
            )
        )
    )

    for sentence in (
        "Goals No shared goals in this period.",
        "Sessions No sessions in this period.",
        "What we agreed to do No actions in this period.",
        "People you met No introductions in this period.",
        "What was shared Nothing was shared in this period.",
        "Next No next steps are agreed yet.",
        "sessions, 0 min",
    ):
        assert sentence in said
    assert "0 of 0" not in said


def test_a_heading_never_stands_alone_at_the_foot_of_a_page():
    headings = {"Goals", "Sessions", "What we agreed to do", "People you met", "Next"}

    for goals in range(1, 14):
        record = replace(FULL, goals=(FULL.goals or ())[:1] * goals)
        for page in PdfReader(io.BytesIO(make_review(record))).pages:
            lines = [line for line in page.extract_text().splitlines() if line.strip()]
            body = [line for line in lines if "Progress review" not in line and " / " not in line]
            assert body[-1].strip() not in headings


@pytest.mark.parametrize(
    "change",
    [
        {"in_short": "x" * 50_000},
        {"mentee_name": "Ada " * 5_000},
        {"sessions": (SessionRecord(date(2026, 10, 1), 60, "Long", "so it goes. " * 180_000),)},
        {"sessions": (SessionRecord(date(2026, 10, 1), 60, "", "- *so* it goes\n" * 8_000),)},
        {"sessions": (SessionRecord(date(2026, 10, 1), 60, "", ">" * 2_000 + " deep"),)},
        {"goals": (FULL.goals or ()) * 334},
        {"goals": (GoalRecord("Steps", GoalState.SLOW, milestones=(Milestone("one"),) * 1_000),)},
        {"people": People(chains=(tuple(Link(f"Person {n}") for n in range(300)),))},
    ],
    ids=["word", "name", "note", "list", "deep", "goals", "milestones", "chain"],
)
@pytest.mark.timeout(30)
def test_whatever_the_size_a_document_comes_out(change):
    content = make_review(replace(FULL, **change))

    assert len(PdfReader(io.BytesIO(content)).pages) >= 2


def test_a_text_beyond_all_measure_says_that_it_was_shortened():
    record = replace(BARE, sessions=(SessionRecord(date(2026, 10, 1), 60, "", "ab " * 50_000),))

    assert "[… shortened here: the text has 150,000 characters]" in words_of(make_review(record))


def test_a_note_longer_than_a_page_goes_on_under_the_same_headings():
    notes = "\n\n".join(f"Paragraph {n}. " + "It went on. " * 40 for n in range(40))
    record = replace(BARE, sessions=(SessionRecord(date(2026, 10, 1), 60, "Long", notes),))
    pages = PdfReader(io.BytesIO(make_review(record))).pages
    said = " ".join(page.extract_text() for page in pages)

    assert all("What we worked on" in page.extract_text() for page in pages)
    assert [int(n) for n in re.findall(r"Paragraph (\d+)", said)] == list(range(40))


@pytest.mark.parametrize("percent", [-5.0, 250.0, float("nan"), float("inf")])
def test_a_value_out_of_bounds_is_drawn_at_the_bound(percent):
    goal = GoalRecord(
        "Odd", GoalState.ON_TRACK, percent=percent, history=(Reading(date(2026, 10, 1), percent),)
    )
    said = words_of(make_review(replace(BARE, goals=(goal,))))

    assert ("100%" in said) is (percent > 0)


def test_dates_at_the_ends_of_the_calendar_are_printed():
    record = replace(
        BARE,
        since=date(1, 1, 1),
        until=date(9999, 12, 31),
        goals=(replace((FULL.goals or ())[0], target=date(9999, 1, 1)),),
    )

    assert "1 January 1 – 31 December 9999" in words_of(make_review(record))
