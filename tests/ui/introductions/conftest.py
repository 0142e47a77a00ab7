"""A desk with a few introductions, and the page that shows them."""

from datetime import timedelta

import pytest

from mentor_desk.models.kinds import IntroductionState, OptIn
from mentor_desk.services.introductions.cards import introduction_card
from mentor_desk.ui.common import theme
from mentor_desk.ui.introductions.page import IntroductionsPage


@pytest.fixture
def at_scale(qapp):
    """Return a function that makes all text larger, until the test is over."""
    yield lambda scale: theme.apply(qapp, theme.Scheme.LIGHT, text_scale=scale)
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def ada(add):
    return add.person("Ada Okafor", role="Analyst", city="Leeds")


@pytest.fixture
def ravi(add):
    return add.person("Ravi Kapoor", city="Leeds")


@pytest.fixture
def agreed(today):
    return {"opt_in": OptIn.AGREED, "asked_on": today, "answered_on": today}


@pytest.fixture
def idea(add, ada, ravi, today):
    day = today - timedelta(days=2)
    return add.introduction(ada, ravi, noted_on=day, state_since=day)


@pytest.fixture
def asking(add, ada, agreed):
    return add.introduction(
        ada,
        add.person("Omar Farah"),
        state=IntroductionState.ASKING,
        first_party=agreed,
        second_party=agreed,
    )


@pytest.fixture
def met(add, ada):
    return add.introduction(ada, add.person("Ruth Stein"), state=IntroductionState.MET)


@pytest.fixture
def card_of(desk, today):
    return lambda each: desk.run(introduction_card, introduction_id=each, today=today)


@pytest.fixture
def state_of(card_of):
    return lambda each: card_of(each).row.state


@pytest.fixture
def opened(qtbot, desk):
    """Return a function that shows the page as it stands."""

    def show():
        page = IntroductionsPage(desk)
        page.resize(1232, 860)
        qtbot.addWidget(page, before_close_func=lambda each: each.hide())
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return show
