"""`mentor-desk check` and `salvage` say what is wrong, help what can be helped, and end with it."""

import contextlib
import json
import os
import sqlite3

import pytest

from mentor_desk.cli.answers import DONE, REFUSED
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.recovery_key import new_recovery_bits, spelt
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks
from tests.faults.failing_disk import keep_back


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
    assert said.out.startswith(
        "The data file is damaged. Restore a backup, or salvage what can be read.\n"
    )
    assert said.err == ""
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


def test_c2_a_salvage_of_half_a_file_says_so_to_people_and_machines(run, folder, tmp_path):
    path = folder / "desk.db"
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    content[4096 : 20 * 4096] = os.urandom(19 * 4096)
    path.write_bytes(content)

    code, said = run("check")
    assert code == REFUSED
    assert "pages of the data file are not as they were written (19)" in said.out
    code, said = run("salvage", "--to", str(tmp_path / "new"))

    assert code == DONE
    assert f"19 of {pages} pages could not be read" in said.out
    assert "there may be more" in said.out
    assert "Nothing was read of these, if there were any: " in said.out
    code, said = run("salvage", "--to", str(tmp_path / "again"), "--json")
    told = json.loads(said.out)
    assert (told["pages"], told["damaged_pages"]) == (pages, 19)
    assert told["nothing_read_of"]
    assert {"put_in", "repaired", "backups"} <= told.keys()


def test_c5_a_desk_that_does_not_say_which_it_is_is_repaired(run, folder):
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    connection = connect(folder / "desk.db", key)
    connection.execute("UPDATE about SET desk_uid = CAST(x'c3' AS TEXT)")
    connection.close()

    for words in (["info"], ["people"], ["backup"]):
        code, said = run(*words)
        assert code == REFUSED
        assert "have it checked, and repaired" in said.err
    assert run("check", "--repair")[0] == DONE

    assert run("info")[0] == DONE


def test_c5_an_impossible_date_is_repaired_and_backed_up(run, folder):
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    connection = connect(folder / "desk.db", key)
    connection.execute("UPDATE sessions SET starts_at = '2026-13-45 10:00:00.000000'")
    connection.close()

    assert run("backup")[0] == DONE
    assert run("check", "--repair")[0] == DONE


def test_a_quick_check_leaves_to_the_full_one_what_only_that_can_tell(run, folder):
    spoil(folder)

    code, said = run("check")

    assert code == REFUSED
    assert "a row breaks a rule; the full check tells which (2)\n" in said.out


def test_a_quick_check_says_each_thing_once_and_never_against_itself(run, folder):
    spoil(folder)
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    with contextlib.closing(connect(folder / "desk.db", key)) as connection:
        connection.execute("UPDATE about SET desk_uid = 'another'")

    code, said = run("check")

    first, *found = said.out.splitlines()
    assert code == REFUSED
    assert said.err == ""
    assert first.endswith("can be repaired safely, and the full check tells about the others.")
    assert len(found) == 2
    assert [line for line in found if line.endswith(": can be repaired")] == [
        "  The desk itself: it does not say which desk it is (1): can be repaired"
    ]


def test_a_folder_without_a_desk_is_said_to_have_none_and_nobody_is_asked(
    run, folder, tmp_path, capsys
):
    (tmp_path / "empty").mkdir()

    for words in (["check"], ["salvage"]):
        code = run_command(read_arguments([*words, "--desk", str(tmp_path / "empty")]))
        assert code == REFUSED
        assert "There is no desk in" in capsys.readouterr().err


def test_an_old_recovery_key_is_called_one(run, folder, tmp_path, capsys):
    (tmp_path / "recovery").write_text(spelt(new_recovery_bits()))
    secret = ["--recovery-key-file", str(tmp_path / "recovery")]

    for words in (["check"], ["check", "--repair"], ["salvage"]):
        code = run_command(read_arguments([*words, "--desk", str(folder), *secret]))
        assert code == REFUSED
        assert "This recovery key does not open the desk" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["check"], ["check", "--repair"], ["salvage"], ["info"]])
def test_c4_a_database_that_is_not_encrypted_is_called_so_by_every_command(run, folder, words):
    (folder / "desk.db").unlink()
    with sqlite3.connect(folder / "desk.db") as other:
        other.execute("CREATE TABLE people (id INTEGER)")
    other.close()

    code, said = run(*words)

    assert code == REFUSED
    assert "not encrypted" in said.err
    assert "damaged" not in said.err


def test_c2_a_salvage_tells_that_the_disk_kept_a_page_back(run, folder, tmp_path, monkeypatch):
    keep_back(monkeypatch, folder / "desk.db", {20})

    code, said = run("salvage", "--to", str(tmp_path / "new"))

    assert code == DONE
    assert "The disk did not give 1 page back" in said.out
    assert "are as they were" not in said.out
