"""An empty name comes of a variable that was not set, and never means the folder one is in."""

import pytest

from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from tests.faults import desks


@pytest.mark.parametrize(
    "words",
    [
        ["new", "", "--name", "Me"],
        ["new", "  ", "--name", "Me"],
        ["demo", ""],
        ["info", "--desk", ""],
        ["--desk", "", "info"],
        ["backup", "--to", ""],
        ["restore", ""],
        ["restore", "some.mentordesk", "--to", ""],
        ["salvage", "--to", ""],
        ["recovery-sheet", "--out", ""],
        ["review", "--all", "--out", ""],
        ["import", "people.vcf", ""],
        ["info", "--passphrase-file", ""],
        ["info", "--recovery-key-file", ""],
        ["change-passphrase", "--new-passphrase-file", ""],
    ],
    ids=" ".join,
)
def test_an_empty_name_is_wrong_use(words, capsys):
    with pytest.raises(SystemExit) as ended:
        read_arguments(words)

    assert ended.value.code == 2
    assert "the name is empty" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["new", "--name", "Me"], ["demo", "--people", "1"]], ids=str)
def test_a_desk_is_not_made_among_other_things_and_their_folder_stays_open(
    tmp_path, command, capsys
):
    place = tmp_path / "Documents"
    place.mkdir()
    place.chmod(0o755)
    (place / "letter.txt").write_text("Dear Ada")
    (tmp_path / "passphrase").write_text(desks.SECRET)
    verb, *rest = command
    secret = ["--passphrase-file", str(tmp_path / "passphrase")] if verb == "new" else []

    code = run_command(read_arguments([verb, str(place), *rest, *secret]))

    assert code == 1
    assert "such as “letter.txt”, and a desk has a folder of its own" in capsys.readouterr().err
    assert place.stat().st_mode & 0o777 == 0o755
    assert [path.name for path in place.iterdir()] == ["letter.txt"]


def test_a_salvage_goes_into_a_folder_of_its_own(tmp_path, capsys):
    folder = desks.make(tmp_path / "desk")
    (tmp_path / "passphrase").write_text(desks.SECRET)
    words = ["salvage", "--desk", str(folder), "--to", str(tmp_path)]

    code = run_command(read_arguments([*words, "--passphrase-file", str(tmp_path / "passphrase")]))

    assert code == 1
    assert "a folder of its own" in capsys.readouterr().err
    assert not (tmp_path / "desk.db").exists()


def test_a_desk_is_made_in_an_empty_folder_and_where_one_was_lost(tmp_path, capsys):
    (tmp_path / "passphrase").write_text(desks.SECRET)
    secret = ["--passphrase-file", str(tmp_path / "passphrase")]
    (tmp_path / "empty").mkdir()
    (tmp_path / "lost" / "backups").mkdir(parents=True)
    (tmp_path / "lost" / "desk.lock").touch()

    for name in ("empty", "lost"):
        code = run_command(read_arguments(["new", str(tmp_path / name), "--name", "Me", *secret]))
        assert code == 0
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o700
    assert "Made a desk" in capsys.readouterr().out
