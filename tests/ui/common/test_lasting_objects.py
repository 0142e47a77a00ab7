"""Qt for Python may not use up what Python itself lives on."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal

from mentor_desk.ui.common.lasting_none import keep_none_alive

TIMES = 20_000


class Bell(QObject):
    rung = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="newer Pythons do not count these")
def test_signals_and_calls_never_use_up_none_true_and_false(qapp):
    keep_none_alive()
    bell = Bell()
    bell.rung.connect(lambda _loud: None)

    for _time in range(TIMES):
        bell.rung.emit(False)
        bell.blockSignals(False)

    assert all(sys.getrefcount(lasting) > 1 << 30 for lasting in (None, True, False))
