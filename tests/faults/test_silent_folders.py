"""A folder that does not answer is never taken for one where nothing lies."""

import os
from pathlib import Path

import pytest

from mentor_desk import paths
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.errors import DeskFileError, DeskMissingError
from mentor_desk.services.keeping.rescue import has_traces
from mentor_desk.services.opening.opening import is_desk, look_at_desk, make_desk_at
from mentor_desk.settings import Settings
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.opening.unlock import TroublePage
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from tests.faults import desks
from tests.faults.ordinary_user import as_ordinary_user, hand_over, open_place, run

needs_ordinary_user = pytest.mark.skipif(
    as_ordinary_user() is None, reason="nobody is at hand here whom the modes of files bind"
)
SILENT = {
    "loop": "too many levels of symbolic links",
    "link to nowhere": "is a link to a place that is not there now",
    "file": "is not a folder",
    "within a file": "not a directory",
}


pytestmark = pytest.mark.usefixtures("home")


def silent(how: str, folder: Path) -> Path:
    """Make a folder of a desk that cannot be looked into, whoever one is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    match how:
        case "loop":
            folder.symlink_to(folder)
        case "link to nowhere":
            folder.symlink_to(folder.parent / "pulled stick" / "desk")
        case "file":
            folder.write_bytes(b"no folder")
        case _:
            folder.write_bytes(b"no folder")
            return folder / "desk"
    return folder


@pytest.mark.parametrize("how", SILENT)
def test_c1_a_folder_that_does_not_answer_is_not_one_without_a_desk(tmp_path, how):
    folder = silent(how, tmp_path / "desk")

    for ask in (is_desk, look_at_desk, make_desk_at):
        with pytest.raises(DeskFileError, match=SILENT[how]) as refusal:
            ask(folder)
        assert not isinstance(refusal.value, DeskMissingError)
        assert "There is no desk" not in refusal.value.sentence
        assert str(folder) in refusal.value.sentence
    assert has_traces(folder)


@pytest.mark.parametrize("to", ["itself", "nowhere"])
@pytest.mark.parametrize("name", ["desk.db", "desk.keys"])
def test_c1_a_data_file_that_leads_nowhere_is_not_missing(base, tmp_path, name, to):
    folder = desks.copy(base, tmp_path / "desk")
    (folder / name).unlink()
    (folder / name).symlink_to(name if to == "itself" else tmp_path / "pulled stick")

    assert is_desk(folder)
    with pytest.raises(DeskFileError) as refusal:
        look_at_desk(folder)

    if name == "desk.db":
        assert not isinstance(refusal.value, DeskMissingError)


COMMANDS = {
    "info": ("info",),
    "people": ("people",),
    "history": ("history",),
    "check": ("check",),
    "salvage": ("salvage",),
    "lock-info": ("lock-info",),
    "recovery-sheet": ("recovery-sheet", "--out", "sheet.pdf"),
    "change-passphrase": ("change-passphrase",),
    "backup": ("backup",),
    "backups": ("backups",),
    "new": ("new", "--name", "Michelle Roy"),
    "demo": ("demo",),
}
MAKING, ASKING_NOTHING = {"new", "demo"}, {"lock-info", "backups", "demo"}


def typed(command: str, folder: Path, secret: Path) -> list[str]:
    """Return what is typed for a command on a desk, with the file of its passphrase."""
    named = [str(folder)] if command in MAKING else ["--desk", str(folder)]
    asked = [] if command in ASKING_NOTHING else ["--passphrase-file", str(secret)]
    return [*COMMANDS[command], *named, *asked]


@pytest.mark.parametrize("how", [how for how in SILENT if how != "link to nowhere"])
@pytest.mark.parametrize("command", COMMANDS)
def test_c1_every_command_says_so_in_one_sentence(tmp_path, capsys, monkeypatch, command, how):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pass").write_text(desks.SECRET)
    folder = silent(how, tmp_path / "desk")

    code = run_command(read_arguments(typed(command, folder, tmp_path / "pass")))

    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert told.err.count("\n") == 1
    assert "There is no desk" not in told.err
    assert SILENT[how] in told.err or "not a directory" in told.err


@needs_ordinary_user
@pytest.mark.parametrize("command", COMMANDS)
def test_c1_a_folder_within_a_closed_one_is_told_from_one_without_a_desk(base, command):
    with open_place() as place:
        around = place / "around"
        around.mkdir()
        folder = desks.copy(base, around / "desk")
        hand_over(around)
        around.chmod(0)
        done = run(place, *typed(command, folder, place / "pass"))

        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1, done.stderr
        assert "There is no desk" not in done.stderr
        assert "permission denied" in done.stderr


@pytest.mark.parametrize("how", SILENT)
def test_c1_the_window_shows_no_welcome_where_the_folder_does_not_answer(qtbot, tmp_path, how):
    folder = silent(how, paths.default_desk())
    window = MainWindow(Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show()

    window.begin(None if folder == paths.default_desk() else folder)

    [page] = window.findChildren(TroublePage)
    assert SILENT[how] in page.sentence_label.text()
    assert window.findChildren(WelcomePage) == []
    window.close_desk()


def test_c1_a_sample_desk_that_does_not_answer_is_said_in_the_window(qtbot, tmp_path):
    silent("loop", paths.sample_desk())
    window = MainWindow(Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show()
    window.begin()

    window.open_sample()

    [page] = window.findChildren(TroublePage)
    assert SILENT["loop"] in page.sentence_label.text()
    window.close_desk()


def test_a_folder_that_is_not_there_yet_is_still_one_without_a_desk(tmp_path):
    assert not is_desk(tmp_path / "nothing" / "here")
    with pytest.raises(DeskMissingError):
        look_at_desk(tmp_path / "nothing" / "here")
    if os.name == "posix":
        make_desk_at(tmp_path / "nothing" / "here").close()
