"""`mentor-desk import`: look at files of people, and take them in."""

import argparse
from typing import Any

from mentor_desk.cli.answers import DONE, answer
from mentor_desk.cli.progress import Progress
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import back_up_before_import
from mentor_desk.services.transfer.importing import (
    ImportPreview,
    apply_import,
    join_files,
    preview_import,
    read_people_file,
    source_of,
)
from mentor_desk.services.transfer.plan import Verdict


def import_files(desk: Desk, arguments: argparse.Namespace) -> int:
    """Take every file in, one after the other in one step; with `--preview`, only say how."""
    names = [path.name for path in arguments.files]
    people = join_files([read_people_file(path) for path in arguments.files], names)
    preview = desk.run(preview_import, people)
    if not arguments.preview and preview.has_work:
        with Progress("Backing up first") as progress:
            back_up_before_import(desk, preview.records, progress=progress)
        with Progress("Importing") as progress:
            desk.do(
                apply_import, people, now=desk.now(), source=source_of(names), progress=progress
            )
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
    counts = (
        f"{head} {preview.records} records: {preview.count(Verdict.NEW)} new,"
        f" {preview.count(Verdict.CHANGED)} changed, {preview.count(Verdict.ALREADY)} already here,"
        f" {preview.count(Verdict.SKIPPED)} skipped."
    )
    lines = [counts, *preview.notes]
    for row in preview.rows:
        if row.verdict is Verdict.SKIPPED:
            lines.append(f"Skipped record {row.record} at line {row.line}: {row.reason}")
        lines += [
            f"{row.name}: {change.about} “{change.old}” → “{change.new}”"
            for change in row.differences
        ]
    return lines
