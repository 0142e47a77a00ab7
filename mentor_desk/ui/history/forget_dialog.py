"""Forget a person for good: what goes, what stays, and afterwards what still holds them."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import InvalidEntryError
from mentor_desk.services.desk import Desk
from mentor_desk.services.forgetting.for_good import (
    ForgettingPreview,
    ForgettingReport,
    forget_for_good,
    is_slow_to_forget,
    preview_forgetting,
)
from mentor_desk.services.forgetting.holds import Hold, holds_in
from mentor_desk.services.forgetting.versions import Place
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import Look
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.filters import plain_form
from mentor_desk.ui.common.text import one_line, plain_label, without_mnemonic
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.common.waiting import Refused, carry_out
from mentor_desk.ui.history.forget_parts import (
    amounts_card,
    earlier_group,
    files_group,
    holds_groups,
    maybe_list,
    mentions_group,
    named_files_group,
    on_holds,
    on_maybe,
    on_mentions,
    on_others,
    others_list,
    scrolled,
    stays_card,
)
from mentor_desk.ui.history.room import open_at
from mentor_desk.ui.history.tick_list import TickList

translate = QCoreApplication.translate

_LONGEST_TYPED = 40
# So many parts fit without a list of what stays.
_SHORT = 2


class ForgetDialog(Dialog):
    """Say what goes when a person is forgotten; it is done once their name has been typed.

    `report` holds what went, once it is done. `settings` know where backups lie; `preview` and
    `holds` say what goes and what stays outside, where that was found out before.
    """

    def __init__(
        self,
        desk: Desk,
        person_id: int,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
        preview: ForgettingPreview | None = None,
        holds: Sequence[Hold] | None = None,
    ) -> None:
        self._desk, self._person_id, self._settings = desk, person_id, settings
        found = _look(desk, person_id, settings) if preview is None else (preview, holds or ())
        self._preview, self._holds = found if holds is None else (found[0], holds)
        self._others_list: TickList | None = None
        self._maybe_list: TickList | None = None
        self._stays: list[QWidget] = []
        self.report: ForgettingReport | None = None
        title = translate("ForgetDialog", "Forget {person} for good?")
        verb = translate("ForgetDialog", "Forget for good")
        super().__init__(title.format(person=self._preview.name), verb, parent, look=Look.DANGER)
        self._word = _word_to_type(self._preview.name)
        self._build_parts()
        self._typed_edit.textChanged.connect(self._on_typed_edit_changed)
        self._on_typed_edit_changed()
        self.setMinimumWidth(theme.scaled(400))

    @override
    def accept(self) -> None:
        if not self._is_confirmed():
            sentence = self.tr("Type “{word}” to confirm.").format(word=self._word)
            self.form.show_refusal(InvalidEntryError(sentence, field="typed"))
            return
        desk, person_id, settings = self._desk, self._person_id, self._settings
        others, also = self._preview.with_others, self._also()
        carry_out(
            self,
            lambda _progress: forget_for_good(
                desk, person_id=person_id, settings=settings, others=others, also=also
            ),
            self.tr("Forgetting for good…"),
            is_long=desk.run(is_slow_to_forget),
            done=self._on_forgotten,
            refused=self.form.show_refusal,
        )

    @override
    def keep(self) -> None:
        """Nothing is kept here: it is forgotten once the dialog is accepted."""

    def _build_parts(self) -> None:
        sentence = self.tr(
            "Everything that is about this person leaves this desk, its history and its trash."
            " Undo cannot bring it back."
        )
        parts: list[QWidget] = [plain_label(sentence, wrap=True)]
        if self._preview.others:
            parts.append(self._others_card())
        self._about = QVBoxLayout()
        self._about.setSpacing(12)
        holder = QWidget()
        holder.setLayout(self._about)
        self._about.setContentsMargins(0, 0, 0, 0)
        self.form.add_part(scrolled([*parts, holder]))
        self._show_preview()
        open_at(self, 640, 660 if self._about.count() + len(parts) > _SHORT else 400)
        self._typed_edit = QLineEdit()
        self._typed_edit.setMaxLength(300)
        label = self.tr("To confirm, &type: {word}").format(word=without_mnemonic(self._word))
        self.form.add_field("typed", label, self._typed_edit)
        self.setAccessibleDescription(sentence)
        self.verb_button.setDefault(False)
        self.cancel_button.setDefault(True)
        self._typed_edit.setFocus()

    def _others_card(self) -> Card:
        self._others_list = others_list(self._preview)
        self._others_list.ticked.connect(self._on_others_ticked)
        card = Card(self.tr("Other records"))
        card.add(plain_label(on_others(), TextRole.SMALL, wrap=True))
        card.add(self._others_list)
        return card

    def _maybe_card(self, chosen: Collection[Place]) -> Card | None:
        self._maybe_list = maybe_list(self._preview, chosen)
        if self._maybe_list is None:
            return None
        card = Card(self.tr("Perhaps named"))
        card.add(plain_label(on_maybe(), TextRole.SMALL, wrap=True))
        card.add(self._maybe_list)
        return card

    def _show_preview(self) -> None:
        preview, also = self._preview, self._also()
        while (item := self._about.takeAt(0)) is not None:
            _drop(item.widget())
        self._stays = []
        parts: list[QWidget] = [amounts_card(preview, self.tr("What goes"), Tone.RED)]
        if any(each.is_sure for each in preview.earlier):
            groups = [earlier_group(preview), named_files_group(preview)]
            parts.append(stays_card(self.tr("What is cut"), groups))
        if (maybe := self._maybe_card(also)) is not None:
            parts.append(maybe)
        for part in parts:
            self._about.addWidget(part)
        self._show_stays()

    def _show_stays(self) -> None:
        for part in self._stays:
            self._about.removeWidget(part)
            _drop(part)
        preview, self._stays = self._preview, []
        groups = [mentions_group(preview), files_group(preview), *holds_groups(self._holds)]
        if any(group.rows for group in groups):
            self._stays.append(stays_card(self.tr("What stays"), groups))
        if preview.mentions:
            self._stays.append(plain_label(on_mentions(), TextRole.SMALL, wrap=True))
        if self._holds:
            self._stays.append(plain_label(on_holds(), TextRole.SMALL, wrap=True))
        for part in self._stays:
            self._about.addWidget(part)

    def _also(self) -> frozenset[Place]:
        return self._maybe_list.chosen if self._maybe_list is not None else frozenset()

    def _on_others_ticked(self) -> None:
        if self._others_list is None:
            return
        desk, person_id, settings = self._desk, self._person_id, self._settings
        others = self._others_list.chosen
        carry_out(
            self,
            lambda _progress: _look(desk, person_id, settings, others),
            self.tr("Looking for all that is about them…"),
            is_long=desk.run(is_slow_to_forget),
            done=self._on_looked,
            refused=self.form.show_refusal,
        )

    def _on_looked(self, found: tuple[ForgettingPreview, Sequence[Hold]]) -> None:
        self._preview, self._holds = found
        self._show_preview()

    def _on_forgotten(self, report: ForgettingReport) -> None:
        self.report = report
        super().accept()

    def _is_confirmed(self) -> bool:
        return plain_form(self._typed_edit.text()) == plain_form(self._word)

    def _on_typed_edit_changed(self) -> None:
        self.verb_button.setEnabled(self._is_confirmed())


def ask_to_forget(
    desk: Desk,
    person_id: int,
    parent: QWidget,
    *,
    settings: Settings,
    done: Callable[[ForgettingReport], object],
    refused: Refused,
) -> None:
    """Look what goes with a person, ask whether they are to be forgotten, and do it.

    `done` hears of it once it is done; nobody does when the mentor would rather not.
    """

    def ask(found: tuple[ForgettingPreview, Sequence[Hold]]) -> None:
        preview, holds = found
        dialog = ForgetDialog(
            desk, person_id, parent, settings=settings, preview=preview, holds=holds
        )
        dialog.exec()
        report = dialog.report
        dialog.deleteLater()
        if report is not None:
            done(report)

    carry_out(
        parent,
        lambda _progress: _look(desk, person_id, settings),
        translate("ForgetDialog", "Looking for all that is about them…"),
        is_long=desk.run(is_slow_to_forget),
        done=ask,
        refused=refused,
    )


def _look(
    desk: Desk, person_id: int, settings: Settings | None, others: Collection[int] | None = None
) -> tuple[ForgettingPreview, Sequence[Hold]]:
    preview = desk.run(preview_forgetting, person_id=person_id, now=desk.now(), others=others)
    return preview, holds_in(desk.folder, settings, absent=preview.absent)


def _drop(part: QWidget | None) -> None:
    if part is not None:
        part.hide()
        part.deleteLater()


def _word_to_type(person_name: str) -> str:
    """Return what is to be typed: the name, unless it is too long or has no letters to type."""
    typed = one_line(person_name)
    if len(typed) <= _LONGEST_TYPED and plain_form(typed):
        return typed
    return translate("ForgetDialog", "forget")
