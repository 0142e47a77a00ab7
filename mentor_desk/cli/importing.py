"""`mentor-desk import`: look at files of people, and take them in."""

import argparse
from dataclasses import replace
from typing import Any

from mentor_desk.cli.progress import Progress
from mentor_desk.cli.running import DONE, answer
from mentor_desk.exchange.records import ForeignPeople, PersonRecord, SkippedRecord
from mentor_desk.services.desk import Desk
from mentor_desk.services.import_plan import Verdict
from mentor_desk.services.transfer import (
    ImportPreview,
    apply_import,
    preview_import,
    read_people_file,
)


def import_files(desk: Desk, arguments: argparse.Namespace) -> int:
    """Take every file in, one after the other in one step; with `--preview`, only say how."""
    people = _together([read_people_file(path) for path in arguments.files])
    preview = desk.run(preview_import, people)
    if not arguments.preview and preview.has_work:
        source = ", ".join(path.name for path in arguments.files)
        with Progress("Importing") as progress:
            desk.do(apply_import, people, now=desk.now(), source=source, progress=progress)
    answer(arguments, as_value(preview), lambda: _lines(preview, is_preview=arguments.preview))
    return DONE


def as_value(preview: ImportPreview) -> dict[str, Any]:
    """Return the counts and the skipped records for machines."""
    return {
        "records": preview.records,
        "new": preview.count(Verdict.NEW),
        "changed": preview.count(Verdict.CHANGED),
        "already": preview.count(Verdict.ALREADY),
        "skipped": [
            {"record": row.record, "line": row.line, "reason": row.reason}
            for row in preview.rows
            if row.verdict is Verdict.SKIPPED
        ],
    }


def _lines(preview: ImportPreview, *, is_preview: bool) -> list[str]:
    head = "Would import" if is_preview else "Imported"
    lines = [
        f"{head} {preview.records} records: {preview.count(Verdict.NEW)} new,"
        f" {preview.count(Verdict.CHANGED)} changed, {preview.count(Verdict.ALREADY)} already here,"
        f" {preview.count(Verdict.SKIPPED)} skipped."
    ]
    lines += list(preview.notes)
    for row in preview.rows:
        if row.verdict is Verdict.SKIPPED:
            lines.append(f"Skipped record {row.record} at line {row.line}: {row.reason}")
        for change in row.differences:
            lines.append(f"{row.name}: {change.about} “{change.old}” → “{change.new}”")
    return lines


def _together(files: list[ForeignPeople]) -> ForeignPeople:
    """Number the records of several files through, so that each stays one of its own."""
    if len(files) == 1:
        return files[0]
    people: list[PersonRecord] = []
    skipped: list[SkippedRecord] = []
    before = 0
    for each in files:
        people += [replace(record, record=record.record + before) for record in each.people]
        skipped += [
            SkippedRecord(record.record + before, record.line, record.reason)
            for record in each.skipped
        ]
        before += each.records
    notes = tuple(note for each in files for note in each.notes)
    return ForeignPeople(tuple(people), tuple(skipped), notes)
