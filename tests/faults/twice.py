"""How a scene is played: made ready, then done once under a fault and once more without."""

from collections.abc import Callable

from mentor_desk.errors import DeskError

Tell = Callable[[str], None]
Wait = Callable[[], None]


def twice(act: Callable[[], object], told: Tell, wait: Wait) -> None:
    """Do it, with a word on how it went; and once more, when the fault is gone."""
    for _ in range(2):
        wait()
        try:
            act()
        except DeskError as refusal:
            told(f"refused {type(refusal).__name__}: {refusal.sentence}")
        else:
            told("done")
    wait()
