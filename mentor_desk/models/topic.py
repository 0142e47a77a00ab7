"""Topic: the label of interests, expertise and needs; PersonTopic: how a person stands to it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import NeedState, TopicKind, TopicLevel
from mentor_desk.models.person import Person

LONGEST_TOPIC = 80

LEVELS: dict[TopicKind, tuple[TopicLevel, ...]] = {
    TopicKind.INTEREST: (TopicLevel.LOW, TopicLevel.MEDIUM, TopicLevel.HIGH),
    TopicKind.EXPERTISE: (TopicLevel.BEGINNER, TopicLevel.AVERAGE, TopicLevel.EXPERT),
    TopicKind.NEED: (),
}


class Topic(Base):
    """A label; two spellings that fold to the same words are one topic."""

    __tablename__ = "topics"
    __table_args__ = kept_with(CheckConstraint("trim(name) <> ''", name="has_name"))

    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)


class PersonTopic(Base):
    """What a person cares about, can give, or is looking for.

    Levels are those of RFC 6715; only a need has a state.
    """

    __tablename__ = "person_topics"
    __table_args__ = kept_with(
        UniqueConstraint("person_id", "kind", "topic_id"),
        CheckConstraint("(kind = 'need') = (need_state IS NOT NULL)", name="need_has_state"),
        CheckConstraint(
            "level IS NULL OR (kind = 'interest' AND level IN ('low', 'medium', 'high'))"
            " OR (kind = 'expertise' AND level IN ('beginner', 'average', 'expert'))",
            name="level_fits_kind",
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"), index=True)
    kind: Mapped[TopicKind]
    level: Mapped[TopicLevel | None]
    need_state: Mapped[NeedState | None]
    noted_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="topics", lazy="raise")
    topic: Mapped[Topic] = relationship(lazy="raise")

    def has_fitting_level(self) -> bool:
        """Tell whether the level belongs to this kind; no level always fits."""
        return self.level is None or self.level in LEVELS[self.kind]
