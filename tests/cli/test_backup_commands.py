"""`mentor-desk backup`, `backups` and `restore`, as they are typed."""

import io
import json
import shutil

import pytest

from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.services.backups import MANY_RECORDS
from mentor_desk.services.opening import make_desk, make_desk_at, open_desk
from mentor_desk.services.people import oneself

SECRET = "correct horse battery"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def sample(tmp_path):
    make_desk_at(tmp_path / "sample").close()
    return tmp_path / "sample"


@pytest.fixture
def run(capsys):
    def run(*words):
        code = run_command(read_arguments([str(word) for word in words]))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_desk_is_backed_up_listed_and_brought_back(run, sample, tmp_path):
    code, out, _ = run("backup", "--desk", sample, "--json")
    made = json.loads(out)
    _, listed, _ = run("backups", "--desk", sample, "--json")
    _, lines, _ = run("backups", "--desk", sample)
    restored, told, _ = run("restore", made["file"], "--desk", sample, "--json")

    assert (code, restored) == (0, 0)
    assert made["problems"] == []
    assert [row["file"] for row in json.loads(listed)] == [made["file"]]
    assert json.loads(listed)[0]["state"] == "good"
    assert made["file"] in lines
    assert "0 people, 0 sessions, 0 notes" in lines
    assert json.loads(told)["set_aside"].startswith(str(sample / "set-aside"))
    open_desk(sample).close()


def test_a_folder_can_be_named_and_another_place_to_restore_to(run, sample, tmp_path):
    _, made, _ = run("backup", "--desk", sample, "--to", tmp_path / "stick")
    [file] = (tmp_path / "stick").iterdir()
    code, told, _ = run("restore", file, "--to", tmp_path / "new")

    assert made == f"Backed up to {file}\n"
    assert (code, told) == (0, f"Restored the desk to {tmp_path / 'new'}.\n")
    open_desk(tmp_path / "new").close()


def test_the_second_folder_of_the_settings_is_used(run, sample, tmp_path):
    settings = tmp_path / "XDG_CONFIG_HOME" / "MentorDesk" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"second backup folder": str(tmp_path / "stick")}))

    run("backup", "--desk", sample)

    assert len(list((tmp_path / "stick").iterdir())) == 1
    assert len(list((sample / "backups").iterdir())) == 1


def test_without_a_backup_that_is_said(run, sample):
    code, out, _ = run("backups", "--desk", sample)

    assert (code, out) == (0, f"There is no backup of the desk in {sample}.\n")


def test_what_is_no_backup_is_refused_in_one_sentence(run, sample, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF")

    code, out, err = run("restore", tmp_path / "letter.pdf", "--desk", sample)

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "no backup of Mentor Desk" in err
    open_desk(sample).close()


def test_b8_a_printed_recovery_key_and_a_backup_are_enough(run, tmp_path):
    shown = []
    folder = tmp_path / "desk"
    make_desk(folder, name="Michelle Roy", passphrase=SECRET, reveal=shown.append).close()
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "sheet").write_text(shown[0])
    run(
        "backup", "--desk", folder, "--passphrase-file", tmp_path / "secret", "--to", tmp_path / "b"
    )
    shutil.rmtree(folder)
    [file] = (tmp_path / "b").iterdir()

    refused, _, why = run("restore", file, "--to", tmp_path / "new")
    wrong, _, _ = run(
        "restore", file, "--to", tmp_path / "new", "--passphrase-file", tmp_path / "sheet"
    )
    code, _, _ = run(
        "restore", file, "--to", tmp_path / "new", "--recovery-key-file", tmp_path / "sheet"
    )

    assert (refused, wrong, code) == (1, 1, 0)
    assert "passphrase" in why
    desk = open_desk(tmp_path / "new", recovery_key=shown[0])
    assert desk.run(oneself).name == "Michelle Roy"
    desk.close()


def test_an_import_of_many_is_preceded_by_a_backup(run, tmp_path):
    folder = tmp_path / "desk"
    make_desk(folder, name="Michelle Roy", passphrase=SECRET, reveal=str).close()
    (tmp_path / "secret").write_text(SECRET)
    cards = "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Guest {number}\r\nEND:VCARD\r\n"
        for number in range(MANY_RECORDS + 1)
    )
    (tmp_path / "people.vcf").write_text(cards)

    code, _, _ = run(
        "import",
        tmp_path / "people.vcf",
        "--desk",
        folder,
        "--passphrase-file",
        tmp_path / "secret",
    )

    _, listed, _ = run("backups", "--desk", folder, "--json")
    assert code == 0
    assert [row["why"] for row in json.loads(listed)] == ["import"]
