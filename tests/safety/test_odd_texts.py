"""Names and notes of every script and shape are kept, found and shown as they were written."""

import itertools
import unicodedata
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from mentor_desk.errors import InvalidEntryError
from mentor_desk.models.kinds import IntroductionState, Side, TopicKind, WayKind
from mentor_desk.services.actions.noting import ActionEntry, action_entry, add_action
from mentor_desk.services.goals.milestones import add_milestone
from mentor_desk.services.goals.progress import move_goal
from mentor_desk.services.goals.setting import GoalEntry, add_goal, goal_entry
from mentor_desk.services.introductions.noting import (
    IntroductionEntry,
    add_introduction,
    edit_introduction,
    edit_party,
    set_outcome,
)
from mentor_desk.services.mentees.mentorships import (
    MentorshipEntry,
    edit_mentorship,
    mentorship_entry,
)
from mentor_desk.services.network.listing import find_people, people_named
from mentor_desk.services.network.people import (
    LINE_FIELDS,
    TEXT_FIELDS,
    PersonEntry,
    WayRow,
    add_oneself,
    add_person,
    person_card,
)
from mentor_desk.services.network.sharing import ShareEntry, add_share, list_shares
from mentor_desk.services.network.topic_rows import topics_of
from mentor_desk.services.network.topics import set_topic
from mentor_desk.services.reviews.choice import ReviewChoice
from mentor_desk.services.reviews.reviewing import draft_choice, save_draft
from mentor_desk.services.sessions.card import session_card
from mentor_desk.services.sessions.writing import (
    SessionWords,
    set_session_topics,
    write_session,
)
from tests.safety.filled_desk import FilledDesk
from tests.safety.privacy import PRIVACY, Privacy
from tests.safety.walking import walk

ZALGO = "".join(letter + "\u0338\u0321\u0489\u0301" * 5 for letter in "Zalgo")

ODD = {
    "a family of emoji": "Mia 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇮🇱",
    "two directions": "Dr. אֲבִיגַיִל (Abigail) كريم 42",
    "override": "Ada \u202eroflak\u202c Okafor",
    "zalgo": ZALGO,
    "zero width": "An\u200bna Ze\u200cro\u200d Wi\ufeffdth",
    "decomposed": unicodedata.normalize("NFD", "Zoë Łódź-Müller Đặng"),
    "composed": unicodedata.normalize("NFC", "Zoë Łódź-Müller Đặng"),
    "turkish": "Işıl İnci ığdır",
    "sharp s": "Großmann STRASSE ẞ",
    "thai": "กานต์ ปิ่นแก้ว",
    "hangul": unicodedata.normalize("NFD", "김철수"),
    "japanese": "髙橋 ガギグ ㍿",
    "beyond the first plane": "𝒜𝒹𝒶 𠮷田",
    "long": "Ada " + "W" * 296,
    "looks like code": "%s %1 {0} {} $x \\n '; DROP TABLE people; -- \" ` <b>&amp;</b>",
    "looks like a search": "100% _under_ *star* ?",
}

INTRODUCED_WITH = ("topic", "first_reason", "second_reason", "remark")

# Copied by the program from elsewhere, or no text at all.
NOT_TYPED = {
    "images.before",
    "people.came_from",
    "photos.content",
    "resources.remark",
    "reviews.file_name",
    "reviews.given_to",
    "steps.did",
    "ways.label",
}

UNSTORABLE = {"NUL": "a\x00b", "half a pair": "a\ud800b", "the other half": "\udfff"}


@pytest.fixture(params=ODD.values(), ids=ODD.keys())
def odd(request):
    return request.param


def test_an_odd_name_is_kept_as_typed(desk, now, odd):
    entry = PersonEntry(display_name=odd, given=odd, organisation=odd, remark=f"{odd}\n\n{odd}")

    made = desk.do(add_person, entry=entry, now=now).made
    card = desk.run(person_card, person_id=made)

    assert card.name == odd
    assert (card.entry.given, card.entry.organisation) == (odd, odd)
    assert card.entry.remark == f"{odd}\n\n{odd}"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_odd_name_is_found_in_both_normal_forms(desk, now, odd, form):
    made = desk.do(add_person, entry=PersonEntry(display_name=odd), now=now).made

    for words in (odd, odd.lower(), odd.upper(), odd.split()[0]):
        found = desk.run(find_people, unicodedata.normalize(form, words))
        assert [row.id for row in found] == [made], words
    assert desk.run(people_named, unicodedata.normalize(form, odd))[0].id == made


