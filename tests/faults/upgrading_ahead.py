"""Schemas that do not exist yet, so that upgrading can be tested with the first one."""

import shutil
import sys
from pathlib import Path

from mentor_desk.storage import upgrading
from mentor_desk.storage.upgrading import Goal, upgrade

HERE = Path(__file__).resolve().parent / "ahead"


def goal_in(folder: Path, *, schema: int = 2, fault: str = "") -> Goal:
    """Make a folder of migration scripts that leads to a schema of the future, with a fault."""
    scripts = folder / f"migrations-{schema}"
    if not scripts.exists():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(upgrading.TODAY.scripts, scripts, ignore=ignored)
        for number, name in ((2, "two"), (3, "three")):
            if number <= schema:
                shutil.copy(HERE / f"{name}.py", scripts / "versions" / f"000{number}_{name}.py")
    (scripts / "versions" / "fault").write_text(fault)
    return Goal(scripts, schema)


def main() -> None:
    """Upgrade one database: its path, the folder of the scripts, and the key on standard input."""
    path, scripts, schema = sys.argv[1:]
    key = bytes.fromhex(sys.stdin.readline().strip())
    upgrade(Path(path), key, goal=Goal(Path(scripts), int(schema)))
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
