"""Notes in Markdown on paper: lists, emphasis, links, tables; nothing fetched, nothing dropped."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from mentor_desk.reports.progress_review import make_review
from mentor_desk.reports.records import ReviewRecord, SessionRecord


def note(text: str, *, topics: str = "") -> PdfReader:
    held = SessionRecord(date(2026, 10, 1), 60, topics, text)
    record = ReviewRecord("Ada", date(2026, 9, 1), date(2026, 11, 23), sessions=(held,))
    return PdfReader(io.BytesIO(make_review(record)))


def said(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def links(reader: PdfReader) -> list[str]:
    return [
        str(annotation.get_object()["/A"]["/URI"])
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# Heading\n\ntext", "Heading text"),
        ("**bold** and *soft* and ~~gone~~ `code`", "bold and soft and gone code"),
        ("- one\n- two\n  - three", "• one • two • three"),
        ("3. three\n4. four", "3. three 4. four"),
        ("> said so", "said so"),
        ("```py\nx = 1\n  y\n```", "py x = 1 y"),
        ("|a|b|\n|-|-|\n|1|2|", "a b 1 2"),
        ("first line\nsecond line", "first line second line"),
        ("[ref]: http://example.org/x", "[ref]: http://example.org/x"),
        ("above\n\n---\n\nbelow", "above --- below"),
        ("5 < 6 & 7 &amp; <b>8</b>", "5 < 6 & 7 &amp; <b>8</b>"),
    ],
)
def test_a_note_says_what_was_written(written, shown):
    assert shown in said(note(written))


def test_topics_stand_before_the_notes_even_when_these_begin_with_a_list():
    assert "Statistics. • one" in said(note("- one", topics="Statistics"))
    assert "Statistics. Big" in said(note("# Big", topics="Statistics"))
    assert "Statistics." in said(note("", topics="Statistics"))


def test_links_lead_to_the_web_and_to_mail_and_nowhere_else():
    reader = note(
        "[a](https://example.org/a) [b](mailto:b@example.org) [c](javascript:alert(1)) "
        "[d](file:///etc/hostname) [e](ftp://example.org/e) ![f](/etc/hostname)"
    )

    assert links(reader) == ["https://example.org/a", "mailto:b@example.org"]
    for text in ("javascript:alert(1)", "file:///etc/hostname", "ftp://example.org/e", "/etc/host"):
        assert text in said(reader)


def test_nesting_beyond_all_sense_is_printed_as_it_was_written():
    assert "> > > > deep" in said(note("> " * 60 + "deep"))
