"""Run the program in this process, and note whatever it asks its environment for.

    python -m tests.safety.watched_environment NOTES WORDS...

The words are those of the command line. NOTES is a file for the names, one a line; `*` stands for
all of them at once, and a path for the environment of a process as the system shows it.
"""

import os
import runpy
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

ALL = "*"


class Watched(MutableMapping[Any, Any]):
    """An environment that notes which names are asked for, and which are set."""

    def __init__(self, environment: MutableMapping[Any, Any]) -> None:
        self._environment = environment
        self.asked: set[str] = set()

    def __getitem__(self, name: Any) -> Any:
        self.asked.add(os.fsdecode(name))
        return self._environment[name]

    def __setitem__(self, name: Any, value: Any) -> None:
        self.asked.add(f"{os.fsdecode(name)}=")
        self._environment[name] = value

    def __delitem__(self, name: Any) -> None:
        del self._environment[name]

    def __iter__(self) -> Iterator[Any]:
        self.asked.add(ALL)
        return iter(self._environment)

    def __len__(self) -> int:
        return len(self._environment)

    def copy(self) -> dict[Any, Any]:
        """Return all of it, as the real one does."""
        return dict(self)


def main(notes: Path, words: list[str]) -> None:
    """Run the program, and write down what it asked for, however it ends."""
    watched, as_bytes = Watched(os.environ), Watched(os.environb)
    seen: set[str] = set()

    def see(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith("/environ"):
            seen.add(str(arguments[0]))

    sys.addaudithook(see)
    os.environ, os.environb = watched, as_bytes  # type: ignore[assignment]
    sys.argv = ["mentor-desk", *words]
    try:
        runpy.run_module("mentor_desk", run_name="__main__")
    finally:
        notes.write_text("\n".join(sorted(watched.asked | as_bytes.asked | seen)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
