"""`mentor-desk backup`, `backups` and `restore`, as they are typed."""

import json
import shutil
import time
import zipfile
from contextlib import closing

import pytest

from mentor_desk.cli.arguments import read_arguments
from mentor_desk.services.keeping.backups import MANY_RECORDS, back_up, backup_folders
from mentor_desk.services.network.listing import oneself
from mentor_desk.services.opening.opening import make_desk, make_desk_at, open_desk
from mentor_desk.storage.keys.vault import Vault
from mentor_desk.version import __version__
from tests.conftest import NOW
from tests.factories import Factories

SECRET = "correct horse battery"
KINDS = ("notes", "sessions", "people", "goals", "actions", "introductions")
NONE_FEWER = dict.fromkeys(KINDS, 0)


@pytest.fixture
def sample(tmp_path):
    make_desk_at(tmp_path / "sample").close()
    return tmp_path / "sample"


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


@pytest.fixture
def stick(tmp_path):
    """The second folder that the settings name; it is not there yet."""
    settings = tmp_path / "XDG_CONFIG_HOME" / "MentorDesk" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"second backup folder": str(tmp_path / "stick")}))
    return tmp_path / "stick"


def test_the_second_folder_of_the_settings_is_used(run, sample, stick):
    stick.mkdir()

    run("backup", "--desk", sample)

    assert len(list(stick.iterdir())) == 1
    assert len(list((sample / "backups").iterdir())) == 1


def test_a_backup_without_its_second_copy_is_told_and_is_not_called_done(run, sample, stick):
    code, out, err = run("backup", "--desk", sample)
    again, told, _ = run("backup", "--desk", sample, "--json")

    first, _ = sorted((sample / "backups").iterdir())
    assert (code, again) == (1, 1)
    assert out == f"Backed up to {first}\n"
    assert err.count("\n") == 1
    assert f"{stick} is not there" in err
    assert len(json.loads(told)["problems"]) == 1
    assert not stick.exists()


def test_a_folder_that_is_named_by_hand_loses_no_backup(run, sample, tmp_path):
    for _ in range(14):
        run("backup", "--desk", sample, "--to", tmp_path / "kept")

    assert len(list((tmp_path / "kept").iterdir())) == 14


def test_the_help_of_a_backup_says_what_its_folder_is(capsys):
    with pytest.raises(SystemExit):
        read_arguments(["backup", "--help"])

    assert "only into this folder" in " ".join(capsys.readouterr().out.split())


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


@pytest.fixture
def left(run, tmp_path):
    """Return a backup of a desk that is gone, and its recovery key, which stands on a sheet too."""
    shown = []
    folder = tmp_path / "gone"
    make_desk(folder, name="Michelle Roy", passphrase=SECRET, reveal=shown.append).close()
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "sheet").write_text(shown[0])
    run(
        "backup", "--desk", folder, "--passphrase-file", tmp_path / "secret", "--to", tmp_path / "b"
    )
    shutil.rmtree(folder)
    [file] = (tmp_path / "b").iterdir()
    return file, shown[0]


@pytest.mark.parametrize("option", ["--recovery-key-file", "--passphrase-file"])
def test_b8_a_printed_recovery_key_and_a_backup_are_enough(run, left, tmp_path, option):
    file, recovery_key = left

    refused, _, why = run("restore", file, "--to", tmp_path / "new")
    code, _, _ = run("restore", file, "--to", tmp_path / "new", option, tmp_path / "sheet")

    assert (refused, code) == (1, 0)
    assert "needs its passphrase or recovery key" in why
    desk = open_desk(tmp_path / "new", recovery_key=recovery_key)
    assert desk.run(oneself).name == "Michelle Roy"
    desk.close()


def test_b8_a_passphrase_is_no_recovery_key_where_that_was_asked_for(run, left, tmp_path):
    given = ("--recovery-key-file", tmp_path / "secret")

    code, _, _ = run("restore", left[0], "--to", tmp_path / "new", *given)

    assert code == 1
    assert not (tmp_path / "new" / "desk.db").exists()


@pytest.mark.parametrize("is_key", [True, False])
def test_b8_the_terminal_takes_the_passphrase_or_the_recovery_key(run, left, monkeypatch, is_key):
    file, recovery_key = left
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        "getpass.getpass",
        lambda question: asked.append(question) or (recovery_key if is_key else SECRET),
    )

    code, out, _ = run("restore", file)

    assert code == 0
    assert "Restored the desk to" in out
    assert asked == ["Passphrase or recovery key: "]


def cut_off(desk):
    (desk / "desk.db").write_bytes(b"")


def take_away(desk):
    (desk / "desk.db").unlink()


def flip(desk):
    content = bytearray((desk / "desk.db").read_bytes())
    content[1000] ^= 1
    (desk / "desk.db").write_bytes(content)


def put_in_the_way(desk):
    (desk / "desk.db-journal").mkdir()


