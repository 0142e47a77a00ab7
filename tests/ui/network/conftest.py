"""A network page, as its tests open it."""

from collections.abc import Callable
from typing import Any

import pytest

from mentor_desk.ui.network.page import NetworkPage


@pytest.fixture
def open_page(qtbot: Any, desk: Any) -> Callable[[], NetworkPage]:
    def open_page() -> NetworkPage:
        page = NetworkPage(desk)
        qtbot.addWidget(page)
        page.resize(1200, 900)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return open_page
