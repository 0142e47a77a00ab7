"""A change of keys that fails or is stopped half way says what opens the desk, and it is so."""

import errno
import io
import os
import shutil
import sys
from itertools import count

import pytest
from keyring.backends import fail
from pypdf import PdfReader

from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.errors import DeskError
from mentor_desk.services.opening.keys import lock_info
from mentor_desk.services.opening.opening import is_desk, open_desk
from tests.keyrings import Drawer, in_use
from tests.own_desk import CHEAP, OTHER, SECRET

FAILURES = [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()]
MOST = 60


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command during which the flush of this number raises something."""

    def run(*words, at=0, failure=None, typed=""):
        left, real = [at], os.fsync

        def flush(handle):
            left[0] -= 1
            if left[0] == 0:
                raise failure
            real(handle)

        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("os.fsync", flush)
            code = run_command(read_arguments([str(word) for word in words]))
        printed = capsys.readouterr()
        return code, printed.err

    return run


def opens(folder, **secret):
    try:
        open_desk(shutil.copytree(folder, folder.parent / "tried"), **secret).close()
    except DeskError:
        return False
    finally:
        shutil.rmtree(folder.parent / "tried")
    return True


def told_by(err, *, earlier, new):
    """Check that what is said of the secrets of a desk is so."""
    assert "othing was changed" not in err
    if "opens the desk now, and so does the earlier one" in err:
        assert (earlier, new) == (True, True)
    elif "opens the desk all the same, and no earlier one does" in err:
        assert (earlier, new) == (False, True)
    elif "The desk opens as before" in err:
        assert (earlier, new) == (True, False)
    else:
        assert earlier


@pytest.mark.parametrize("failure", FAILURES, ids=["refused", "stopped"])
def test_a_sheet_that_was_written_opens_the_desk_wherever_its_command_is_stopped(
    run, own_folder, recovery_key, tmp_path, failure
):
    seen = set()
    for at in count(1):
        folder = shutil.copytree(own_folder, tmp_path / f"{at}" / "desk")
        sheet = tmp_path / f"{at}" / "sheet.pdf"

        code, err = run(
            *("recovery-sheet", "--new", "--desk", folder, "--out", sheet),
            *("--recovery-key-file", "-"),
            typed=recovery_key,
            at=at,
            failure=failure,
        )

        if code == 0:
            break
        earlier, new = opens(folder, recovery_key=recovery_key), False
        if sheet.exists():
            new = opens(folder, recovery_key=PdfReader(sheet).pages[0].extract_text())
            assert new
            assert f"The new key stands on {sheet}." in err
        told_by(err, earlier=earlier, new=new)
        seen.add((earlier, new))
    assert MOST > at > len(seen)
    assert seen == {(True, False), (True, True), (False, True)}


@pytest.mark.parametrize("failure", FAILURES, ids=["refused", "stopped"])
def test_a_stopped_change_of_the_passphrase_says_which_one_opens(
    run, own_folder, tmp_path, failure, monkeypatch
):
    seen = set()
    monkeypatch.setattr("mentor_desk.storage.keys.vault.Argon2", lambda: CHEAP)
    (tmp_path / "new").write_text(OTHER)
    for at in count(1):
        folder = shutil.copytree(own_folder, tmp_path / f"{at}" / "desk")

        code, err = run(
            *("change-passphrase", "--desk", folder, "--passphrase-file", "-"),
            *("--new-passphrase-file", tmp_path / "new"),
            typed=SECRET,
            at=at,
            failure=failure,
        )

        if code == 0:
            break
        earlier, new = opens(folder, passphrase=SECRET), opens(folder, passphrase=OTHER)
        told_by(err, earlier=earlier, new=new)
        seen.add((earlier, new))
    assert at < MOST
    assert seen == {(True, False), (True, True), (False, True)}


def test_a_key_whose_sheet_could_not_be_written_opens_nothing(
    run, own_folder, recovery_key, tmp_path
):
    code, err = run(
        *("recovery-sheet", "--new", "--desk", own_folder, "--recovery-key-file", "-"),
        *("--out", tmp_path / "none" / "sheet.pdf"),
        typed=recovery_key,
    )

    assert code == 1
    assert "The desk opens as before. No sheet was written." in err
    assert not any(row.is_pending for row in lock_info(own_folder).ways)


def test_a_key_that_was_offered_before_comes_on_the_sheet_again(
    run, own_folder, recovery_key, tmp_path
):
    words = ("recovery-sheet", "--new", "--desk", own_folder, "--recovery-key-file", "-", "--out")
    for at in count(1):
        first = tmp_path / f"first {at}.pdf"
        run(*words, first, typed=recovery_key, at=at, failure=KeyboardInterrupt())
        if first.exists():
            break

    code, _ = run(*words, tmp_path / "second.pdf", typed=recovery_key)

    assert code == 0
    assert opens(own_folder, recovery_key=PdfReader(first).pages[0].extract_text())
    assert not opens(own_folder, recovery_key=recovery_key)


def test_a_sheet_that_cannot_be_written_voids_no_sheet_of_an_earlier_call(
    run, own_folder, recovery_key, tmp_path
):
    words = ("recovery-sheet", "--new", "--desk", own_folder, "--recovery-key-file", "-", "--out")
    for at in count(1):
        first = tmp_path / f"first {at}.pdf"
        run(*words, first, typed=recovery_key, at=at, failure=KeyboardInterrupt())
        if first.exists():
            break

    code, err = run(*words, tmp_path / "none" / "sheet.pdf", typed=recovery_key)

    assert code == 1
    assert opens(own_folder, recovery_key=PdfReader(first).pages[0].extract_text())
    assert "The new recovery key opens the desk now, and so does the earlier one." in err
    assert "No sheet was written. This new key was offered before: keep the sheet" in err


@pytest.mark.parametrize("keyring", [True, False])
def test_a_new_desk_that_was_stopped_is_there_whole_or_not_at_all(run, tmp_path, keyring):
    way = ("--keyring",) if keyring else ("--passphrase-file", "-")
    told = []
    for at in count(1):
        folder = tmp_path / f"{at}" / "desk"
        with in_use(Drawer() if keyring else fail.Keyring()) as drawer:
            code, err = run(
                *("new", folder, "--name", "Michelle Roy", *way),
                typed=SECRET,
                at=at,
                failure=KeyboardInterrupt(),
            )

            if code == 0:
                break
            assert opens(folder, passphrase=None if keyring else SECRET) == is_desk(folder)
            if keyring:
                assert bool(drawer.kept) == is_desk(folder)
        assert ("No desk was made." in err) != is_desk(folder)
        told.append(err)
    assert len(told) < MOST
    assert all(err.startswith("Stopped. ") for err in told)


def test_ctrl_c_never_claims_that_nothing_was_changed(run, own_folder, tmp_path):
    _, err = run(
        *("backup", "--desk", own_folder, "--passphrase-file", "-"),
        typed=SECRET,
        at=1,
        failure=KeyboardInterrupt(),
    )

    assert err == "Stopped. Whatever was done by then stays as it is.\n"
