"""Where desks, settings, logs and resources live on each system."""

from functools import cache
from pathlib import Path

APP = "MentorDesk"
DATABASE_NAME = "desk.db"
KEYS_NAME = "desk.keys"
LOCK_NAME = "desk.lock"
STARTS_NAME = "desk.starts"
SEALED_NAME = "desk.typed"
RESCUED_WORDS = "typed-"
BACKUPS_NAME = "backups"
SET_ASIDE_NAME = "set-aside"
RESTORING_NAME = ".restoring"


def default_desk() -> Path:
    """Return the folder of the desk that opens when none is named."""
    return _data() / "desk"


def sample_desk() -> Path:
    """Return the folder where the sample desk is made."""
    return _data() / "sample"


def rescued() -> Path:
    """Return the folder for backups of desks whose own folder is gone, and words typed there."""
    return _data() / "rescued"


def lies_in_desk(target: Path) -> bool:
    """Tell whether a place is in the folder of a desk, or in a folder within it."""
    return any(
        is_there(folder / name)
        for folder in target.absolute().parents
        for name in (DATABASE_NAME, KEYS_NAME)
    )


def is_there(path: Path) -> bool:
    """Tell whether something lies at a path; where nobody may look, nothing does."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def settings_file() -> Path:
    """Return the file that holds this machine's preferences."""
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "settings.json"


def log_file() -> Path:
    """Return the file of the log, which never holds what people wrote."""
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_log_dir(APP, appauthor=False)) / "mentor-desk.log"


@cache
def resources() -> Path:
    """Return the folder of icons, fonts and themes: inside the wheel, or beside the package."""
    package = Path(__file__).resolve().parent
    inside = package / "_resources"
    return inside if inside.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one resource, such as `resource("fonts", "NotoSans-Regular.ttf")`."""
    return resources().joinpath(*parts)


def _data() -> Path:
    # Loaded by who asks, for the theme finds its files without it.
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_data_dir(APP, appauthor=False, roaming=False))
