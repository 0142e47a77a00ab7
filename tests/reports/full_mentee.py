"""An invented mentee with two pages of everything, for the tests of paper and its benchmark."""

from datetime import date, timedelta

from mentor_desk.reports.records import (
    ActionRecord,
    ActionState,
    Figures,
    GoalRecord,
    GoalState,
    Link,
    MeetingRecord,
    Milestone,
    NextStep,
    People,
    Reading,
    ReviewRecord,
    SessionRecord,
    ShareRecord,
)

SINCE, UNTIL = date(2026, 9, 1), date(2026, 11, 23)


def _readings(*values: float) -> tuple[Reading, ...]:
    step = (UNTIL - SINCE) / (len(values) - 1)
    days = (SINCE + timedelta(days=round(step.days * n)) for n in range(len(values) - 1))
    return tuple(Reading(day, value) for day, value in zip((*days, UNTIL), values, strict=True))


GOALS = (
    GoalRecord(
        title="Present the retention study to the board",
        state=GoalState.ON_TRACK,
        percent=80,
        percent_before=20,
        target=date(2026, 12, 18),
        milestones=(
            Milestone("Question agreed", is_done=True, done_on=date(2026, 9, 14)),
            Milestone("Data cleaned", is_done=True, done_on=date(2026, 10, 5)),
            Milestone("Deck finished", is_done=True, done_on=date(2026, 11, 9)),
            Milestone("Talk given"),
        ),
        history=_readings(20, 28, 42, 50, 58, 69, 80),
        planned=(Reading(date(2026, 8, 1), 0), Reading(date(2026, 12, 18), 100)),
    ),
    GoalRecord(
        title="Learn statistics well enough to own the survey",
        state=GoalState.SLOW,
        why="So that nobody has to be asked before a question is put.",
        percent=35,
        percent_before=10,
        target=date(2027, 3, 1),
        milestones=(
            Milestone("Night class started", is_done=True, done_on=date(2026, 9, 21)),
            Milestone("Second test"),
            Milestone("Survey redesigned"),
        ),
        history=_readings(10, 20, 32, 35, 35, 35),
        planned=(Reading(SINCE, 5), Reading(date(2027, 3, 1), 100)),
    ),
    GoalRecord(
        title="Read the council's budget with ease",
        state=GoalState.ACHIEVED,
        percent=100,
        value="12 of 12 pages",
        percent_before=50,
        history=_readings(50, 75, 100),
    ),
)

SESSIONS = (
    SessionRecord(
        date(2026, 11, 9), 55, "Board pitch, rehearsal",
        "Deck complete; cut the method slide, open with the **cost of one leaver**.", 6,
    ),
    SessionRecord(
        date(2026, 10, 26), 60, "Statistics",
        "Confidence intervals drawn by hand; first test on the 30th.\n\n"
        "- the *width* is what matters\n- [a good page](https://example.org/intervals)", 5,
    ),
    SessionRecord(
        date(2026, 10, 12), 60, "Who to ask",
        "Listed five people outside the council; two introductions agreed.", 4,
    ),
    SessionRecord(date(2026, 9, 28), 50, "Data cleaning", "Agreed what counts as a leaver.", 3),
    SessionRecord(date(2026, 9, 14), 60, "The question", "One sentence, agreed by both.", 2),
    SessionRecord(date(2026, 9, 2), 60, "Where we stand", "What went well over the summer.", 1),
)  # fmt: skip

FULL = ReviewRecord(
    mentee_name="Ada Okafor",
    since=SINCE,
    until=UNTIL,
    organisation="Northgate Council",
    mentored_since=date(2026, 2, 3),
    season="Autumn 2026",
    figures=Figures(6, 345, 3, 2, 11, 9, 3),
    in_short=(
        "The board study moved from an outline to a rehearsed talk. Statistics has been slower "
        "than planned, and that is the subject of the next quarter. Three introductions led to "
        "meetings; one of them led on to a fourth person."
    ),
    goals=GOALS,
    sessions=SESSIONS,
    actions=(
        ActionRecord(
            "Write to the tutor", ActionState.DONE, "Ada", date(2026, 11, 1), date(2026, 10, 30)
        ),
        ActionRecord("Send the deck to Ruth", ActionState.OPEN, "Ada", date(2026, 12, 5)),
        ActionRecord("Ask Dan for a date", ActionState.OVERDUE, "Mentor", date(2026, 11, 20)),
    ),
    people=People(
        meetings=(
            MeetingRecord(
                "Ruth Stein", "You need survey design; she teaches it",
                date(2026, 11, 2), date(2026, 11, 16), "sends her question bank",
            ),
            MeetingRecord(
                "Dan Vogel", "Statistics tutor", date(2026, 11, 17), None, "meeting to be set"
            ),
            MeetingRecord("Ravi Kapoor", "Ruth's colleague", None, date(2026, 11, 20)),
        ),
        chains=(
            (
                Link("Ruth Stein", "survey design", date(2026, 11, 16)),
                Link("Ravi Kapoor", "led on to", date(2026, 11, 20)),
            ),
        ),
    ),
    shares=(
        ShareRecord(
            "“Data storytelling”", "Course", "finished", date(2026, 11, 2),
            "The before-and-after pages changed my deck.",
        ),
        ShareRecord("Negotiation basics", "Course", "suggested", date(2026, 11, 9)),
    ),
    next_steps=(
        NextStep("Give the talk to the board", date(2026, 12, 18)),
        NextStep("Second statistics test", date(2027, 1, 12)),
        NextStep("Meet Dan about tutoring", date(2026, 12, 5)),
    ),
)  # fmt: skip
