"""Every page, tab and dialog of the window in one list, for the pictures and for the tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mentor_desk.services.action_rows import actions_of
from mentor_desk.services.goal_list import goal_card, list_goals
from mentor_desk.services.introductions import list_introductions
from mentor_desk.services.mentee_card import mentee_card
from mentor_desk.services.mentee_list import MenteeRow, list_mentees
from mentor_desk.services.people import find_people, person_card
from mentor_desk.services.review_kept_out import KeptOut, KeptOutKind
from mentor_desk.services.sessions import list_sessions, log_session
from mentor_desk.services.sharing import list_shares
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.pages import Pages, Place

LONGEST_WAIT = 10_000


def settle(milliseconds: int = 20) -> None:
    """Let the window do what is waiting, and delete what is done with."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def open_window(window: MainWindow, folder: Path, *, passphrase_file: str | None = None) -> Pages:
    """Open a desk in a window and return its pages, with all tabs, once they are filled."""
    window.begin(folder, passphrase_file=passphrase_file)
    deadline = QDeadlineTimer(LONGEST_WAIT)
    while window.pages is None and not deadline.hasExpired():
        settle()
    assert window.pages is not None
    window.pages.page("mentees")
    window.pages.make_tabs()
    settle()
    return window.pages


def chosen_mentee(pages: Pages, name: str = "") -> MenteeRow:
    """Return the first mentee whose name begins like this."""
    rows = pages.desk.look(list_mentees, now=pages.desk.now())
    return next(row for row in rows if row.name.startswith(name))


def places(pages: Pages, mentee: MenteeRow, contact: str = "") -> Iterator[str]:
    """Go to every page and tab, one after the other, and say where the window is.

    A session is logged on the way, so that there is one to be written up.
    """
    desk, mentees = pages.desk, pages.page("mentees")
    pages.go(Place("mentees", mentee.mentorship_id))
    yield "mentee"
    for key, tab in pages.tabs.items():
        mentees.show_tab(tab)
        yield f"mentee-{key}"
    changes = desk.do(log_session, mentorship_id=mentee.mentorship_id, now=desk.now())
    if changes.made is not None:
        pages.announce(changes)
        pages.go(Place("mentees", changes.made, "session"))
        yield "session"
    held = desk.run(list_sessions, mentorship_id=mentee.mentorship_id, now=desk.now())
    pages.go(Place("mentees", next(row for row in held if row.first_line).id, "session"))
    yield "session-held"
    rows = desk.run(list_introductions, today=local_day(desk.now()))
    pages.go(Place("introductions", rows[0].id))
    yield "introductions"
    pages.go(Place("network", desk.run(find_people, contact)[0].id))
    yield "network"
    pages.go(Place("reviews", mentee.mentorship_id))
    _wait_for_paper(pages)
    yield "review"


def frames() -> Iterator[tuple[str, QWidget]]:
    """Return what stands in the window before a desk is open."""
    from mentor_desk.ui.shell.unlock import TroublePage, UnlockPage
    from mentor_desk.ui.shell.welcome import WelcomePage

    sentence = "The data file “desk.db” is empty or cut off (0 bytes). Nothing was changed."
    yield "welcome", WelcomePage()
    yield "unlock", UnlockPage("/home/michelle/desk")
    yield "trouble", TroublePage(sentence, "/home/michelle/desk")


def dialogs(
    window: MainWindow, pages: Pages, mentee: MenteeRow
) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    """Return every dialog with a name for its picture."""
    from mentor_desk.ui.common.feedback import Question
    from mentor_desk.ui.introductions.dialog import IntroduceDialog
    from mentor_desk.ui.introductions.outcome_dialog import OutcomeDialog
    from mentor_desk.ui.mentees.dialog import (
        AddMenteeDialog,
        DeleteMenteeDialog,
        EditMentorshipDialog,
    )
    from mentor_desk.ui.network.dialog import PersonDialog
    from mentor_desk.ui.reviews.kept_out import KeptOutDialog
    from mentor_desk.ui.sharing.dialog import ShareDialog

    desk = pages.desk
    card = desk.look(mentee_card, mentorship_id=mentee.mentorship_id, now=desk.now())
    person = desk.run(person_card, person_id=mentee.person_id)
    introduction = desk.run(list_introductions, today=local_day(desk.now()))[0]
    share = next(iter(desk.run(list_shares, person_id=mentee.person_id)), None)
    kept = [KeptOut(kind, mentee.name) for kind in KeptOutKind]
    yield "dialog-add-mentee", lambda: AddMenteeDialog(desk, window)
    yield "dialog-edit-mentorship", lambda: EditMentorshipDialog(desk, card, window)
    yield "dialog-delete-mentee", lambda: DeleteMenteeDialog(desk, card, window)
    yield "dialog-introduce", lambda: IntroduceDialog(desk, parent=window)
    yield (
        "dialog-introduce-one",
        lambda: IntroduceDialog(
            desk, person_id=mentee.person_id, grew_from_id=introduction.id, parent=window
        ),
    )
    yield "dialog-outcome", lambda: OutcomeDialog(desk, introduction.id, window)
    yield "dialog-person", lambda: PersonDialog(desk, None, window)
    yield "dialog-edit-person", lambda: PersonDialog(desk, person, window)
    yield "dialog-share", lambda: ShareDialog(desk, mentee.person_id, None, window)
    yield "dialog-edit-share", lambda: ShareDialog(desk, mentee.person_id, share, window)
    yield "dialog-kept-out", lambda: KeptOutDialog(kept, window)
    yield (
        "dialog-question",
        lambda: Question(window, mentee.name, mentee.name, "Delete", is_grave=True),
    )
    yield from _goal_dialogs(window, pages, mentee)
    yield from _session_dialogs(window, pages, mentee)
    yield from _frame_dialogs(window, pages)
    yield from _transfer_dialogs(window, pages, mentee)