@pytest.mark.parametrize(
    ("lose", "why"),
    [
        (cut_off, "The data file of the desk in {0} is empty"),
        (take_away, "The data file of the desk in {0} is missing"),
        (flip, "The desk in {0} is damaged"),
        (put_in_the_way, "Something lies beside the desk in {0} that has to be seen to first"),
    ],
)
def test_a_restore_calls_damage_and_loss_no_wrong_key(run, sample, lose, why):
    assert run("backup", "--desk", sample)[0] == 0
    [file] = (sample / "backups").glob("*.mentordesk")
    lose(sample)

    code, _, err = run("restore", file, "--desk", sample)

    assert code == 0
    assert f"{why.format(sample)}, so nobody can say what differs." in err
    open_desk(sample).close()


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


@pytest.fixture
def behind(run, tmp_path):
    """A backup of a desk on which somebody was met since; and what opens it."""
    folder, shown = tmp_path / "desk", []
    with closing(
        make_desk(folder, name="Michelle", passphrase=SECRET, reveal=shown.append)
    ) as desk:
        file = back_up(desk, backup_folders(folder), now=NOW).row.path
        add = Factories(desk, NOW)
        add.session(add.mentee("Joy Mensah"), private_notes="Since then.")
    (tmp_path / "secret").write_text(SECRET)
    return file, folder, ("--passphrase-file", tmp_path / "secret")


def test_one_of_a_kind_is_said_as_one(run, behind):
    _, folder, secret = behind
    run("backup", "--desk", folder, *secret)

    _, lines, _ = run("backups", "--desk", folder)

    assert "1 person, 1 session, 1 note, newest" in lines


def test_b6_a_restore_says_what_it_brings_and_how_much_less(run, behind):
    file, folder, secret = behind

    code, out, err = run("restore", file, "--desk", folder, *secret, "--json")

    told = json.loads(out)
    assert code == 0
    assert told["fewer"] == {**NONE_FEWER, "notes": 1, "sessions": 1, "people": 1}
    assert told["steps_since"] == 0
    assert (told["version"], told["notes"], told["size"]) == (__version__, 0, file.stat().st_size)
    assert "of version 0.1" in err
    assert "2026-11-23" in err
    assert "0 people, 0 sessions, 0 notes" in err
    assert "MB" in err
    assert "Fewer than on the desk as it is now: 1 note, 1 session, 1 person." in err


def test_b6_a_restore_over_nothing_or_no_less_says_no_more(run, behind, tmp_path):
    file, folder, secret = behind
    run("restore", file, "--desk", folder, *secret)

    _, out, err = run("restore", file, "--desk", folder, *secret, "--json")
    _, elsewhere, new = run("restore", file, "--to", tmp_path / "new", *secret, "--json")

    assert json.loads(out)["fewer"] == json.loads(elsewhere)["fewer"] == NONE_FEWER
    assert "Fewer" not in err + new


def test_b6_where_nothing_can_be_compared_that_is_said(run, behind, tmp_path):
    file, folder, secret = behind
    (folder / "desk.db").write_bytes(b"")
    make_desk_at(tmp_path / "other").close()

    _, out, err = run("restore", file, "--desk", folder, *secret, "--json")
    _, into, over = run("restore", file, "--to", tmp_path / "other", *secret, "--json")

    assert json.loads(out)["fewer"] is None
    assert json.loads(into)["fewer"] is None
    assert "nobody can say what differs" in err
    assert "Another desk lies in" in over


def test_a_desk_that_is_open_elsewhere_is_refused_with_that_reason_alone(run, behind):
    file, folder, secret = behind
    desk = open_desk(folder, passphrase=SECRET)

    code, out, err = run("restore", file, "--desk", folder, *secret)
    desk.close()

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "already open" in err


def test_b6_a_keyring_is_not_asked_by_who_gives_a_secret(run, behind, monkeypatch):
    file, folder, secret = behind

    def asked(*_args):
        raise AssertionError("the keyring was asked")

    monkeypatch.setattr(Vault, "open_with_keyring", asked)

    assert run("restore", file, "--desk", folder, *secret)[0] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"made_at": "9999-12-31T23:59:59+00:00"},
        {"made_at": "0001-01-01T00:00:00+00:00"},
        {"counter": 10**30},
        {"version": "\x1b[31m<b>x</b>\n"},
        {"figures": {"people": -5, "mentees": 0, "sessions": 0, "notes": 10**25}},
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_c4_a_backup_with_an_odd_manifest_is_listed_without_a_fuss(
    run, sample, monkeypatch, change, zone
):
    run("backup", "--desk", sample)
    [file] = (sample / "backups").iterdir()
    with zipfile.ZipFile(file) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    told = {**json.loads(parts["manifest.json"]), **change}
    with zipfile.ZipFile(file, "w") as odd:
        for name, content in {**parts, "manifest.json": json.dumps(told)}.items():
            odd.writestr(name, content)
    monkeypatch.setenv("TZ", zone)
    time.tzset()

    try:
        code, out, err = run("backups", "--desk", sample)
        again, _, _ = run("backup", "--desk", sample)
    finally:
        monkeypatch.undo()
        time.tzset()

    assert (code, again, err) == (0, 0, "")
    assert str(file) in out
    assert "\x1b" not in out


def test_b5_a_restore_into_the_folder_of_a_desk_is_refused(run, behind):
    file, folder, secret = behind

    code, out, err = run("restore", file, "--to", folder / "backups", *secret)

    assert (code, out) == (1, "")
    assert "folder of another desk" in err
    assert err.count("\n") == 1
