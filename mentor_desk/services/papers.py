"""Where a paper may be laid: never among the files of a desk, nor over what is no paper."""

import os
from pathlib import Path

from mentor_desk.errors import FileError
from mentor_desk.paths import lies_in_desk


def lies_beside_desk(target: Path) -> bool:
    """Tell whether a place is in the folder of a desk or in one within it, by any link too."""
    return lies_in_desk(target) or lies_in_desk(Path(os.path.realpath(target.parent), target.name))


def refuse_no_pdf(target: Path, *, what: str) -> None:
    """Refuse a name that is no PDF's, such as a backup's. Raises FileError."""
    if target.suffix.lower() != ".pdf":
        raise FileError(f"{what} is a PDF, so “{target.name}” must end in .pdf.")
