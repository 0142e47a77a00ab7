"""Common parts are tested in the theme they are shown in."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mentor_desk.ui.common import theme

HARD_TEXTS = [
    "",
    "x" * 300,
    "مرحبا بالعالم",
    "👩‍👩‍👧‍👦 🇩🇪",
    "a\u200bb\u200d\u2060c",
    "one\ntwo\r\nthree\u2028four",
    '<img src="/tmp/canary.png"> & <b>bold</b> &amp; &File',
    "\u202eabc",
]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[QApplication]:
    if theme.current() is None:
        theme.apply(qapp, theme.Scheme.LIGHT)
    before = theme.tokens(), qapp.font()
    yield qapp
    # Whatever is tested next finds the theme as it was.
    if before != (theme.tokens(), qapp.font()):
        theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture(params=HARD_TEXTS, ids=lambda text: ascii(text)[:20])
def hard_text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def heard() -> Callable[..., list[object]]:
    """Return a list that fills with what a signal tells."""

    def listen(signal) -> list[object]:
        told: list[object] = []
        signal.connect(lambda *what: told.append(what[0] if len(what) == 1 else what))
        return told

    return listen
