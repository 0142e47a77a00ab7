"""`mentor-desk review` writes what may be shared to where it was told, and notes it."""

import hashlib
import json
import os
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from mentor_desk.cli.answers import DONE
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.reviews import write_reviews
from mentor_desk.errors import FileError, InvalidEntryError, NotFoundError
from mentor_desk.models.kinds import MentorshipState, Paper
from mentor_desk.services.reviews.choice import ReviewChoice
from mentor_desk.services.reviews.reviewing import list_reviews, save_draft


@pytest.fixture
def ada(add):
    mentorship = add.mentee("Ada Okafor")
    add.session(mentorship, shared_notes="Deck rehearsed aloud.", private_notes="SECRET")
    return mentorship


@pytest.fixture
def review(desk):
    def review(*words):
        return write_reviews(desk, read_arguments(["review", *map(str, words)]))

    return review


def test_a_review_lies_in_the_folder_with_a_telling_name(desk, ada, review, tmp_path, capsys):
    assert review("ada", "--out", tmp_path, "--json") == DONE

    [told] = json.loads(capsys.readouterr().out)
    [row] = desk.run(list_reviews)
    target = tmp_path / "Review Ada Okafor 2026-11-23.pdf"
    text = " ".join(page.extract_text() for page in PdfReader(target).pages)
    assert "Deck rehearsed" in text
    assert "SECRET" not in text
    assert row.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (told["file"], told["kept_out"]) == (str(target), 1)
    assert (told["since"], told["until"]) == ("2026-08-23", "2026-11-23")


