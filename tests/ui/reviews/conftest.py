"""A mentee who has much to hide, and the page of her review."""

from datetime import UTC, date, datetime

import pytest

from mentor_desk.models.kinds import GoalState, IntroductionState
from mentor_desk.ui.reviews.page import ReviewsPage


@pytest.fixture
def ada(add):
    """A mentee with shared words, and a SECRET in every private field."""
    add.mentor()
    mentorship = add.mentee("Ada Okafor", agreement="SECRET")
    me = add.person_of(mentorship)
    add.session(
        mentorship,
        starts_at=datetime(2026, 11, 9, 15, 0, tzinfo=UTC),
        shared_notes="Deck rehearsed aloud.",
        private_notes="SECRET",
        learned="SECRET",
        ask_next="SECRET",
        agenda="SECRET",
    )
    goal = add.goal(mentorship, "Present the study")
    add.progress(goal, 40, on_day=date(2026, 10, 1), comment="SECRET")
    add.goal(mentorship, "SECRET goal", is_private=True)
    add.goal(mentorship, "SECRET draft", state=GoalState.DRAFT)
    add.action(mentorship, "Write to the tutor")
    add.action(mentorship, "SECRET action", is_private=True)
    add.introduction(me, add.person("Ruth Stein"), state=IntroductionState.MET)
    add.introduction(me, add.person("SECRET Person"), remark="SECRET", message="SECRET")
    add.share(add.resource("Data storytelling"), me, remark="SECRET", response="Helped much.")
    return mentorship


@pytest.fixture
def make(desk, qtbot):
    """Make the page and wait for its pages."""

    def make(**parts):
        page = ReviewsPage(desk, **parts)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page._maker.current is not None, timeout=10000)
        return page

    return make