def test_odd_words_of_goals_actions_topics_and_shares_are_kept_as_typed(desk, add, today, odd):
    mentorship = add.mentee("Ada Okafor")
    person = add.person_of(mentorship)
    short = odd[:80]

    goal = desk.do(add_goal, mentorship_id=mentorship, entry=GoalEntry(odd, today, why=odd))
    action = desk.do(add_action, mentorship_id=mentorship, entry=ActionEntry(odd), today=today)
    agreed = MentorshipEntry(today, purpose=odd)
    desk.do(edit_mentorship, mentorship_id=mentorship, entry=agreed)
    desk.do(set_topic, person_id=person, kind=TopicKind.INTEREST, name=short, today=today)
    desk.do(add_share, person_id=person, entry=ShareEntry(title=odd, shared_on=today), today=today)
    desk.do(save_draft, mentorship_id=mentorship, choice=ReviewChoice(today, today, in_short=odd))

    assert desk.run(goal_entry, goal_id=goal.made).title == odd
    assert desk.run(action_entry, action_id=action.made).text == odd
    assert desk.run(mentorship_entry, mentorship_id=mentorship).purpose == odd
    assert [row.name for row in desk.look(topics_of, person_id=person)] == [short.strip()]
    assert [row.title for row in desk.run(list_shares, person_id=person)] == [odd]
    assert desk.run(draft_choice, mentorship_id=mentorship).in_short == odd


def test_notes_of_a_hundred_thousand_lines_are_kept_to_the_last(desk, add, now):
    session = add.session(add.mentee("Ada"))
    notes = "\n".join(f"{n:05d} é" for n in range(100_000))

    desk.autosave(
        f"session:{session}", write_session, session_id=session, words=SessionWords(agenda=notes)
    )

    assert desk.run(session_card, session_id=session, now=now).agenda == notes


def say_person(field):
    def say(desk, add, today, text):
        desk.do(
            add_person,
            entry=PersonEntry(**{"display_name": "Ada", field: f"Ada {text}"}),
            now=desk.now(),
        )

    return say


def say_way(desk, add, today, text):
    way = WayRow(WayKind.EMAIL, f"ada{text}@example.org")
    desk.do(add_person, entry=PersonEntry("Ada", ways=(way,)), now=desk.now())


def say_session(field):
    def say(desk, add, today, text):
        session = add.session(add.mentee("Ada"))
        desk.do(write_session, session_id=session, words=SessionWords(**{field: text}))

    return say


def say_goal(field):
    def say(desk, add, today, text):
        values = {"title": "Speak up", "started_on": today, field: f"x{text}"}
        desk.do(add_goal, mentorship_id=add.mentee("Ada"), entry=GoalEntry(**values))

    return say


def say_milestone(desk, add, today, text):
    goal = add.goal(add.mentee("Ada"))
    desk.do(add_milestone, goal_id=goal, title=f"x{text}", today=today)


def say_update(desk, add, today, text):
    goal = add.goal(add.mentee("Ada"))
    desk.do(move_goal, goal_id=goal, value=5, today=today, comment=f"x{text}")


def say_action(desk, add, today, text):
    entry = ActionEntry(f"x{text}")
    desk.do(add_action, mentorship_id=add.mentee("Ada"), entry=entry, today=today)


def say_introduction(field):
    def say(desk, add, today, text):
        values = {"first_id": add.person("Ada"), "second_id": add.person("Ruth"), field: text}
        desk.do(add_introduction, entry=IntroductionEntry(**values), today=today)

    return say


def say_later_of_introduction(field):
    def say(desk, add, today, text):
        made = add.introduction(add.person("Ada"), add.person("Ruth"))
        desk.do(edit_introduction, introduction_id=made, **{field: text})

    return say


def say_party(field):
    def say(desk, add, today, text):
        made = add.introduction(add.person("Ada"), add.person("Ruth"))
        desk.do(edit_party, introduction_id=made, side=Side.FIRST, **{field: text})

    return say


