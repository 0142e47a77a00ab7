"""D10: too little memory is a failure that changes nothing."""

import sys
from contextlib import closing

import pytest

from mentor_desk.services.network.listing import find_people
from tests.faults import desks
from tests.faults.window_process import WindowProcess
from tests.ui.shell.protected_window import SECRET, make_protected_desk

TRIES = 3
_SHOWN = (
    "from mentor_desk.ui.shell.about import FailureDialog;"
    "from PySide6.QtWidgets import QPlainTextEdit;"
    "[box] = window.findChildren(FailureDialog);"
    "tell(said=box.findChild(QPlainTextEdit).toPlainText()); box.reject()"
)
_GOES_ON = (
    "from mentor_desk.services.network.listing import oneself;"
    "tell(name=window.pages.desk.run(oneself).name)"
)


@pytest.mark.skipif(sys.platform != "linux", reason="this system counts its memory otherwise")
def test_d10_an_import_without_enough_memory_changes_nothing_and_works_once_there_is(
    writers, base, tmp_path
):
    is_told = False
    for number in range(TRIES):
        (tmp_path / str(number)).mkdir()
        folder = desks.copy(base, tmp_path / str(number) / "desk")
        run = writers.start("starve", folder)
        assert run.is_waiting(), run.told()
        run.go_on()
        goes_on = run.is_waiting()
        run.kill()
        refused = [word for word in run.told() if word.startswith("refused ")]
        done = [word for word in run.told() if word.startswith("done ")]

        assert all(word.endswith(" 0") for word in refused), refused
        assert done == (["done 1000"] if goes_on else [])
        with closing(desks.opened(folder)) as desk:
            assert len(desk.run(find_people, "Starved", limit=2000)) == (1000 if goes_on else 0)
        assert desks.faults_of(folder) == []
        is_told = bool(refused) and goes_on
        if is_told:
            break

    # Where not even a refusal has room, the system ends the program; that is not the rule.
    assert is_told


def test_d10_a_save_that_loses_any_one_allocation_is_whole_or_absent_and_the_desk_goes_on(
    writers, base, tmp_path
):
    pytest.importorskip("_testcapi", reason="this Python cannot be made to run out of memory")
    folder = desks.copy(base, tmp_path / "desk")
    run = writers.start("lose allocations", folder)
    assert run.is_waiting(), run.told()
    run.go_on()
    assert run.is_waiting(), run.told()
    run.kill()
    # How it went; the number that was to be saved, and the number that stands there.
    told = [(how[0], int(number), int(kept)) for *how, number, kept in map(str.split, run.told())]
    refused = [(number, kept) for how, number, kept in told if how == "refused"]

    assert len(refused) >= 20
    # After the last step of a save has failed it stands all the same.
    assert {number - kept for number, kept in refused} <= {0, 1}
    assert sum(number - kept for number, kept in refused) >= 20
    assert all(number == kept for how, number, kept in told if how != "refused")
    assert [how for how, _, _ in told[1::2]] == ["after"] * (len(told) // 2)
    assert desks.faults_of(folder) == []


@pytest.mark.timeout(120)
def test_d10_the_window_says_that_something_went_wrong_and_goes_on(tmp_path):
    (tmp_path / "passphrase").write_text(SECRET + "\n")
    make_protected_desk(tmp_path / "desk")
    with WindowProcess(tmp_path / "desk", tmp_path) as window:
        window.wait_for("shown")

        window.do("QTimer.singleShot(0, lambda: bytearray(1 << 62)); tell(asked=True)")
        window.wait_for("asked")
        window.do(_SHOWN)
        said = window.wait_for("said")
        window.do(_GOES_ON)

        assert window.wait_for("name") == "Michelle Roy"
    assert "MemoryError" in said
