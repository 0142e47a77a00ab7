"""`backups` and `restore` with another folder than was meant, or with an earlier secret."""

import json
from contextlib import closing

import pytest

from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.keeping.restoring import KEYS_OF_THEN
from mentor_desk.storage.keys import slot_changes
from tests.conftest import NOW
from tests.own_desk import CHEAP, OTHER, SECRET, make_own


@pytest.fixture
def changed(tmp_path):
    """A backup of a desk whose passphrase was changed since, the desk, and the earlier secret."""
    folder = tmp_path / "desk"
    desk, _ = make_own(folder)
    with closing(desk):
        file = back_up(desk, backup_folders(folder), now=NOW).row.path
        slot_changes.set_passphrase(folder / "desk.keys", bytes(desk.file.key), OTHER, CHEAP)
    (tmp_path / "earlier").write_text(SECRET)
    (tmp_path / "present").write_text(OTHER)
    return file, folder


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_the_backups_of_a_desk_whose_folder_is_not_there_are_refused(run, tmp_path, options):
    code, out, err = run("backups", "--desk", tmp_path / "dekc", *options)

    assert (code, out) == (1, "")
    assert err == f"There is no folder {tmp_path / 'dekc'}.\n"


def test_those_on_a_stick_are_listed_though_the_folder_of_the_desk_is_gone(run, changed, tmp_path):
    file, _ = changed
    settings = tmp_path / "XDG_CONFIG_HOME" / "MentorDesk" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"second backup folder": str(file.parent)}))

    code, out, err = run("backups", "--desk", tmp_path / "gone")

    assert code == 1
    assert str(file) in out
    assert err == f"There is no folder {tmp_path / 'gone'}.\n"


def test_b5_a_restore_among_other_things_is_refused_and_closes_them_to_nobody(
    run, changed, tmp_path
):
    place = tmp_path / "home of Ruth"
    (place / "Documents").mkdir(parents=True)
    place.chmod(0o755)

    for option in ("--to", "--desk"):
        code, out, err = run(
            "restore", changed[0], option, place, "--passphrase-file", tmp_path / "earlier"
        )

        assert (code, out) == (1, "")
        assert "“Documents”" in err
        assert err.count("\n") == 1
    assert place.stat().st_mode & 0o777 == 0o755


def test_b5_what_opened_the_backup_opens_the_desk_and_that_is_said(run, changed, tmp_path):
    file, folder = changed
    earlier = ("--passphrase-file", tmp_path / "earlier")

    code, out, err = run("restore", file, "--desk", folder, *earlier)

    assert code == 0
    assert "will take the passphrase and the recovery key of that backup again" in err
    assert out.splitlines()[1] == KEYS_OF_THEN
    assert out.splitlines()[2].startswith("What lay there before is kept in")
    assert run("info", "--desk", folder, *earlier)[0] == 0
    assert run("info", "--desk", folder, "--passphrase-file", tmp_path / "present")[0] == 1


def test_b5_the_secret_of_today_stays_in_force_without_a_word(run, changed, tmp_path):
    file, folder = changed
    present = ("--passphrase-file", tmp_path / "present")

    _, out, err = run("restore", file, "--desk", folder, *present, "--json")

    assert json.loads(out)["remark"] is None
    assert "again" not in err
    assert run("info", "--desk", folder, *present)[0] == 0
