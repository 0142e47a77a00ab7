"""The settings say calmly when the second folder for backups is not what it was."""

import shutil

import pytest

from mentor_desk.services.keeping.backups import SECOND_FOLDER
from mentor_desk.ui.common.jobs import is_any_running
from mentor_desk.ui.preferences.backups import BackupsSection


@pytest.fixture
def stick(tmp_path, settings):
    """A second folder that the settings name."""
    (tmp_path / "stick").mkdir()
    settings.remember({SECOND_FOLDER: str(tmp_path / "stick")})
    return tmp_path / "stick"


@pytest.fixture
def section(qtbot, own, settings):
    """Show the page of the settings, once all that it looks for has answered."""

    def show():
        section = BackupsSection(own, settings)
        qtbot.addWidget(section)
        section.show()
        qtbot.waitUntil(lambda: not is_any_running(), timeout=10_000)
        return section

    return show


def test_a_folder_that_is_there_needs_no_word(stick, section):
    page = section()

    assert page._folder_label.text() == str(stick)
    assert not page._word_label.isVisible()


def test_a_folder_that_is_gone_is_said_with_what_to_do(stick, section):
    stick.rmdir()

    page = section()

    assert page._folder_label.text() == str(stick)
    assert page._word_label.isVisible()
    assert "is not there now" in page._word_label.text()
    assert "choose another folder" in page._word_label.text()


def test_what_is_no_folder_any_more_is_said(stick, section):
    stick.rmdir()
    stick.write_bytes(b"a file of that name")

    assert "no folder" in section()._word_label.text()


def test_a_folder_that_does_not_answer_is_said_with_the_reason(stick, section):
    stick.rmdir()
    stick.symlink_to(stick)

    assert "too many levels of symbolic links" in section()._word_label.text()


def test_what_can_be_no_folder_is_said_here_too(settings, section):
    settings.remember({SECOND_FOLDER: "stick"})

    assert "full path of a folder" in section()._word_label.text()


def test_the_word_goes_with_the_folder(qtbot, stick, section):
    stick.rmdir()
    page = section()

    page._forget_button.click()

    qtbot.waitUntil(lambda: not page._word_label.isVisible(), timeout=10_000)
    assert page._folder_label.text() == "None is named."


def test_a_folder_that_is_chosen_anew_needs_no_word(qtbot, stick, section, tmp_path, monkeypatch):
    shutil.rmtree(stick)
    page = section()
    (tmp_path / "other").mkdir()
    monkeypatch.setattr(
        "mentor_desk.ui.preferences.backups.QFileDialog.getExistingDirectory",
        lambda *_: str(tmp_path / "other"),
    )

    page._choose_button.click()

    qtbot.waitUntil(lambda: not page._word_label.isVisible(), timeout=10_000)
    assert page._folder_label.text() == str(tmp_path / "other")
