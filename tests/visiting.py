"""Every page, tab and dialog of the window in one list, for the pictures and for the tests."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mentor_desk.services.actions.rows import actions_of
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.goals.listing import goal_card, list_goals
from mentor_desk.services.introductions.noting import list_introductions
from mentor_desk.services.mentees.card import mentee_card
from mentor_desk.services.mentees.listing import MenteeRow, list_mentees
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import person_card
from mentor_desk.services.network.sharing import list_shares
from mentor_desk.services.reviews.kept_out import KeptOut, KeptOutKind
from mentor_desk.services.sessions.planning import delete_session, list_sessions, log_session
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.pages import Pages
from mentor_desk.ui.shell.whereabouts import Place

LONGEST_WAIT = 10_000
RECOVERY_KEY = "MD1-000G0-40R47-0M30J-E209D-185GT-R38E6-1XTHR"


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
    window.pages.mentee_room.make_tabs()
    settle()
    return window.pages


def chosen_mentee(pages: Pages, name: str = "") -> MenteeRow:
    """Return the first mentee whose name begins like this."""
    rows = pages.desk.look(list_mentees, now=pages.desk.now())
    return next(row for row in rows if row.name.startswith(name))


def places(pages: Pages, mentee: MenteeRow, contact: str = "") -> Iterator[str]:
    """Go to every page and tab, one after the other, and say where the window is.

    A session is logged on the way, so that there is one to be written up, and deleted at the end,
    so that something lies in the trash.
    """
    desk, mentees = pages.desk, pages.page("mentees")
    pages.go(Place("mentees", mentee.mentorship_id))
    yield "mentee"
    for key, tab in pages.mentee_room.tabs.items():
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
    if changes.made is not None:
        pages.announce(desk.do(delete_session, session_id=changes.made))
    pages.go(Place("history"))
    yield "history"
    pages.page("history").show_trash()
    yield "history-trash"


def frames() -> Iterator[tuple[str, QWidget]]:
    """Return what stands in the window before a desk is open."""
    from mentor_desk.services.keeping.rescue import Remains
    from mentor_desk.ui.recovery.page import RescuePage
    from mentor_desk.ui.shell.locking.locked import LockedPage
    from mentor_desk.ui.shell.opening.recovery import NoKeyPage, RecoveryPage
    from mentor_desk.ui.shell.opening.restoring import RestoringPage
    from mentor_desk.ui.shell.opening.unlock import TroublePage, UnlockPage
    from mentor_desk.ui.shell.opening.waiting import WaitingPage
    from mentor_desk.ui.shell.opening.welcome import WelcomePage

    sentence = "The data file “desk.db” is empty or cut off (0 bytes). Nothing was changed."
    yield "welcome", WelcomePage()
    yield "unlock", UnlockPage("/home/michelle/desk")
    lost = UnlockPage("/home/michelle/desk", "The keyring of this computer is locked.")
    lost.offer(passphrase=False, recovery=True, keyring=True, is_lost=True)
    yield "unlock-recovery-key", lost
    waiting = WaitingPage()
    waiting.show_way_out()
    yield "waiting", waiting
    restoring = RestoringPage("mentor-desk-2026-11-23-00001-117fc35d.mentordesk")
    restoring.show_progress(37, 100)
    yield "restoring", restoring
    yield "recovery", RecoveryPage(RECOVERY_KEY)
    yield "recovery-offer", RecoveryPage(RECOVERY_KEY, is_offer=True)
    yield "recovery-refused", NoKeyPage("“desk.keys” could not be written: the disk is full.")
    yield "locked", LockedPage("/home/michelle/desk", is_sample=False)
    yield "trouble", TroublePage(sentence, "/home/michelle/desk")
    remains = Remains(
        Path("/home/michelle/desk"),
        has_data=True,
        has_keys=True,
        is_sample=False,
        asks_secret=True,
        backups=(),
    )
    yield "rescue", RescuePage(remains)


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
    from mentor_desk.ui.recovery.check_dialog import CheckDialog
    from mentor_desk.ui.recovery.copy_dialog import CopyDialog
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
    yield "dialog-check", lambda: CheckDialog(desk, window)
    yield "dialog-copy", lambda: CopyDialog(desk, window)
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
    yield from _history_dialogs(window, pages, mentee)
    yield from _frame_dialogs(window, pages)
    yield from _key_dialogs(window, pages)
    yield from _transfer_dialogs(window, pages, mentee)
    yield from _backup_dialogs(window, pages)


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


def _history_dialogs(
    window: MainWindow, pages: Pages, mentee: MenteeRow
) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    from mentor_desk.services.forgetting.for_good import ForgettingReport, preview_forgetting
    from mentor_desk.services.forgetting.holds import HeldBy, Hold
    from mentor_desk.services.history.words import Kind
    from mentor_desk.ui.common.waiting import WaitingDialog
    from mentor_desk.ui.history.change_lines import FieldLine
    from mentor_desk.ui.history.diff import passages
    from mentor_desk.ui.history.forget_dialog import ForgetDialog
    from mentor_desk.ui.history.forgotten_dialog import ForgottenDialog
    from mentor_desk.ui.history.reading import ReadingDialog
    from mentor_desk.ui.history.record_dialog import RecordHistoryDialog
    from mentor_desk.ui.history.versions_dialog import VersionsDialog

    desk, person_id = pages.desk, mentee.person_id
    sessions = desk.run(list_sessions, mentorship_id=mentee.mentorship_id, now=desk.now())
    session_id = next(row for row in sessions if row.first_line).id
    preview = desk.run(preview_forgetting, person_id=person_id, now=desk.now())
    holds = tuple(Hold(by, Path("/desk") / by.value, desk.now()) for by in HeldBy)
    report = ForgettingReport(Changes(EVERYTHING), preview, holds)
    was, became = mentee.name, f"{mentee.name} {mentee.name}"
    line = FieldLine("Private notes", was, became, passages(was, became), is_private=True)
    person, session = Kind.PERSON, Kind.SESSION
    yield "dialog-history", lambda: RecordHistoryDialog(desk, person, person_id, window)
    yield "dialog-versions", lambda: VersionsDialog(desk, session, session_id, window)
    yield "dialog-versions-of-person", lambda: VersionsDialog(desk, person, person_id, window)
    yield "dialog-reading", lambda: ReadingDialog(line, window)
    yield (
        "dialog-waiting",
        lambda: WaitingDialog(f"Undoing: Added {mentee.name}…", window, can_stop=True),
    )
    yield "dialog-forget", lambda: ForgetDialog(desk, person_id, window, holds=holds)
    yield "dialog-forgotten", lambda: ForgottenDialog(report, window)


def _frame_dialogs(window: MainWindow, pages: Pages) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    from mentor_desk.services.opening.typed_words import TypedWords
    from mentor_desk.ui.shell.about import AboutDialog, FailureDialog, KeysDialog, WhereDialog
    from mentor_desk.ui.shell.locking.typed_dialog import TypedDialog

    yield "dialog-keys", lambda: KeysDialog([("Undo", "Ctrl+Z")], window)
    yield "dialog-about", lambda: AboutDialog(window)
    yield "dialog-where", lambda: WhereDialog(pages.desk.folder, window)
    yield "dialog-failure", lambda: FailureDialog("ValueError\n  page.py:12 in reload", window)
    typed = [TypedWords("Add a mentee", "Name", "Halina Nowak"), TypedWords("", "Remark", "new")]
    yield "dialog-typed", lambda: TypedDialog(pages.desk, typed, window)
    for section in ("appearance", "locking", "keys", "backups", "history"):
        yield f"dialog-settings-{section}", partial(_settings, window, pages, section)


def _settings(window: MainWindow, pages: Pages, section: str) -> QDialog:
    from mentor_desk.ui.preferences.dialog import SettingsDialog

    dialog = SettingsDialog(pages.desk, window.settings, window)
    dialog.show_section(section)
    return dialog


def _key_dialogs(window: MainWindow, pages: Pages) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    from mentor_desk.ui.preferences.key_dialogs import (
        NewRecoveryKeyDialog,
        PassphraseDialog,
        SecretDialog,
    )

    desk = pages.desk
    yield "dialog-passphrase", lambda: PassphraseDialog(desk, window, is_first=False)
    yield "dialog-first-passphrase", lambda: PassphraseDialog(desk, window, is_first=True)
    yield "dialog-new-recovery-key", lambda: NewRecoveryKeyDialog(desk, RECOVERY_KEY, window)
    yield (
        "dialog-secret",
        lambda: SecretDialog("Save the recovery sheet", "So say it is you.", "Go on", str, window),
    )


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


def _backup_dialogs(
    window: MainWindow, pages: Pages
) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    from mentor_desk.services.keeping.backups import back_up, backup_folders
    from mentor_desk.services.keeping.restoring import look_ahead
    from mentor_desk.ui.backups.dialog import BackupsDialog
    from mentor_desk.ui.backups.keeper import BackupKeeper, Shelf
    from mentor_desk.ui.backups.restore_dialog import RestoreDialog

    desk, folder = pages.desk, pages.desk.folder
    if folder is None:
        return
    keeper = BackupKeeper(desk, window.settings, window)
    made = back_up(desk, backup_folders(folder), now=desk.now()).row
    outlook = look_ahead(made.path, folder, desk=desk)
    yield "dialog-backups", lambda: _read(BackupsDialog(keeper, window))
    yield (
        "dialog-backups-none",
        lambda: _read(BackupsDialog(Shelf(folder / "gone", window.settings, window), window)),
    )
    yield "dialog-restore", lambda: RestoreDialog(outlook, window)
    yield "dialog-restore-locked", lambda: RestoreDialog(replace(outlook, key=None), window)
    keeper.leave()


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
