"""E5: what leaves the desk lands where it was sent, is its owner's alone, and harms no desk."""

import contextlib
import os
import stat
from pathlib import Path

import pytest

from mentor_desk.errors import DeskError, FileError
from mentor_desk.services.opening.sheets import save_recovery_sheet
from mentor_desk.services.reviews.reviewing import write_review

EXPORTS = [write_review, save_recovery_sheet]
PDF = b"%PDF"


@pytest.mark.parametrize("export", EXPORTS)
def test_e5_an_export_is_its_owners_alone_whatever_stood_there_before(tmp_path, export):
    target = tmp_path / "out.pdf"
    target.write_bytes(b"old")
    target.chmod(0o666)

    export(PDF, target)

    assert target.read_bytes() == PDF
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


@pytest.mark.parametrize("export", EXPORTS)
def test_e5_a_link_is_not_followed_out_of_the_folder(tmp_path, export):
    (tmp_path / "here").mkdir()
    (tmp_path / "elsewhere.pdf").write_bytes(b"somebody else's")
    target = tmp_path / "here" / "out.pdf"
    target.symlink_to(tmp_path / "elsewhere.pdf")

    export(PDF, target)

    assert (tmp_path / "elsewhere.pdf").read_bytes() == b"somebody else's"
    assert not target.is_symlink()
    assert target.read_bytes() == PDF


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("name", ["desk.db", "desk.keys", "desk.lock", "desk.db-journal"])
@pytest.mark.parametrize("way", ["straight", "linked folder", "linked file", "hard link"])
def test_e5_no_export_takes_the_place_of_a_file_of_a_desk(tmp_path, export, name, way):
    folder = tmp_path / "desk"
    folder.mkdir()
    for each in ("desk.db", "desk.keys", name):
        (folder / each).write_bytes(b"the desk")
    target = lead_to(folder / name, way)

    # A link outside gives way to the PDF itself; a place in the folder is refused.
    with contextlib.suppress(FileError):
        export(PDF, target)

    assert (folder / name).read_bytes() == b"the desk"


@pytest.mark.parametrize("name", ["review.pdf", "backups/review.pdf", "linked/review.pdf"])
def test_e5_a_review_is_never_laid_into_the_folder_of_a_desk(tmp_path, name):
    (tmp_path / "desk" / "backups").mkdir(parents=True)
    (tmp_path / "desk" / "desk.db").write_bytes(b"the desk")
    (tmp_path / "desk" / "linked").symlink_to(tmp_path / "out")
    (tmp_path / "out").symlink_to(tmp_path / "desk" / "backups")

    for target in (tmp_path / "desk" / name, tmp_path / "out" / "review.pdf"):
        with pytest.raises(FileError, match="folder of a desk"):
            write_review(PDF, target)

    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.parametrize("name", ["mentor-desk-1.mentordesk", "thesis.docx", "review"])
@pytest.mark.parametrize("export", EXPORTS)
def test_e5_an_export_takes_the_place_of_nothing_but_a_pdf(tmp_path, export, name):
    (tmp_path / name).write_bytes(b"the only one")

    with pytest.raises(FileError, match=r"must end in \.pdf"):
        export(PDF, tmp_path / name)

    assert (tmp_path / name).read_bytes() == b"the only one"
    export(PDF, tmp_path / "Paper.PDF")
    assert (tmp_path / "Paper.PDF").read_bytes() == PDF


@pytest.mark.parametrize("name", ["sheet.pdf", "papers/sheet.pdf"])
def test_e5_the_key_is_never_laid_beside_the_lock_it_opens(tmp_path, name):
    (tmp_path / "desk" / "papers").mkdir(parents=True)
    (tmp_path / "desk" / "desk.db").write_bytes(b"the desk")
    (tmp_path / "out").symlink_to(tmp_path / "desk" / "papers")

    for target in (tmp_path / "desk" / name, tmp_path / "out" / "sheet.pdf"):
        with pytest.raises(FileError, match="beside the desk"):
            save_recovery_sheet(PDF, target)

    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.parametrize("export", EXPORTS)
def test_e5_a_place_that_takes_nothing_is_named_in_a_sentence(tmp_path, export):
    (tmp_path / "folder.pdf").mkdir()

    with pytest.raises(DeskError, match="could not be written"):
        export(PDF, tmp_path / "folder.pdf")

    assert list((tmp_path / "folder.pdf").iterdir()) == []


def lead_to(path: Path, way: str) -> Path:
    """Return a place that is this file, or leads to it in some way."""
    if way == "linked folder":
        link = path.parent.with_name("linked")
        link.symlink_to(path.parent)
        return link / path.name
    outside = path.parent.with_name("outside.pdf")
    if way == "linked file":
        outside.symlink_to(path)
    elif way == "hard link":
        os.link(path, outside)
    else:
        return path
    return outside
