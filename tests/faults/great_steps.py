"""The great steps in the life of a desk, each made ready to be taken: import, restore and others.

Each is a context that gives what is to be done, and may be done again when it was refused.
"""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.keeping.backup_keys import key_by_secret
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.keeping.repairing import repair_desk
from mentor_desk.services.keeping.restoring import restore
from mentor_desk.services.keeping.salvaging import salvage_desk
from mentor_desk.services.opening.keys import prove
from mentor_desk.services.transfer.importing import apply_import, read_people_file
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.slot_changes import set_passphrase
from mentor_desk.storage.keys.vault import read_vault
from tests.faults.desks import NOW, SECRET, opened, remember_secret, secret_of
from tests.faults.upgrades import bring_ahead
from tests.faults.upgrading_ahead import goal_in
from tests.faults.verbs import cards, save_once
from tests.own_desk import CHEAP, OTHER

Act = Callable[[], object]
FEW = 100
SALVAGED = "salvaged"


@contextmanager
def importing(folder: Path) -> Generator[Act]:
    """Import a file of people."""
    people = read_people_file(cards(folder, "Batch", count=FEW))
    with closing(opened(folder)) as desk:
        yield lambda: desk.do(apply_import, people, now=desk.now(), source="Batch")


@contextmanager
def restoring(folder: Path) -> Generator[Act]:
    """Go back to a backup from before the last save."""
    with closing(opened(folder)) as desk:
        made = back_up(desk, backup_folders(folder), now=desk.now())
        save_once(desk, 1, 7, "what was said since")
    key = key_by_secret(made.row.path, folder, SECRET)
    yield lambda: restore(made.row.path, folder, key, now=NOW)


@contextmanager
def upgrading(folder: Path) -> Generator[Act]:
    """Upgrade to a schema of the future, with the backup that comes first."""
    goal = goal_in(folder.parent / "scripts")
    yield lambda: bring_ahead(folder, goal)


@contextmanager
def changing_passphrase(folder: Path) -> Generator[Act]:
    """Let another passphrase open the desk; the guess that it takes costs nothing here."""
    remember_secret(folder, OTHER)
    with closing(opened(folder)) as desk:

        def change() -> None:
            prove(desk, secret=secret_of(folder))
            with desk.file.changing_keys():
                set_passphrase(folder / KEYS_NAME, desk.file.key, OTHER, CHEAP)

        yield change


@contextmanager
def repairing(folder: Path) -> Generator[Act]:
    """Repair a text that holds what no text may hold."""
    key = _key(folder)
    with closing(connect(folder / DATABASE_NAME, key)) as connection:
        connection.execute("UPDATE sessions SET learned = 'Ab' || char(0) || 'cd' WHERE id = 1")
    with closing(opened(folder)) as desk:
        yield lambda: repair_desk(desk)


@contextmanager
def salvaging(folder: Path) -> Generator[Act]:
    """Read what can be read into a new desk, beside the folder of the old one."""
    key = _key(folder)
    yield lambda: salvage_desk(folder, key, folder.parent / SALVAGED, now=NOW)


def _key(folder: Path) -> bytes:
    return read_vault(folder / KEYS_NAME).open_with_passphrase(SECRET)


STEPS: dict[str, Callable[[Path], AbstractContextManager[Act]]] = {
    "import": importing,
    "restore once": restoring,
    "upgrade once": upgrading,
    "change of the passphrase": changing_passphrase,
    "repair": repairing,
    "salvage": salvaging,
}
