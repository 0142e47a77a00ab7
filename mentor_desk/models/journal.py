"""Step: one undoable thing that was done; Image: how a row stood before it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mentor_desk.models.base import Base, kept_with


class Step(Base):
    """One unit of work, named in words.

    `areas` is what it touched, as services count it. `joins` lets the saves of one editor grow
    into a single step. A step that undoes another names it in `undoes_id`.
    """

    __tablename__ = "steps"

    at: Mapped[datetime]
    did: Mapped[str] = mapped_column(default="")
    areas: Mapped[int] = mapped_column(default=0)
    joins: Mapped[str | None]
    undoes_id: Mapped[int | None] = mapped_column(
        ForeignKey("steps.id", ondelete="SET NULL"), index=True
    )


class Image(Base):
    """A row as it stood before a step: JSON of its columns, or nothing when it was not there."""

    __tablename__ = "images"
    __table_args__ = kept_with(
        Index("ix_images_step_row", "step_id", "table_name", "row_id", unique=True),
        Index("ix_images_row", "table_name", "row_id"),
    )

    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id", ondelete="CASCADE"))
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[str | None]
