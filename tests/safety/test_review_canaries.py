"""No review ever holds a word that was not meant for the mentee it is about."""

import io
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from mentor_desk.models.kinds import Paper
from mentor_desk.services.reviews.choice import ReviewChoice, Section
from mentor_desk.services.reviews.reviewing import draft_review, render_review
from tests.safety.filled_desk import FilledDesk
from tests.safety.privacy import PRIVACY, Privacy, columns_with_words

IN_SHORT = "Zq0000x"

EVERY_CHOICE = [
    frozenset(chosen)
    for count in range(len(Section) + 1)
    for chosen in combinations(Section, count)
]

# Beyond what is Ada's own: the mentor, and those she met because both had agreed.
NAMED_IN_ADAS_REVIEW = {"mentor", "met by ada", "met by ada!"}
# The topic gives the reason where none was written, and heads a chain.
HER_TOPICS = {"ada", "ada, topic"}


@pytest.fixture
def filled(desk, now):
    marks = (f"Zq{number:04d}x" for number in range(1, 10_000))
    return FilledDesk(desk, lambda _column, _whom: next(marks), now)


def may_be_printed(column: str, whom: str) -> bool:
    if PRIVACY[column] is not Privacy.SHAREABLE:
        return False
    if column == "people.display_name":
        return whom in {"ada", *NAMED_IN_ADAS_REVIEW}
    if column == "topics.name":
        return whom in HER_TOPICS
    return whom in {"ada", "ada!"}


def must_be_printed(column: str, whom: str) -> bool:
    return may_be_printed(column, whom) and (column, whom) != ("people.given", "ada")


def words_of_pdf(content: bytes) -> str:
    """Everything in the file that could be read by anyone: its text, and all of its insides."""
    reader = PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        inside = [text for each in pdf.objects for text in strings_in(each)]
    raw = content.decode("latin-1")
    return "\n".join((*pages, repr(reader.metadata), repr(reader.outline), *inside, raw))


def strings_in(part: Any) -> Iterator[str]:
    if isinstance(part, pikepdf.Stream):
        drawn = part.read_bytes()
        yield drawn.decode("latin-1")
        yield drawn.decode("utf-16-be", errors="ignore")
    if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in part.items():
            yield key
            if not getattr(value, "is_indirect", False):
                yield from strings_in(value)
    elif isinstance(part, pikepdf.Array):
        for value in part:
            if not getattr(value, "is_indirect", False):
                yield from strings_in(value)
    elif isinstance(part, pikepdf.String | pikepdf.Name):
        yield str(part)


def marks_in(text: str) -> set[str]:
    return set(re.findall(r"Zq\d{4}x", text))


def test_every_column_that_can_hold_words_is_private_shareable_or_ours():
    found = set(columns_with_words())

    assert found - set(PRIVACY) == set(), "a new column: say in tests/safety/privacy.py what it is"
    assert set(PRIVACY) - found == set(), "a column that is gone"


def test_every_private_and_shareable_column_is_tried(filled):
    tried = {column for column, _ in filled.whose}

    ours = {column for column, kind in PRIVACY.items() if kind is Privacy.OURS}
    # The journal writes its own rows, and copies whole ones into them.
    assert tried | ours | {"steps.did", "images.before"} == set(PRIVACY)


def test_no_choice_of_sections_lets_a_private_word_onto_the_paper(desk, filled):
    secret = {word: place for place, word in filled.whose.items() if not may_be_printed(*place)}
    for sections in EVERY_CHOICE:
        choice = ReviewChoice(filled.start, filled.today, sections, in_short=IN_SHORT)
        draft = desk.run(draft_review, mentorship_id=filled.ada, choice=choice)
        paper = render_review(draft.record, Paper.A4)

        printed = marks_in(words_of_pdf(paper.pdf))

        leaked = [secret[mark] for mark in printed if mark in secret]
        assert leaked == [], f"{sorted(sections)} printed {leaked}"
        assert (IN_SHORT in printed) == (Section.IN_SHORT in sections)
        assert marks_in(repr(draft.record)) >= printed


@pytest.mark.parametrize("paper", Paper)
def test_a_whole_review_prints_every_word_that_may_be_shared(desk, filled, paper):
    choice = ReviewChoice(filled.start, filled.today, in_short=IN_SHORT)
    draft = desk.run(draft_review, mentorship_id=filled.ada, choice=choice)
    content = render_review(draft.record, paper).pdf

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    printed = marks_in(re.sub(r"\s+", "", text))
    lacking = [
        place
        for place, word in filled.whose.items()
        if must_be_printed(*place) and word not in printed
    ]
    assert lacking == []
    assert IN_SHORT in printed


def hide_in_a_stream(pdf, mark):
    pdf.pages[0].Contents = pdf.make_stream(f"BT ({mark}) Tj ET".encode())


def hide_in_an_outline(pdf, mark):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(mark, 0))


@pytest.mark.parametrize(
    "hide",
    [
        hide_in_a_stream,
        hide_in_an_outline,
        lambda pdf, mark: pdf.docinfo.__setitem__("/Subject", f"über {mark}"),
        lambda pdf, mark: pdf.attachments.__setitem__("note.txt", mark.encode()),
        lambda pdf, mark: pdf.Root.__setitem__(
            "/StructTreeRoot", pdf.make_indirect(pikepdf.Dictionary(ActualText=f"ж{mark}"))
        ),
    ],
    ids=["stream", "outline", "metadata", "attachment", "structure tree"],
)
def test_the_search_itself_finds_a_word_wherever_a_pdf_can_hold_one(hide):
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        hide(pdf, "Zq4242x")
        pdf.save(
            written, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )

    assert marks_in(words_of_pdf(written.getvalue())) == {"Zq4242x"}
