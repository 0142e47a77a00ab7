"""What a run of faults came to, counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What kills came to. `lost` and `corrupt` say what, when and how to see it again."""

    rounds: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """Everything that must not have been."""
        return self.lost + self.corrupt

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost and nothing is corrupt."""
        return not self.problems

    def add(self, other: "Tally") -> None:
        """Count another run as part of this one."""
        self.rounds += other.rounds
        self.acknowledged += other.acknowledged
        self.lost += other.lost
        self.corrupt += other.corrupt

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.acknowledged} acknowledged,"
            f" {len(self.lost)} lost, {len(self.corrupt)} corrupt"
        )


@dataclass
class Outcomes:
    """What trying one thing over and over came to: so many of `what`, and those gone `astray`."""

    what: str
    astray: str
    tried: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """Everything that must not have been."""
        return self.wrong

    def count(self, wrong: Iterable[str]) -> None:
        """Count one more, and what was wrong with it."""
        self.wrong += wrong
        self.tried += 1

    def __str__(self) -> str:
        return f"{self.tried} {self.what}, {len(self.wrong)} {self.astray}"
