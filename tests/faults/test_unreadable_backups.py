"""D5: where the backups cannot be read or written, that is said, and nothing else stops."""

import json
from contextlib import closing

import pytest

from mentor_desk.services.keeping.backups import (
    SECOND_FOLDER,
    back_up,
    backup_folders,
    list_backups,
    name_second_folder,
    read_folders,
    trouble_with_second,
)
from mentor_desk.settings import Settings
from tests.faults import desks
from tests.faults.ordinary_user import as_ordinary_user, hand_over, open_place, run

needs_ordinary_user = pytest.mark.skipif(
    as_ordinary_user() is None, reason="nobody is at hand here whom the modes of files bind"
)
CARDS = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:Guest {number}\nEND:VCARD\n" for number in range(150)
)


@pytest.fixture
def place():
    with open_place() as place:
        (place / "cards.vcf").write_text(CARDS)
        (place / "cards.vcf").chmod(0o644)
        yield place


@pytest.fixture
def theirs(base, place):
    """A desk with a backup in a folder that nobody may look into."""
    folder = desks.copy(base, place / "desk")
    (place / "elsewhere").mkdir()
    with closing(desks.opened(folder)) as desk:
        back_up(desk, [folder / "backups", place / "elsewhere"], now=desks.NOW)
    hand_over(folder)
    hand_over(place / "elsewhere")
    (folder / "backups").chmod(0)
    return folder


@pytest.fixture
def do(place, theirs):
    """Run a command on that desk as somebody whom the modes of files bind."""
    secret = ("--passphrase-file", str(place / "pass"))
    return lambda *words: run(place, *map(str, words), "--desk", str(theirs), *secret)


def name_second(place, named):
    """Write a second folder into the settings, as a hand would."""
    settings = place / ".config" / "MentorDesk" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({SECOND_FOLDER: named}))
    hand_over(place / ".config")


@needs_ordinary_user
def test_d5_a_backup_into_a_closed_folder_is_refused_with_its_reason(do):
    done = do("backup")

    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "permission denied" in done.stderr


@needs_ordinary_user
def test_d5_the_second_folder_still_gets_its_copy(do, place):
    name_second(place, str(place / "elsewhere"))

    done = do("backup")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "permission denied" in done.stderr
    assert done.stdout.startswith(f"Backed up to {place / 'elsewhere'}")
    assert len(list((place / "elsewhere").glob("*.mentordesk"))) == 2


@needs_ordinary_user
def test_d5_an_import_of_many_is_refused_before_anything_comes_in(do, place):
    done = do("import", place / "cards.vcf")
    after = do("info", "--json")

    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "permission denied" in done.stderr
    assert "Guest" not in after.stdout


@needs_ordinary_user
def test_d5_a_restore_to_and_from_a_closed_folder_is_refused(do, theirs, place):
    [copy] = (place / "elsewhere").iterdir()

    into = do("restore", copy, "--to", theirs / "backups" / "x")
    out_of = do("restore", theirs / "backups" / copy.name)

    for done in (into, out_of):
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") == 1


@needs_ordinary_user
def test_d5_a_list_says_which_folder_cannot_be_read(do):
    done, for_machines = do("backups"), do("backups", "--json")

    for each in (done, for_machines):
        assert (each.returncode, each.stdout) == (1, "")
        assert each.stderr.count("\n") == 1
        assert "cannot be read: permission denied" in each.stderr


@needs_ordinary_user
def test_d5_the_list_of_the_other_folder_is_given_and_its_code_says_that_it_is_not_all(do, place):
    name_second(place, str(place / "elsewhere"))

    done = do("backups", "--json")

    assert done.returncode == 1
    assert len(json.loads(done.stdout)) == 1
    assert "cannot be read: permission denied" in done.stderr


@needs_ordinary_user
@pytest.mark.parametrize("mode", [0o333, 0o444, 0o111])
def test_d5_a_folder_that_is_half_closed_is_told_of_too(do, theirs, mode):
    (theirs / "backups").chmod(mode)

    done, listed = do("backup"), do("backups")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr + listed.stderr
    (theirs / "backups").chmod(0o700)
    assert len(list((theirs / "backups").glob("*.mentordesk"))) == 1


ODD_PATHS = ["stick", "./stick", "a\0b", "/a\0b", "\ud800", "~/stick"]


@pytest.mark.parametrize("named", ODD_PATHS)
def test_d5_a_second_folder_that_can_be_none_counts_as_not_named(
    base, tmp_path, monkeypatch, named
):
    monkeypatch.chdir(tmp_path)
    folder = desks.copy(base, tmp_path / "desk")
    settings = Settings(tmp_path / "settings.json")
    settings.remember({SECOND_FOLDER: named})

    folders = backup_folders(folder, settings)
    with closing(desks.opened(folder)) as desk:
        made = back_up(desk, folders, now=desks.NOW)

    assert folders == [folder / "backups"]
    assert made.problems == ()
    assert "full path" in trouble_with_second(settings)
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "settings.json"}


def test_d5_a_second_folder_that_is_in_order_is_said_nothing_of(base, tmp_path):
    settings = Settings(tmp_path / "settings.json")
    assert trouble_with_second(settings) == ""
    (tmp_path / "stick").mkdir()

    name_second_folder(settings, tmp_path / "stick", tmp_path / "desk")

    assert trouble_with_second(settings) == ""
    assert read_folders([tmp_path / "stick", tmp_path / "gone"]).troubles == ()


@needs_ordinary_user
def test_d5_the_command_says_once_that_the_second_folder_can_be_none(do, place, theirs):
    (theirs / "backups").chmod(0o700)
    name_second(place, "stick")

    done = do("backup")

    assert done.returncode == 1
    assert done.stderr.count("full path of a folder") == 1
    assert not (place / "stick").exists()


def test_d3_a_disk_that_fails_unforeseen_leaves_the_other_folder_its_copy(
    base, tmp_path, monkeypatch
):
    from mentor_desk.services.keeping import backups as service

    folder = desks.copy(base, tmp_path / "desk")
    (tmp_path / "stick").mkdir()
    real = service.make_backup

    def failing(*args, folder, **how):
        if folder.name == "backups":
            raise OSError(5, "Input/output error")
        return real(*args, folder=folder, **how)

    monkeypatch.setattr(service, "make_backup", failing)
    with closing(desks.opened(folder)) as desk:
        made = back_up(desk, [folder / "backups", tmp_path / "stick"], now=desks.NOW)

    assert made.row.path.parent == tmp_path / "stick"
    assert made.problems == (
        f"The folder {folder / 'backups'} did not take the backup: input/output error.",
    )
    assert len(list_backups([tmp_path / "stick"])) == 1
