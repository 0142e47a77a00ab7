"""Person: anyone the mentor knows, the mentor included, with the ways to reach them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import WayKind
from mentor_desk.models.words import fold

if TYPE_CHECKING:
    from mentor_desk.models.topic import PersonTopic

LONGEST_NAME = 300


class Person(Base):
    """Anyone known. `display_name` is what the screen says; the parts are kept as they came.

    `birthday` is text in the forms of RFC 6350 (`1985-04-12`, `--04-12`, `1985`), for a day may
    be known without its year. `remark` and `how_we_met` are private and enter no review.
    """

    __tablename__ = "people"
    __table_args__ = kept_with(
        CheckConstraint("trim(display_name) <> ''", name="has_name"),
        Index("ix_people_oneself", "is_oneself", unique=True, sqlite_where=text("is_oneself")),
        Index("ix_people_sort_name_id", "sort_name", "id"),
    )

    uid: Mapped[str] = mapped_column(unique=True)
    is_oneself: Mapped[bool] = mapped_column(default=False)
    display_name: Mapped[str]
    sort_name: Mapped[str]
    search_text: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = mapped_column(default="")
    given: Mapped[str] = mapped_column(default="")
    middle: Mapped[str] = mapped_column(default="")
    family: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    nickname: Mapped[str] = mapped_column(default="")
    pronouns: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    birthday: Mapped[str] = mapped_column(default="")
    how_we_met: Mapped[str] = mapped_column(default="")
    met_on: Mapped[date | None]
    remark: Mapped[str] = mapped_column(default="")
    came_from: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    ways: Mapped[list["Way"]] = relationship(
        back_populates="person", lazy="raise", order_by="Way.position", passive_deletes=True
    )
    topics: Mapped[list["PersonTopic"]] = relationship(
        back_populates="person", lazy="raise", passive_deletes=True
    )

    def refresh_names(self) -> None:
        """Bring the display name, the sort name and the search text in line with the parts."""
        self.display_name = self.display_name.strip() or self.name_from_parts()
        self.sort_name = fold(f"{self.family} {self.given}".strip() or self.display_name)
        spoken = (self.display_name, self.nickname, self.organisation, self.role, self.city)
        self.search_text = fold(" ".join(part for part in spoken if part))

    def name_from_parts(self) -> str:
        """Return the name put together from its parts, or the nickname, or nothing."""
        parts = (self.prefix, self.given, self.middle, self.family, self.suffix)
        return " ".join(part for part in parts if part).strip() or (self.nickname or "")

    def has_name(self) -> bool:
        """Tell whether there is a name to show, of a length that can be shown."""
        return 0 < len(self.display_name.strip()) <= LONGEST_NAME


class Way(Base):
    """One way to reach a person, or a link to a place of theirs."""

    __tablename__ = "ways"
    __table_args__ = kept_with(CheckConstraint("trim(value) <> ''", name="has_value"))

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[WayKind]
    value: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    is_preferred: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship(back_populates="ways", lazy="raise")


class Photo(Base):
    """The picture of a person, kept apart so that no list ever reads it by accident."""

    __tablename__ = "photos"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
