"""What is chosen is seen, what is seen is exported, and nothing private is in it."""

import hashlib
import io
import os
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from mentor_desk.errors import NotFoundError
from mentor_desk.models.kinds import MentorshipState, Paper, ReviewState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.mentees.mentorships import delete_mentee
from mentor_desk.services.reviews.choice import Section
from mentor_desk.services.reviews.kept_out import KeptOut, KeptOutKind
from mentor_desk.services.reviews.reviewing import draft_choice, list_reviews
from mentor_desk.ui.reviews.kept_out import KeptOutDialog, kept_out_rows
from mentor_desk.ui.reviews.mentee_chooser import MenteeNames
from mentor_desk.ui.reviews.page import ReviewsPage
from mentor_desk.ui.reviews.preview import unprintable_sentence
from mentor_desk.ui.reviews.wording import kept_out_sentence


def words(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def ready(qtbot, page):
    qtbot.waitUntil(lambda: page._maker.current is not None, timeout=10000)
    return page._preview.shown_bytes()


def test_the_preview_holds_what_is_shared_and_nothing_that_is_private(ada, make):
    page = make()

    text = words(page._preview.shown_bytes())

    for shared in ("Ada Okafor", "Deck rehearsed", "Present the study", "Ruth Stein", "tutor"):
        assert shared in text
    assert "SECRET" not in text
    assert b"SECRET" not in page._preview.shown_bytes()
    assert page._pane.kept_out.sentence() == (
        "1 private note, 1 note of what you learned or will ask, 1 private goal,"
        " 1 goal not agreed yet, 1 private action, 1 introduction still being asked or not wanted"
        " and 1 private remark stay on this desk."
    )


@pytest.mark.parametrize(
    ("section", "heading"),
    [
        (Section.GOALS, "Present the study"),
        (Section.SESSIONS, "Deck rehearsed"),
        (Section.PEOPLE, "Ruth Stein"),
        (Section.SHARED, "Data storytelling"),
        (Section.NEXT, "Write to the tutor"),
    ],
)
def test_a_section_that_is_unticked_leaves_the_pages(qtbot, ada, make, section, heading):
    page = make()
    assert heading in words(page._preview.shown_bytes())

    page._pane.sections._boxes[section].click()

    assert page._maker.current is None
    assert "Making the pages" in page._preview._state_label.text()
    assert heading not in words(ready(qtbot, page))


def test_what_is_typed_in_short_gets_onto_the_page_and_is_kept(qtbot, desk, ada, make):
    page = make()
    page.show()

    page._pane.sections.edit_text()
    qtbot.keyClicks(page._pane.sections._text_edit, "A good autumn & <b>more</b>")

    assert "A good autumn & <b>more</b>" in words(ready(qtbot, page))
    qtbot.waitUntil(lambda: not page._is_unsaved, timeout=2000)
    assert desk.run(draft_choice, mentorship_id=ada).in_short == "A good autumn & <b>more</b>"


def test_a_draft_is_there_again_on_a_new_page(qtbot, desk, ada, make):
    page = make()
    page._pane.sections._text_edit.insertPlainText("Kept words")
    page._pane.sections._boxes[Section.PEOPLE].click()
    page._pane.paper._buttons[Paper.LETTER].click()
    page._pane.period._since_edit._day_edit.setDate(
        page._pane.period._since_edit._day_edit.date().addDays(5)
    )
    chosen = page._pane.choice()
    page.flush()

    again = make()

    assert again._pane.choice() == chosen
    assert chosen.paper is Paper.LETTER
    assert "Kept words" in words(again._preview.shown_bytes())


def test_changing_the_mentee_keeps_what_was_typed_for_the_one_before(qtbot, desk, add, ada, make):
    joy = add.mentee("Joy Mensah")
    page = make()
    page.show_mentee(ada)
    page._pane.sections._text_edit.insertPlainText("For Ada")

    page.show_mentee(joy)

    assert desk.run(draft_choice, mentorship_id=ada).in_short == "For Ada"
    assert page._pane.choice().in_short == ""
    assert "Joy Mensah" in words(ready(qtbot, page))
    assert page._header.title_label.text() == "Review for Joy Mensah"


def test_the_file_is_the_very_preview_and_its_hash_is_issued(qtbot, desk, ada, make, tmp_path):
    opened, heard, asked = [], [], []

    def ask(parent, suggested):
        asked.append(suggested.name)
        return tmp_path / suggested.name

    page = make(ask=ask, open_folder=opened.append)
    page.changed.connect(heard.append)
    page._pane.sections._boxes[Section.GOALS].click()

    page._export_button.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=10000)

    assert asked == ["Review Ada Okafor 2026-11-23.pdf"]
    written = (tmp_path / asked[0]).read_bytes()
    assert written == page._preview.shown_bytes()
    assert "Present the study" not in words(written)
    [row] = desk.run(list_reviews, mentorship_id=ada)
    assert (row.state, row.sha256) == (ReviewState.ISSUED, hashlib.sha256(written).hexdigest())
    assert row.pages == len(PdfReader(io.BytesIO(written)).pages)
    assert heard[-1].did == "Issued a review for Ada Okafor"
    assert str(tmp_path) in page._banner._sentence_label.text()
    page._banner._action_button.click()
    assert opened[0].toLocalFile() == str(tmp_path)


