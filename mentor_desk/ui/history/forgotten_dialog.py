"""Say what went with somebody who is forgotten, and where they still are."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.services.forgetting.for_good import ForgettingReport
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.history.forget_parts import (
    amounts_card,
    files_group,
    holds_groups,
    left_group,
    mentions_group,
    named_files_group,
    on_holds,
    others_group,
    scrolled,
    stays_card,
)
from mentor_desk.ui.history.room import open_at

translate = QCoreApplication.translate

# So many parts fit without a list of what stays.
_SHORT = 2


class ForgottenDialog(Dialog):
    """Say what went, what still holds it and until when, and where they are still named."""

    def __init__(self, report: ForgettingReport, parent: QWidget | None = None) -> None:
        preview = report.preview
        title = translate("ForgottenDialog", "{person} is forgotten")
        close = translate("ForgottenDialog", "Close")
        super().__init__(title.format(person=preview.name), close, parent)
        self.cancel_button.hide()
        parts: list[QWidget] = [amounts_card(preview, self.tr("What went"), Tone.PLAIN)]
        groups = [
            *holds_groups(report.holds),
            others_group(preview),
            mentions_group(preview),
            left_group(preview, report.also),
            named_files_group(preview, report.also),
            files_group(preview),
        ]
        if any(group.rows for group in groups):
            parts.append(stays_card(self.tr("Still found in"), groups))
        said = on_holds() if report.holds else self._nothing_holds()
        parts.append(plain_label(said, TextRole.SMALL, wrap=True))
        self.form.add_part(scrolled(parts))
        open_at(self, 640, 660 if len(parts) > _SHORT else 320)
        self.setMinimumWidth(theme.scaled(400))

    @override
    def keep(self) -> None:
        """Nothing is kept: the dialog is only read."""

    def _nothing_holds(self) -> str:
        return self.tr(
            "No backup or copy of this desk was found that holds them. Copies that you keep"
            " elsewhere are yours to delete."
        )


def show_report(report: ForgettingReport, parent: QWidget) -> None:
    """Show what went and what still holds it, until it is read."""
    dialog = ForgottenDialog(report, parent)
    dialog.exec()
    dialog.deleteLater()
