"""`mentor-desk check` and `salvage` say what is wrong, help what can be helped, and end with it."""

import json

import pytest

from mentor_desk.cli.answers import DONE, REFUSED
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return desks.make(tmp_path_factory.mktemp("check") / "desk")


@pytest.fixture
def folder(template, tmp_path):
    (tmp_path / "passphrase").write_text(desks.SECRET)
    return desks.copy(template, tmp_path / "desk")


@pytest.fixture
def run(folder, tmp_path, capsys):
    def run(*words):
        secret = ["--passphrase-file", str(tmp_path / "passphrase")]
        code = run_command(read_arguments([*words, "--desk", str(folder), *secret]))
        return code, capsys.readouterr()

    return run


def spoil(folder):
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    connection = connect(folder / "desk.db", key)
    connection.execute("pragma ignore_check_constraints=on")
    connection.execute("UPDATE sessions SET minutes = -5 WHERE id < 3")
    connection.execute("UPDATE people SET birthday = 'in May' WHERE id = 2")
    connection.close()


def damage(folder):
    content = bytearray((folder / "desk.db").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "desk.db").write_bytes(content)


@pytest.mark.parametrize("words", [["check"], ["check", "--full"], ["check", "--repair"]])
def test_a_sound_desk_ends_with_zero(run, words):
    code, said = run(*words)

    assert code == DONE
    assert "nothing is wrong" in said.out
    assert said.err == ""


def test_mistakes_are_counted_and_told_to_machines(run, folder):
    spoil(folder)

    code, said = run("check", "--full", "--json")

    told = json.loads(said.out)
    assert code == REFUSED
    assert said.err == "3 mistakes were found; 2 can be repaired safely.\n"
    assert (told["full"], told["sound"], told["damaged"]) == (True, False, False)
    counts = {row["what"]: (row["count"], row["can_repair"]) for row in told["found"]}
    assert counts == {
        "the length is out of range": (2, True),
        "the birthday is in no known form": (1, False),
    }


def test_repair_does_what_is_safe_keeps_the_rest_and_says_where_it_was_kept(run, folder):
    spoil(folder)

    code, said = run("check", "--repair")
    again, _ = run("check", "--repair", "--json")

    assert code == again == REFUSED
    assert "Repaired 2." in said.out
    assert "Sessions: the length is out of range (2)" in said.out
    assert "the birthday is in no known form (1): needs you" in said.out
    assert (folder / "backups").exists() or (folder / "set-aside").exists()


def test_damage_is_named_never_repaired_and_salvaged_on_request(run, folder, tmp_path):
    damage(folder)
    before = (folder / "desk.db").read_bytes()

    code, said = run("check", "--repair")
    assert code == REFUSED
    assert "data file is damaged" in said.out
    assert said.err == (
        "The data file is damaged. Restore a backup, or salvage what can be read.\n"
    )
    code, said = run("salvage", "--to", str(tmp_path / "new"), "--json")

    told = json.loads(said.out)
    assert code == DONE
    assert told["read"] > 0
    assert told["damaged_pages"] == 1
    assert (folder / "desk.db").read_bytes() == before
    desks.opened(tmp_path / "new").close()


def test_m4_a_newer_desk_is_refused_by_check_and_salvage(run, folder):
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    connection = connect(folder / "desk.db", key)
    connection.execute("CREATE TABLE moods (id INTEGER PRIMARY KEY)")
    connection.execute("pragma user_version=2")
    connection.close()

    for words in (["check"], ["check", "--full"], ["check", "--repair"], ["salvage"]):
        code, said = run(*words)
        assert (code, said.out) == (REFUSED, "")
        assert said.err.startswith("A newer version of Mentor Desk wrote this desk")

    assert not list(folder.parent.glob("desk salvaged*"))


def test_a_salvage_that_is_refused_leaves_no_folder_however_often(run, folder):
    (folder / "desk.db").unlink()

    for _ in range(3):
        code, said = run("salvage")
        assert code == REFUSED
        assert "The data file “desk.db” is missing" in said.err
        assert "salvaged" not in said.err

    assert not list(folder.parent.glob("desk salvaged*"))


def test_k5_the_keys_of_another_desk_are_named_and_those_of_a_backup_used(run, folder, tmp_path):
    other = desks.make(tmp_path / "other")
    assert run("backup")[0] == DONE
    (folder / "desk.keys").write_bytes((other / "desk.keys").read_bytes())

    code, said = run("info")
    assert code == REFUSED
    assert "are of two desks" in said.err
    code, said = run("check", "--full")
    assert code == REFUSED
    assert "The key file: it is that of another desk" in said.out
    code, said = run("salvage", "--json")

    assert code == DONE
    assert json.loads(said.out)["lost"] == 0
    desks.opened(folder.with_name("desk salvaged")).close()


def test_a_salvage_lies_beside_the_desk_when_no_place_is_named(run, folder):
    damage(folder)

    code, said = run("salvage")

    assert code == DONE
    assert "desk salvaged" in said.out
    assert "are as they were" in said.out
    desks.opened(folder.with_name("desk salvaged")).close()


def test_a_missing_desk_and_a_wrong_passphrase_are_one_sentence(run, folder, tmp_path):
    (tmp_path / "passphrase").write_text("wrong horse battery")
    code, said = run("check")
    assert code == REFUSED
    assert "does not open" in said.err

    (folder / "desk.db").unlink()
    (tmp_path / "passphrase").write_text(desks.SECRET)
    code, said = run("check")
    assert code == REFUSED
    assert "missing" in said.err
