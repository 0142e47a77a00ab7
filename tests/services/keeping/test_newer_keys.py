"""M4: a key file of a newer version is called so, and never missing or damaged."""

import json

import pytest

from mentor_desk.cli.answers import REFUSED
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.errors import DeskNewerError
from mentor_desk.services.keeping.backups import back_up
from mentor_desk.services.keeping.checking import check_desk, check_folder, trouble_with_keys
from mentor_desk.services.keeping.rescue import key_of_desk, what_remains
from mentor_desk.services.keeping.salvaging import salvage_desk
from tests.faults import desks

COMMANDS = (
    ["info"],
    ["people"],
    ["check"],
    ["check", "--full"],
    ["check", "--repair"],
    ["salvage"],
    ["backup"],
    ["history"],
    ["lock-info"],
    ["change-passphrase", "--new-passphrase-file", "passphrase"],
    ["recovery-sheet", "--out", "sheet.pdf"],
    ["recovery-sheet", "--new", "--out", "sheet.pdf"],
)


@pytest.fixture(params=[True, False], ids=["with a backup", "without a backup"])
def desk(request, tmp_path):
    """A desk that is open, and whose key file a newer version writes later."""
    desk = desks.opened(desks.make(tmp_path / "desk"))
    if request.param:
        back_up(desk, [desk.folder / "backups"], now=desks.NOW)
    yield desk
    desk.close()


def make_newer(folder):
    keys = json.loads((folder / "desk.keys").read_bytes())
    (folder / "desk.keys").write_text(json.dumps({**keys, "format": 99}))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_m4_newer_keys_are_refused_by_every_command(desk, tmp_path, capsys, monkeypatch, words):
    desk.close()
    make_newer(desk.folder)
    (tmp_path / "passphrase").write_text(desks.SECRET)
    monkeypatch.chdir(tmp_path)

    common = ["--desk", str(desk.folder), "--passphrase-file", "passphrase"]
    code = run_command(read_arguments([*words, *common]))

    said = capsys.readouterr()
    assert (code, said.out) == (REFUSED, "")
    assert said.err.startswith("A newer version of Mentor Desk wrote the keys of this desk.")
    assert not (desk.folder / "set-aside").exists()
    assert not (tmp_path / "desk salvaged").exists()


def test_m4_newer_keys_stand_in_the_way_of_every_help(desk, tmp_path):
    key = desk.file.key
    desk.close()
    make_newer(desk.folder)

    for act in (
        lambda: key_of_desk(desk.folder, secret=desks.SECRET),
        lambda: salvage_desk(desk.folder, key, tmp_path / "new"),
    ):
        with pytest.raises(DeskNewerError, match="newer version"):
            act()
    assert what_remains(desk.folder).has_data
    [row] = check_folder(desk.folder, key, is_full=True).found
    assert "a newer version of Mentor Desk wrote it" in row.sentence


def test_m4_keys_that_become_newer_while_the_desk_is_open_are_told_so(desk):
    make_newer(desk.folder)

    [row] = check_desk(desk, is_full=False).found

    assert "a newer version of Mentor Desk wrote it" in row.sentence
    assert "newer version" in trouble_with_keys(desk)
