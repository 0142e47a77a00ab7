"""Texts that are hard to show, for every part that shows texts."""

import pytest

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


@pytest.fixture(params=HARD_TEXTS, ids=lambda text: ascii(text)[:20])
def hard_text(request: pytest.FixtureRequest) -> str:
    return str(request.param)
