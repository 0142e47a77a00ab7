"""The first start: from the welcome page over the recovery key to a desk of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.ui.shell.opening.stage import Stage, see_through
from mentor_desk.ui.shell.opening.welcome import WelcomePage

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.services.opening.opening import NewDesk
    from mentor_desk.ui.common.jobs import Job

# In seconds; a keyring may ask its question for longer.
PATIENCE = 5.0


class Starting(QObject):
    """Ask for a name and a protection, show the recovery key, then make the desk.

    Until the mentor has kept the key, nothing is on the disk. `made` carries the desk;
    `own_requested` wishes to open the one that lies there already.
    """

    made = Signal(object)
    own_requested = Signal()
    sample_requested = Signal()
    open_requested = Signal()
    backups_requested = Signal()

    def __init__(self, folder: Path, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._stage = stage
        self._plan: NewDesk | None = None
        self._work: Job | None = None

    @property
    def has_key(self) -> bool:
        """Whether a recovery key waits to be kept, for a desk that is not made yet."""
        return self._plan is not None

    def leave(self, *, is_end: bool = False) -> None:
        """Take back what was got ready, for the mentor turns to another desk, or the program ends.

        A desk that is being made is made all the same.
        """
        from mentor_desk.services.opening.opening import drop_plan  # noqa: PLC0415
        from mentor_desk.ui.common.jobs import start_job  # noqa: PLC0415

        plan, self._plan = self._plan, None
        waits = is_end or plan is not None
        if waits and not see_through(self._work, patience=PATIENCE):
            return
        if plan is not None:
            job = start_job(self, lambda _progress: drop_plan(plan), waits_for_others=True)
            if is_end:
                see_through(job, patience=PATIENCE)

    def show_cover(self) -> None:
        """Take the recovery key off the screen until it is asked for."""
        from mentor_desk.ui.shell.locking.locked import CoveredPage  # noqa: PLC0415

        page = CoveredPage()
        page.back_requested.connect(self._show_recovery_key)
        self._stage.show(page)

    def show_welcome(self, name: str = "") -> None:
        """Show the ways to a desk."""
        from mentor_desk.services.opening.keys import keyring_name  # noqa: PLC0415
        from mentor_desk.ui.common.jobs import raise_failure, start_job  # noqa: PLC0415

        page = self._welcome = WelcomePage(name)
        page.start_requested.connect(self._on_start_requested)
        page.own_requested.connect(self.own_requested)
        page.sample_requested.connect(self.sample_requested)
        page.open_requested.connect(self.open_requested)
        page.backups_requested.connect(self.backups_requested)
        self._stage.show(page)
        job = start_job(page, lambda _progress: keyring_name(), waits_for_others=True)
        job.done.connect(page.offer_keyring)
        job.failed.connect(raise_failure)

    def _on_start_requested(self, name: str, passphrase: str | None) -> None:
        from mentor_desk.services.opening.opening import drop_plan, plan_desk  # noqa: PLC0415

        self._welcome.set_busy(is_busy=True)
        folder = self._folder
        self._work = self._stage.work(
            lambda: plan_desk(folder, name=name, passphrase=passphrase),
            done=self._on_planned,
            refused=self._on_welcome_refused,
            too_late=drop_plan,
        )

    def _on_welcome_refused(self, refusal: DeskError) -> None:
        from mentor_desk.services.keeping.rescue import holds_desk  # noqa: PLC0415

        self._welcome.set_busy(is_busy=False)
        is_taken = not isinstance(refusal, InvalidEntryError) and holds_desk(self._folder)
        self._welcome.show_refusal(refusal, has_desk=is_taken)

    def _on_planned(self, plan: "NewDesk") -> None:
        self._plan = plan
        self._show_recovery_key()

    def _show_recovery_key(self) -> None:
        from mentor_desk.ui.shell.opening.recovery import RecoveryPage  # noqa: PLC0415

        plan = self._plan
        if plan is None:
            return
        page = self._page = RecoveryPage(plan.recovery_key)
        page.kept.connect(self._on_kept)
        page.put_off.connect(self._on_put_off)
        page.sheet_requested.connect(self._on_sheet_requested)
        self._stage.show(page, is_secret=True)

    def _on_kept(self) -> None:
        from mentor_desk.services.opening.opening import make_planned_desk  # noqa: PLC0415

        plan = self._plan
        if plan is None:
            return
        self._page.set_busy(is_busy=True)
        self._work = self._stage.work(
            lambda: make_planned_desk(plan),
            done=self._on_made,
            refused=self._page.show_refusal,
            too_late=lambda desk: desk.close(),
        )

    def _on_made(self, desk: "Desk") -> None:
        self._plan = None
        self.made.emit(desk)

    def _on_put_off(self) -> None:
        plan = self._plan
        if plan is not None:
            self.leave()
            self.show_welcome(plan.name)
            self._welcome.show_refusal(
                DeskError(
                    self.tr(
                        "No desk was made, and the recovery key that was shown opens nothing: throw"
                        " away what was saved, printed or written down of it."
                    )
                )
            )

    def _on_sheet_requested(self) -> None:
        from datetime import date  # noqa: PLC0415

        from mentor_desk.services.opening.sheets import new_desk_sheet  # noqa: PLC0415
        from mentor_desk.ui.preferences.sheet_saving import save_sheet  # noqa: PLC0415

        plan = self._plan
        if plan is None:
            return
        save_sheet(
            self._page,
            lambda: new_desk_sheet(plan, day=date.today()),  # noqa: DTZ011 - the mentor's own day
            said=self._on_sheet_saved,
            refused=self._page.show_refusal,
        )

    def _on_sheet_saved(self, sentence: str) -> None:
        remark = self.tr("The key opens nothing until you say that you have kept it.")
        self._page.say(f"{sentence} {remark}")