def say_outcome(desk, add, today, text):
    made = add.introduction(add.person("Ada"), add.person("Ruth"), state=IntroductionState.MET)
    desk.do(set_outcome, introduction_id=made, side=Side.FIRST, outcome=text)


def say_share(field):
    def say(desk, add, today, text):
        values = {"title": "A course", "shared_on": today, field: f"x{text}"}
        desk.do(add_share, person_id=add.person("Ada"), entry=ShareEntry(**values), today=today)

    return say


def say_mentorship(field):
    def say(desk, add, today, text):
        entry = MentorshipEntry(today, **{field: text})
        desk.do(edit_mentorship, mentorship_id=add.mentee("Ada"), entry=entry)

    return say


def say_topic(desk, add, today, text):
    values = {"kind": TopicKind.NEED, "name": f"x{text}", "today": today}
    desk.do(set_topic, person_id=add.person("Ada"), **values)


def say_session_topic(desk, add, today, text):
    session = add.session(add.mentee("Ada"))
    desk.do(set_session_topics, session_id=session, names=[f"x{text}"])


def say_review(desk, add, today, text):
    choice = ReviewChoice(today, today, in_short=text)
    desk.do(save_draft, mentorship_id=add.mentee("Ada"), choice=choice)


def say_own_name(desk, add, today, text):
    desk.do(add_oneself, name=f"x{text}", now=desk.now())


# Every column that people's words can reach, with a verb that brings them there.
SAID = {
    **{
        f"people.{field}": say_person(field)
        for field in ("display_name", *LINE_FIELDS, *TEXT_FIELDS)
    },
    **{f"sessions.{field}": say_session(field) for field in SessionWords.__dataclass_fields__},
    **{f"goals.{field}": say_goal(field) for field in ("title", "why", "success_criteria")},
    **{
        f"introductions.{field}": say_later_of_introduction(field)
        for field in ("remark", "message")
    },
    **{f"introduction, {field}": say_introduction(field) for field in INTRODUCED_WITH},
    **{f"parties.{field}": say_party(field) for field in ("reason", "ask_draft", "blurb")},
    **{f"mentorships.{field}": say_mentorship(field) for field in ("purpose", "agreement")},
    **{f"shares.{field}": say_share(field) for field in ("response", "remark")},
    **{f"resources.{field}": say_share(field) for field in ("title", "author", "link")},
    "parties.outcome": say_outcome,
    "actions.text": say_action,
    "milestones.title": say_milestone,
    "progress_updates.comment": say_update,
    "reviews.in_short": say_review,
    "topics.name": say_topic,
    "topics.name of a session": say_session_topic,
    "own name": say_own_name,
    "ways.value": say_way,
}


@pytest.mark.parametrize("text", UNSTORABLE.values(), ids=UNSTORABLE.keys())
@pytest.mark.parametrize("say", SAID.values(), ids=SAID.keys())
def test_what_cannot_be_kept_is_refused_with_a_sentence(desk, add, today, say, text):
    with pytest.raises(InvalidEntryError, match="a character that cannot be kept"):
        say(desk, add, today, text)


def test_every_column_with_words_of_people_was_tried():
    people_write = {each for each, kind in PRIVACY.items() if kind is not Privacy.OURS}

    assert people_write - set(SAID) == NOT_TYPED


@pytest.mark.parametrize(
    ("direction", "text_scale"),
    [(Qt.LayoutDirection.LeftToRight, 1.0), (Qt.LayoutDirection.RightToLeft, 2.0)],
    ids=["left to right", "right to left at 200 %"],
)
def test_every_page_shows_odd_texts(on_disk, open_on, direction, text_scale):
    texts = itertools.cycle(ODD.values())
    count = itertools.count(1)
    endless = "\n".join(f"{n} a line" for n in range(100_000))

    def word(column, _whom):
        # Topics are told apart by their words; one note is longer than anybody reads.
        if column == "sessions.shared_notes":
            return endless
        return f"{next(texts)[:290]} {next(count)}"

    FilledDesk(on_disk.desk, word, datetime.now(UTC))
    seen = []

    walk(
        *open_on(on_disk, direction=direction, text_scale=text_scale),
        lambda place, _root: seen.append(place),
    )

    assert len(seen) > 80