def _goal_dialogs(
    window: MainWindow, pages: Pages, mentee: MenteeRow
) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    from mentor_desk.ui.goals.dialog import GoalDialog, MilestoneDialog, UpdateDialog

    desk = pages.desk
    today = local_day(desk.now())
    goals = [
        desk.look(goal_card, goal_id=row.id, today=today)
        for row in desk.look(list_goals, mentorship_id=mentee.mentorship_id, today=today)
    ]
    stepped = next(goal for goal in goals if goal.milestones)
    moved = next(goal for goal in goals if goal.row.updates)
    step, update = stepped.milestones[0], moved.row.updates[0]
    yield "dialog-goal", lambda: GoalDialog(desk, window, mentorship_id=mentee.mentorship_id)
    yield "dialog-edit-goal", lambda: GoalDialog(desk, window, goal_id=moved.row.id)
    yield "dialog-milestone", lambda: MilestoneDialog(desk, step, window)
    yield "dialog-update", lambda: UpdateDialog(desk, update, mentee.name, window)


def _session_dialogs(
    window: MainWindow, pages: Pages, mentee: MenteeRow
) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    from mentor_desk.ui.sessions.action_dialog import ActionDialog
    from mentor_desk.ui.sessions.dialog import MoveDialog, PlanDialog

    desk, mentorship = pages.desk, mentee.mentorship_id
    session = desk.run(list_sessions, mentorship_id=mentorship, now=desk.now())[0]
    action = desk.look(actions_of, mentorship_id=mentorship, today=local_day(desk.now()))[0]
    yield "dialog-plan-session", lambda: PlanDialog(desk, mentorship, window)
    yield "dialog-move-session", lambda: MoveDialog(desk, session, window)
    yield "dialog-action", lambda: ActionDialog(desk, action, mentee.name, window)


def _frame_dialogs(window: MainWindow, pages: Pages) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    from mentor_desk.ui.shell.about import AboutDialog, FailureDialog, KeysDialog, WhereDialog

    yield "dialog-keys", lambda: KeysDialog([("Undo", "Ctrl+Z")], window)
    yield "dialog-about", lambda: AboutDialog(window)
    yield "dialog-where", lambda: WhereDialog(pages.desk.folder, window)
    yield "dialog-failure", lambda: FailureDialog("ValueError\n  page.py:12 in reload", window)


def _transfer_dialogs(
    window: MainWindow, pages: Pages, mentee: MenteeRow
) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    from mentor_desk.ui.transfer.dialog import BringInDialog

    cell = '"' + mentee.name.replace('"', '""') + '"'
    line = mentee.name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    files = {
        # Columns of no program we know of are asked about; a card is looked at straight away.
        "columns": ("csv", f"Whom,Where\n{cell},{cell}\n"),
        "preview": ("vcf", f"BEGIN:VCARD\nVERSION:4.0\nFN:{line}\nEND:VCARD\n"),
    }
    with TemporaryDirectory() as folder:
        for step, (kind, content) in files.items():
            file = Path(folder, f"people.{kind}")
            file.write_text(content, encoding="utf-8")
            yield (
                f"dialog-bring-in-{step}",
                lambda file=file: _read(BringInDialog(pages.desk, [file], window)),
            )


def _read(dialog: QDialog) -> QDialog:
    settle(300)
    return dialog


def _wait_for_paper(pages: Pages) -> None:
    maker = pages.page("reviews")._maker
    deadline = QDeadlineTimer(LONGEST_WAIT)
    while maker.current is None and not deadline.hasExpired():
        settle()
    # The pages are drawn one by one beside the window.
    settle(200)
