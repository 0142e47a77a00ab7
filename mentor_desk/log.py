"""A log for the day something goes wrong; it never holds what people wrote."""

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from mentor_desk.paths import log_file
from mentor_desk.version import __version__

LOG = logging.getLogger("mentor_desk")


def start_log(path: Path | None = None) -> None:
    """Begin to write to the log file, readable by its owner alone; a disk that refuses is fine."""
    target = path or log_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(target, maxBytes=500_000, backupCount=2, encoding="utf-8")
        target.chmod(0o600)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    LOG.info("Mentor Desk %s, Python %s, %s", __version__, sys.version.split()[0], sys.platform)


def where_it_happened(
    kind: type[BaseException], place: TracebackType | None, *, also: BaseException | None = None
) -> str:
    """Return the kind of a failure and the lines of code it went through, without its message.

    A message may quote what people wrote (a name, a note, a value that would not fit), so it is
    left out; files are named without the folders they lie in.
    """
    lines = [
        f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(place)
    ]
    cause = also.__cause__ if also else None
    if cause is not None:
        lines.append(f"caused by {type(cause).__name__}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)
        ]
    return "\n".join([kind.__name__, *lines])
