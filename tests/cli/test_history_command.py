"""`mentor-desk history` says what was done and takes a step back."""

import json

import pytest
from sqlalchemy import select

from mentor_desk.cli.answers import DONE
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.history import show_history
from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.services.network.listing import count_people
from mentor_desk.services.network.people import PersonEntry, add_person


@pytest.fixture
def history(desk):
    def history(*words):
        return show_history(desk, read_arguments(["history", *map(str, words)]))

    return history


@pytest.fixture
def ada(desk, now):
    return desk.do(add_person, entry=PersonEntry(display_name="Ada"), now=now).step


def test_the_latest_stands_first_with_its_counts(desk, now, ada, history, capsys):
    desk.do(add_person, entry=PersonEntry(display_name="Grace"), now=now)

    assert history() == DONE

    first, second = capsys.readouterr().out.splitlines()
    assert "Added Grace (1 person)" in first
    assert "Added Ada" in second
    assert "23 Nov 2026" in first


def test_words_and_a_number_narrow_it(desk, now, ada, history, capsys):
    desk.do(add_person, entry=PersonEntry(display_name="Grace"), now=now)

    history("ADA", "--json")
    [told] = json.loads(capsys.readouterr().out)
    history("--most", 1, "--json")
    [latest] = json.loads(capsys.readouterr().out)
    history("nobody")

    assert (told["step"], told["state"], told["touched"]) == (ada, "done", {"person": 1})
    assert latest["did"] == "Added Grace"
    assert capsys.readouterr().out == "Nothing of the kind is in the history.\n"


def test_a_step_is_undone_once_and_marked_so(desk, ada, history, capsys):
    assert history("--undo", ada) == DONE

    assert capsys.readouterr().out == "Undid: Added Ada\n"
    assert desk.run(count_people) == 0
    history()
    assert "[undone]" in capsys.readouterr().out
    with pytest.raises(RefusedMoveError, match="already"):
        history("--undo", ada)


def test_an_undo_answers_machines_too(ada, history, capsys):
    history("--undo", ada, "--json")

    told = json.loads(capsys.readouterr().out)
    assert (told["step"], told["state"]) == (ada, "undone")
    assert told["since"].startswith("2026-11-23T10:00")


def test_an_unknown_step_is_refused(history):
    with pytest.raises(NotFoundError):
        history("--undo", 77)
    with pytest.raises(SystemExit):
        history("--undo", "yesterday")


def test_an_empty_history_is_called_empty(desk, history, capsys):
    history()

    assert capsys.readouterr().out == "The history is empty.\n"


def test_no_lines_at_all_cannot_be_asked_for(history, capsys):
    with pytest.raises(SystemExit):
        history("--most", 0)


def test_words_beside_a_step_to_undo_are_not_passed_over(desk, ada, history):
    with pytest.raises(InvalidEntryError, match="without words"):
        history("--undo", ada, "Grace")

    assert desk.run(count_people) == 1


def test_the_number_of_an_undo_is_no_step_of_the_list(desk, ada, history):
    history("--undo", ada)
    undo = desk.run(_last_step)

    with pytest.raises(NotFoundError, match="no longer in the history"):
        history("--undo", undo)

    assert undo != ada
    assert desk.run(count_people) == 0


def _last_step(db):
    return db.scalar(select(Step.id).order_by(Step.id.desc()).limit(1))