def test_an_export_that_is_called_off_leaves_nothing(desk, ada, make):
    page = make(ask=lambda _parent, _suggested: None)

    page.export()

    assert desk.run(list_reviews) == []
    assert page._banner.isHidden()


def test_a_folder_that_is_gone_is_told_and_nothing_is_issued(desk, ada, make, tmp_path):
    page = make(ask=lambda _parent, _suggested: tmp_path / "gone" / "a.pdf")

    page.export()

    assert "could not be written" in page._banner._sentence_label.text()
    assert not page._banner.isHidden()
    assert desk.run(list_reviews) == []


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
def test_a_folder_without_rights_keeps_the_old_file(desk, ada, make, tmp_path):
    folder = tmp_path / "shut"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"old")
    folder.chmod(0o500)
    # The one who may do everything is refused by a file that stands where a folder should.
    is_allowed_all = os.access(folder, os.W_OK)
    target = folder / "a.pdf" / "b.pdf" if is_allowed_all else folder / "a.pdf"
    page = make(ask=lambda _parent, _suggested: target)

    page.export()
    folder.chmod(0o700)

    assert "could not be written" in page._banner._sentence_label.text()
    assert (folder / "a.pdf").read_bytes() == b"old"
    assert desk.run(list_reviews) == []


def test_a_period_that_runs_backwards_is_told_beside_the_days(desk, ada, make):
    page = make()
    before = page._pane.choice()
    period = page._pane.period

    period._until_edit._day_edit.setDate(period._since_edit._day_edit.date().addDays(-1))

    assert period._error_label.text() == "The last day lies before the first."
    assert not period._error_label.isHidden()
    assert not page._export_button.isEnabled()
    page.flush()
    kept = desk.run(draft_choice, mentorship_id=ada)
    assert (kept.since, kept.until) == (before.since, before.until)

    period._since_edit._clear_button.click()
    assert period._error_label.text() == "A review needs a first and a last day."


def test_the_usual_periods_are_a_click_away(ada, make, today):
    page = make()
    period = page._pane.period
    assert period._months_button.isChecked()
    assert not period._last_button.isEnabled()

    period._year_button.click()

    assert period.period() == (date(2026, 1, 1), today)
    assert (period._year_button.isChecked(), period._months_button.isChecked()) == (True, False)


def test_text_that_cannot_be_kept_is_refused_below_it_and_stays(desk, ada, make):
    page = make()

    page._pane.sections._text_edit.insertPlainText("x" * 5001)
    page.flush()

    assert "longer than 5,000" in page._pane.sections._error_label.text()
    assert len(page._pane.sections.in_short()) == 5001
    assert desk.run(draft_choice, mentorship_id=ada) is None


def test_what_changes_elsewhere_changes_the_pages(qtbot, add, ada, make):
    page = make()
    add.goal(ada, "Speak up in meetings")

    page.react_to(Changes(Area.GOALS))

    assert "Speak up in meetings" in words(ready(qtbot, page))


def test_undoing_the_draft_brings_back_the_choice_before(qtbot, desk, ada, make):
    page = make()
    heard = []
    page.changed.connect(heard.append)
    page._pane.sections._text_edit.insertPlainText("Gone again")
    page.flush()

    page.react_to(desk.do(undo_step, step_id=heard[-1].step))

    assert page._pane.choice().in_short == ""


def test_a_mentee_who_leaves_makes_room_for_the_next(qtbot, desk, add, ada, make):
    joy = add.mentee("Joy Mensah")
    page = make()
    page.show_mentee(ada)

    page.react_to(desk.do(delete_mentee, mentorship_id=ada))
    assert page._mentorship_id == joy
    page.react_to(desk.do(delete_mentee, mentorship_id=joy))

    assert page._pages.currentWidget() is page._empty
    page.export()


def test_without_a_mentee_the_page_says_what_it_is_for(desk, qtbot):
    page = ReviewsPage(desk)
    qtbot.addWidget(page)

    assert page._pages.currentWidget() is page._empty
    page.flush()


def test_the_mentee_is_a_door_and_any_part_of_a_name_finds_one(qtbot, add, ada, make):
    add.mentee("Joy <b>Mensah</b> & Co", state=MentorshipState.PAUSED)
    page = make()
    opened = []
    page.mentee_opened.connect(opened.append)
    page.show_mentee(ada)

    page._mentee_button.click()
    page.go_find()
    page._chooser._line.setText("nobody at all")
    page._chooser._line.editingFinished.emit()

    assert opened == [ada]
    assert page._chooser.currentText() == "Ada Okafor"
    assert page._chooser.itemText(1) == "Joy <b>Mensah</b> & Co · paused"
    page._chooser.setCurrentIndex(1)
    page._chooser.activated.emit(1)
    assert page._header.title_label.textFormat() is Qt.TextFormat.PlainText
    assert page._header.title_label.text() == "Review for Joy <b>Mensah</b> & Co"


