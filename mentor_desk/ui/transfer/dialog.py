"""BringInDialog: read files, say what their columns hold, look, and take the people in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.transfer.files import PeopleFile
from mentor_desk.services.transfer.importing import (
    ImportPreview,
    ImportRow,
    source_of,
)
from mentor_desk.services.transfer.plan import Verdict
from mentor_desk.ui.transfer.choosing import ask_files
from mentor_desk.ui.transfer.mapping_page import MappingPage
from mentor_desk.ui.transfer.preview_page import PreviewPage
from mentor_desk.ui.transfer.reading import (
    Looked,
    OpenedFiles,
    file_of,
    is_encoding_open,
    look,
    look_again,
    map_columns,
    open_files,
    read_anew,
    read_letters,
    take_all,
)
from mentor_desk.ui.transfer.steps_dialog import StepsDialog
from mentor_desk.ui.transfer.words import import_words, records_in

translate = QCoreApplication.translate

LOOK_AGAIN = 250


def bring_in(desk: Desk, files: Sequence[Path], parent: QWidget | None) -> Changes | None:
    """Look at files of people with the mentor and take them in; without files, ask for them.

    Return what was changed, or None when nobody was taken.
    """
    chosen = list(files) or ask_files(parent)
    if not chosen:
        return None
    dialog = BringInDialog(desk, chosen, parent)
    dialog.exec()
    changes = dialog.changes
    dialog.deleteLater()
    return changes


class BringInDialog(StepsDialog):
    """The way from files to people on the desk; nothing is written before the last button.

    `changes` are what was taken, None while nobody is. What is slow runs beside the window and
    can be stopped; stopping the import leaves the desk as it was.
    """

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(translate("transfer", "Bring in people"), parent)
        self.changes: Changes | None = None
        self._desk = desk
        self._files: list[PeopleFile] = []
        self._problems: tuple[str, ...] = ()
        self._to_map: list[int] = []
        self._looked: Looked | None = None
        self._is_importing = False
        self._add_pages()
        self._connect()
        self._read(paths)

    @override
    def accept(self) -> None:
        if not self.can_go_on():
            return
        if self.page() is self._mapping_page:
            self._keep_mapping()
        elif self.page() is self._preview_page:
            self._import()

    @override
    def reject(self) -> None:
        if self._is_importing:
            # The job answers whether it could still be stopped.
            self.stop_job()
            return
        super().reject()

    @override
    def on_refused(self, refusal: DeskError) -> None:
        self._is_importing = False
        self._preview_page.say(refusal.sentence)
        self._show_preview()

    @override
    def on_stopped(self) -> None:
        self._is_importing = False
        self._preview_page.say(self.tr("Stopped. Nothing was brought in; all is as it was."))
        self._show_preview()

    def _add_pages(self) -> None:
        self._mapping_page = MappingPage()
        self._preview_page = PreviewPage(self._place_of)
        self.add_page(self._mapping_page)
        self.add_page(self._preview_page)
        self._columns_button = self.add_button(self.tr("Columns…"))
        self._skip_button = self.add_button(self.tr("Leave this file out"))
        self._look_timer = QTimer(self, singleShot=True, interval=LOOK_AGAIN)

    def _connect(self) -> None:
        self._skip_button.clicked.connect(self._on_skip_button_clicked)
        self._columns_button.clicked.connect(self._on_columns_button_clicked)
        self._mapping_page.mapped.connect(self.verb_button.setEnabled)
        self._mapping_page.encoding_chosen.connect(self._on_mapping_encoding_chosen)
        self._preview_page.encoding_chosen.connect(self._on_encoding_chosen)
        self._preview_page.ticked.connect(self._on_ticked)
        self._look_timer.timeout.connect(self._look_again)

    def _read(self, paths: Sequence[Path]) -> None:
        sentence = self.tr("Reading {files}…").format(files=source_of([p.name for p in paths]))
        self.run_job(sentence, partial(open_files, paths), self._on_read)

    def _on_read(self, opened: OpenedFiles) -> None:
        self._problems = opened.problems
        self._go_on_with(opened.files)

    def _go_on_with(self, files: Sequence[PeopleFile]) -> None:
        self._files = list(files)
        self._to_map = [at for at, file in enumerate(files) if file.needs_mapping]
        self._next()

    def _next(self) -> None:
        if self._to_map:
            self._ask_mapping()
            return
        self.run_job(
            self.tr("Comparing with who is here…"),
            partial(look, self._desk, tuple(self._files)),
            self._on_looked,
        )

    def _ask_mapping(self) -> None:
        file = self._files[self._to_map[0]]
        self.say_about(self.tr("What do the columns of “{file}” hold?").format(file=file.name))
        self.show_page(self._mapping_page, self.tr("&Next"))
        self._skip_button.setVisible(len(self._files) > 1)
        self._mapping_page.start(file)

    def _keep_mapping(self) -> None:
        at = self._to_map.pop(0)
        file, mapping = self._files[at], self._mapping_page.mapping()
        work = partial(map_columns, file, mapping)
        sentence = self.tr("Reading {files}…").format(files=file.name)
        self.run_job(sentence, work, partial(self._on_file_read, at))

    def _on_file_read(self, at: int, file: PeopleFile) -> None:
        self._files[at] = file
        self._next()

    def _on_looked(self, looked: Looked) -> None:
        self._looked = looked
        guessed = [file for file in self._files if is_encoding_open(file)]
        self.say_about("")
        page = self._preview_page
        page.start(self._headline(looked), looked.preview.rows, looked.preview.notes)
        chosen = guessed[0].encoding if guessed else ""
        found = guessed[0].people.guessed_encoding if guessed else ""
        page.show_encoding(chosen, found, is_open=bool(guessed))
        page.say("\n".join(self._problems))
        self._show_preview()

    def _headline(self, looked: Looked) -> str:
        if not self._files:
            return self.tr("No file could be read.")
        preview = looked.preview
        told = records_in(preview.records, [file.name for file in self._files])
        if preview.has_work:
            return told
        if preview.count(Verdict.ALREADY):
            return self.tr("{records}. Nobody is new.").format(records=told)
        return self.tr("{records}. There is nobody to bring in.").format(records=told)

    def _show_preview(self) -> None:
        self.show_page(self._preview_page)
        self._columns_button.setVisible(any(file.table for file in self._files))
        self._count()

    def _count(self) -> None:
        self._preview_page.count()
        taken = self._preview_page.table.taken()
        new, changed = taken[Verdict.NEW], taken[Verdict.CHANGED]
        has_work = self._looked is not None and self._looked.preview.has_work
        self.verb_button.setVisible(has_work)
        self.verb_button.setText(import_words(new, changed))
        self.verb_button.setEnabled(bool(new or changed))
        self.cancel_button.setText(self.tr("Cancel") if has_work else self.tr("Close"))

    def _import(self) -> None:
        looked = self._looked
        if looked is None:
            return
        self._look_timer.stop()
        left_out = self._preview_page.table.left_out
        source = source_of([file.name for file in self._files])

        work = partial(take_all, self._desk, looked.people, left_out, source)
        self._is_importing = True
        self.run_job(
            self.tr("Bringing people in…"),
            work,
            self._on_imported,
            if_stopped=self.tr("The import was stopped; nobody was brought in."),
        )

    def _on_imported(self, changes: Changes) -> None:
        self._is_importing = False
        self.changes = changes if changes.step is not None else None
        self.finish()

    def _on_ticked(self) -> None:
        self._count()
        counts = self._preview_page.table.counts()
        # Only where several records speak of one person can one decide about another.
        if counts[Verdict.ALREADY] or counts[Verdict.CHANGED]:
            self._look_timer.start()

    def _look_again(self) -> None:
        looked = self._looked
        if looked is None or self.is_busy():
            self._look_timer.start()
            return
        left_out = self._preview_page.table.left_out
        work = partial(look_again, self._desk, looked.people, left_out)
        self.start_job(work, self._on_looked_again)

    def _on_looked_again(self, preview: ImportPreview) -> None:
        self._preview_page.table.renew(preview.rows)
        self._count()

    def _on_encoding_chosen(self, encoding: str) -> None:
        work = partial(read_anew, tuple(self._files), encoding)
        self.run_job(self.tr("Reading the files anew…"), work, self._go_on_with)

    def _on_mapping_encoding_chosen(self, encoding: str) -> None:
        at = self._to_map[0]
        file = replace(self._files[at], mapping=self._mapping_page.mapping())

        work = partial(read_letters, file, encoding)

        def show(read: PeopleFile) -> None:
            self._files[at] = read
            self._ask_mapping()

        self.run_job(self.tr("Reading the files anew…"), work, show)

    def _on_columns_button_clicked(self) -> None:
        self._to_map = [at for at, file in enumerate(self._files) if file.table]
        self._next()

    def _on_skip_button_clicked(self) -> None:
        left = self._to_map.pop(0)
        del self._files[left]
        self._to_map = [at - 1 if at > left else at for at in self._to_map]
        self._next()

    def _place_of(self, row: ImportRow) -> str:
        starts = self._looked.starts if self._looked else (0,)
        at = file_of(row.record, starts)
        place = self.tr("record {record} · line {line}")
        if len(self._files) > 1:
            place = self.tr("{file} · record {record} · line {line}")
        return place.format(
            file=self._files[at].name if at < len(self._files) else "",
            record=row.record - starts[at],
            line=row.line,
        )