def test_without_a_place_it_lies_in_the_current_folder(ada, review, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    review("Ada Okafor")

    assert (tmp_path / "Review Ada Okafor 2026-11-23.pdf").exists()


def test_a_name_that_ends_in_a_slash_is_a_folder_and_else_it_is_the_file(ada, review, tmp_path):
    review("Ada", "--out", f"{tmp_path}/new/", "--paper", "letter")
    review("Ada", "--out", tmp_path / "mine.pdf")

    assert (tmp_path / "new" / "Review Ada Okafor 2026-11-23.pdf").exists()
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF")


def test_days_and_paper_are_those_that_were_named(desk, ada, review, tmp_path):
    review(
        *("Ada", "--since", "2026-01-01", "--until", "2026-06-30"),
        *("--paper", "letter", "--out", tmp_path),
    )
    review("Ada", "--until", "2026-05-31", "--out", tmp_path)

    later, first = desk.run(list_reviews)
    assert (first.since, first.until) == (date(2026, 1, 1), date(2026, 6, 30))
    assert first.paper is Paper.LETTER
    assert (later.since, later.until) == (date(2026, 2, 28), date(2026, 5, 31))


def test_the_words_of_a_draft_go_along(desk, ada, review, tmp_path, today):
    choice = ReviewChoice(today - timedelta(days=400), today, in_short="A good autumn")
    desk.do(save_draft, mentorship_id=ada, choice=choice)

    review("Ada", "--out", tmp_path / "a.pdf")

    [page, *_] = PdfReader(tmp_path / "a.pdf").pages
    assert "A good autumn" in page.extract_text()


def test_all_writes_one_for_every_active_mentee_and_none_over_another(
    desk, add, ada, review, tmp_path
):
    add.mentee("Ada Okafor")
    add.mentee("Joy Mensah", state=MentorshipState.PAUSED)

    review("--all", "--out", tmp_path / "reviews")

    assert sorted(path.name for path in (tmp_path / "reviews").iterdir()) == [
        "Review Ada Okafor 2026-11-23 2.pdf",
        "Review Ada Okafor 2026-11-23.pdf",
    ]
    assert len(desk.run(list_reviews)) == 2


def test_all_needs_a_folder(ada, review, tmp_path):
    (tmp_path / "file").write_bytes(b"kept")

    with pytest.raises(FileError, match="could not be made"):
        review("--all", "--out", tmp_path / "file")

    assert (tmp_path / "file").read_bytes() == b"kept"


def test_without_an_active_mentee_that_is_said(review, tmp_path, capsys):
    review("--all", "--out", tmp_path)

    assert capsys.readouterr().out == "There is no active mentee.\n"


def test_who_is_meant_must_be_one_mentee(add, ada, review, tmp_path):
    add.person("Ruth Stein")
    add.mentee("Ada Lovelace")

    with pytest.raises(NotFoundError, match="Ruth Stein is nobody’s mentee"):
        review("Ruth", "--out", tmp_path)
    with pytest.raises(NotFoundError, match="Nobody on this desk"):
        review("Zoe", "--out", tmp_path)
    with pytest.raises(InvalidEntryError, match="several mentees"):
        review("Ada", "--out", tmp_path)


def test_a_file_of_the_desk_is_never_written_over(desk, ada, review, tmp_path):
    (tmp_path / "desk.db").write_bytes(b"the desk")

    with pytest.raises(FileError, match="folder of a desk"):
        review("Ada", "--out", tmp_path / "desk.db")

    assert (tmp_path / "desk.db").read_bytes() == b"the desk"
    assert desk.run(list_reviews) == []


@pytest.mark.parametrize(
    ("name", "why"), [("thesis.pdf", "is there already"), ("a.mentordesk", r"must end in \.pdf")]
)
def test_e5_a_file_that_is_there_is_written_over_only_when_that_is_said(
    desk, ada, review, tmp_path, name, why
):
    target = tmp_path / name
    target.write_bytes(b"the only one")

    with pytest.raises(FileError, match=why):
        review("Ada", "--out", target)

    assert target.read_bytes() == b"the only one"
    assert desk.run(list_reviews) == []


def test_e5_only_a_pdf_is_replaced_when_that_is_said(desk, ada, review, tmp_path):
    for name in ("thesis.pdf", "backup.mentordesk"):
        (tmp_path / name).write_bytes(b"the only one")

    review("Ada", "--out", tmp_path / "thesis.pdf", "--replace")
    with pytest.raises(FileError, match=r"must end in \.pdf"):
        review("Ada", "--out", tmp_path / "backup.mentordesk", "--replace")

    assert (tmp_path / "thesis.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "backup.mentordesk").read_bytes() == b"the only one"
    assert len(desk.run(list_reviews)) == 1


def test_e5_in_a_folder_a_review_of_before_stays_beside_the_new_one(ada, review, tmp_path):
    before = tmp_path / "Review Ada Okafor 2026-11-23.pdf"
    before.write_bytes(b"given away")

    review("Ada", "--out", tmp_path)

    assert before.read_bytes() == b"given away"
    assert before.with_stem(f"{before.stem} 2").exists()
    review("Ada", "--out", tmp_path, "--replace")
    assert before.read_bytes().startswith(b"%PDF")


def test_a_file_whose_name_cannot_be_noted_is_refused_before_it_is_written(
    desk, ada, review, tmp_path
):
    with pytest.raises(FileError, match="no text"):
        review("Ada", "--out", os.fsdecode(os.fsencode(tmp_path) + b"/\xffx.pdf"))

    assert list(tmp_path.iterdir()) == []
    assert desk.run(list_reviews) == []


@pytest.mark.parametrize("behind", ["", ".pdf", "/"])
def test_a_name_that_is_too_long_is_refused_in_a_sentence(desk, ada, review, tmp_path, behind):
    with pytest.raises(FileError):
        review("Ada", "--out", f"{tmp_path}/{'x' * 300}{behind}")

    assert desk.run(list_reviews) == []


@pytest.mark.parametrize(
    "words", [("Ada", "--out", "desk/new/"), ("--all", "--out", "desk/backups/new")]
)
@pytest.mark.parametrize("way", ["straight", "linked"])
def test_a_review_refused_for_its_place_makes_no_folder_there(
    ada, review, tmp_path, monkeypatch, words, way
):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "desk" if way == "straight" else tmp_path / "real"
    folder.mkdir()
    (folder / "desk.db").write_bytes(b"the desk")
    if way == "linked":
        (tmp_path / "desk").symlink_to(folder)

    with pytest.raises(FileError, match="folder of a desk"):
        review(*words)

    assert [each.name for each in folder.iterdir()] == ["desk.db"]


def test_a_review_refused_for_its_days_makes_no_folder_either(ada, review, tmp_path):
    with pytest.raises(InvalidEntryError, match="before the first"):
        review(
            *("Ada", "--since", "2026-06-01", "--until", "2026-05-01", "--out", f"{tmp_path}/new/")
        )

    assert list(tmp_path.iterdir()) == []
