"""A date that is none is told as what it is, wherever the desk comes upon it."""

import pytest

from mentor_desk.errors import DeskDamagedError
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.sessions.planning import list_sessions


def spoil(desk, held):
    desk.file.connection.execute("pragma query_only=off")
    desk.file.connection.execute("pragma ignore_check_constraints=on")
    desk.file.connection.execute("UPDATE sessions SET starts_at = ?", (held,))


@pytest.mark.parametrize("held", ["2026-13-45 10:00:00.000000", "next week", b"\0", "2026-02-30"])
def test_a_session_at_no_possible_time_asks_for_a_check_and_is_no_crash(desk, add, now, held):
    mentorship = add.mentee("Ada Okafor")
    add.session(mentorship, starts_at=now)
    spoil(desk, held)

    with pytest.raises(DeskDamagedError, match="please have the desk checked"):
        desk.run(list_sessions, mentorship_id=mentorship, now=now)


@pytest.mark.parametrize("held", ["2026-13-45 10:00:00.000000", "1999-02-30", "long ago"])
def test_the_first_page_says_so_too(desk, add, now, held):
    add.session(add.mentee("Ada Okafor"), starts_at=now)
    spoil(desk, held)

    with pytest.raises(DeskDamagedError, match="please have the desk checked"):
        desk.look(list_mentees, now=now)
