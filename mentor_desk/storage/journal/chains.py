"""Chains of the journal: a step, what undid it, what did it again, and so on."""

from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session as Db


@dataclass(frozen=True, slots=True)
class Chains:
    """Which step undoes which. Every step is undone once at most, so they form chains.

    The root is what the mentor did; the tail is the last that was done about it. The root is in
    effect when the chain has an even number of undos.
    """

    undoes: dict[int, int] = field(default_factory=dict)
    undone_by: dict[int, int] = field(default_factory=dict)

    @property
    def undone(self) -> set[int]:
        """All steps of the chains whose root is not in effect."""
        tails = [each for each in self.undoes if each not in self.undone_by]
        return {each for tail in tails if not self.is_done(tail) for each in self.members(tail)}

    def is_root(self, step_id: int) -> bool:
        """Tell whether the step is no undo."""
        return step_id not in self.undoes

    def root(self, step_id: int) -> int:
        """Return the step that it is all about."""
        while step_id in self.undoes:
            step_id = self.undoes[step_id]
        return step_id

    def tail(self, step_id: int) -> int:
        """Return the last that was done about a step."""
        while step_id in self.undone_by:
            step_id = self.undone_by[step_id]
        return step_id

    def members(self, step_id: int) -> list[int]:
        """Return the whole chain of a step, the root first."""
        chain = [self.root(step_id)]
        while chain[-1] in self.undone_by:
            chain.append(self.undone_by[chain[-1]])
        return chain

    def is_done(self, step_id: int) -> bool:
        """Tell whether what the mentor did is in effect."""
        return len(self.members(step_id)) % 2 == 1


def read_chains(db: Db) -> Chains:
    """Return all chains that are longer than their root."""
    found = db.execute(text("SELECT id, undoes_id FROM steps WHERE undoes_id IS NOT NULL")).all()
    undoes = {row.id: row.undoes_id for row in found}
    return Chains(undoes, {old: new for new, old in undoes.items()})