def test_the_preview_shows_whole_pages_and_tells_which(ada, make):
    page = make()
    page.resize(1200, 800)

    view = page._preview.view

    assert view.is_fitted
    assert view.viewport().rect().contains(view.page_area(0))
    assert page._preview._page_label.text().startswith("Page 1 of ")


def test_characters_that_no_font_has_are_named(qtbot, ada, make):
    page = make()

    page._pane.sections._text_edit.insertPlainText("Rare: \U00020000")
    ready(qtbot, page)

    assert "U+20000" in page._preview._banner._sentence_label.text()
    assert not page._preview._banner.isHidden()
    assert "and some others" in unprintable_sentence(tuple("abcdefghij"))
    assert "characters a (U+0061), b (U+0062)" in unprintable_sentence(("a", "b"))


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        ([], "Nothing private was written in this period."),
        ([KeptOutKind.PRIVATE_GOAL], "1 private goal stays on this desk."),
        ([KeptOutKind.PRIVATE_NOTES] * 2, "2 private notes stay on this desk."),
        (
            [KeptOutKind.PRIVATE_NOTES, KeptOutKind.PRIVATE_GOAL],
            "1 private note and 1 private goal stay on this desk.",
        ),
    ],
)
def test_what_is_kept_out_is_said_in_one_sentence(kept, sentence):
    assert kept_out_sentence([KeptOut(kind, "x") for kind in kept]) == sentence


def test_the_list_of_what_stays_keeps_qts_rules_and_shows_text_as_text(qtbot, qtmodeltester):
    kept = [
        KeptOut(KeptOutKind.PRIVATE_GOAL, '<img src="/tmp/x.png"> & more', date(2026, 11, 9)),
        KeptOut(KeptOutKind.PRIVATE_NOTES, "Session 3"),
    ]
    dialog = KeptOutDialog(kept)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.grab()

    lines = [dialog.rows.index(place, 0).data() for place in range(dialog.rows.rowCount())]

    assert lines == [
        "Private notes · 1",
        "Session 3",
        "Private goals · 1",
        '<img src="/tmp/x.png"> & more',
    ]
    qtmodeltester.check(dialog.rows)
    qtmodeltester.check(kept_out_rows(dialog))
    dialog.verb_button.click()
    assert not dialog.isVisible()


def test_the_names_keep_qts_rules(desk, ada, make, qtmodeltester):
    page = make()

    assert isinstance(page._chooser.model(), MenteeNames)
    qtmodeltester.check(page._chooser.model())


def test_everything_that_takes_the_focus_has_a_name(ada, make):
    page = make()
    page.show()

    for kind in (QAbstractButton, QComboBox, QPlainTextEdit, QLineEdit):
        for each in page.findChildren(kind):
            if each.focusPolicy() is Qt.FocusPolicy.NoFocus or not each.isVisible():
                continue
            text = each.text() if isinstance(each, QAbstractButton) else ""
            parents = [each.parent(), each]
            assert text or any(getattr(p, "accessibleName", str)() for p in parents), each
    assert page._preview.view.accessibleName() == "Preview of the review"
    for label in page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text()


def test_a_page_out_of_sight_makes_its_paper_when_it_is_shown_or_exported(
    qtbot, add, ada, make, tmp_path
):
    page = make(ask=lambda _parent, _suggested: tmp_path / "a.pdf")
    page.hide()
    add.goal(ada, "Speak up in meetings")
    before = page._preview.shown_bytes()

    page.react_to(Changes(Area.GOALS))

    assert page._maker.current.paper.pdf == before
    page.export()
    qtbot.waitUntil((tmp_path / "a.pdf").exists, timeout=10000)
    assert "Speak up in meetings" in words((tmp_path / "a.pdf").read_bytes())

    add.goal(ada, "Ask for more")
    page.react_to(Changes(Area.GOALS))
    page.show()
    assert "Ask for more" in words(ready(qtbot, page))


def test_pages_that_were_overtaken_are_dropped(qtbot, ada, make):
    page = make()
    seen = []
    page._maker.made.connect(lambda made: seen.append(made.choice.in_short))
    choice = page._pane.choice()

    for text in ("first", "second", "third"):
        page._maker.ask(ada, replace(choice, in_short=text), at_once=True)
    ready(qtbot, page)

    assert seen == ["third"]


def test_a_mentorship_that_is_gone_is_refused(qtbot, desk, ada, make):
    page = make()
    told = []
    page.refused.connect(told.append)

    with pytest.raises(NotFoundError):
        page.show_mentee(99)
    page._on_mentee_chosen(99)

    assert told == ["This mentorship is no longer on the desk."]
    assert page._mentorship_id == ada
