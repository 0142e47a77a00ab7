"""AboutDesk: the one row that says which desk this is."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentor_desk.models.base import Base, kept_with


class AboutDesk(Base):
    """Which desk this is; the id is that of its key file, so that the two are told together."""

    __tablename__ = "about"
    __table_args__ = kept_with(CheckConstraint("id = 1", name="one_row"))

    desk_uid: Mapped[str]
    is_sample: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
