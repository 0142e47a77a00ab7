"""Every entity in one place, so that none is missing when the records are mapped."""

from mentor_desk.models.about import AboutDesk
from mentor_desk.models.action import Action
from mentor_desk.models.base import Base
from mentor_desk.models.goal import Goal, Milestone, ProgressUpdate
from mentor_desk.models.introduction import Introduction, Party
from mentor_desk.models.journal import Image, Step
from mentor_desk.models.mentoring_session import MentoringSession, SessionTopic
from mentor_desk.models.mentorship import Mentorship
from mentor_desk.models.person import Person, Photo, Way
from mentor_desk.models.resource import Resource, Share
from mentor_desk.models.review import Review
from mentor_desk.models.topic import PersonTopic, Topic

__all__ = [
    "AboutDesk",
    "Action",
    "Base",
    "Goal",
    "Image",
    "Introduction",
    "MentoringSession",
    "Mentorship",
    "Milestone",
    "Party",
    "Person",
    "PersonTopic",
    "Photo",
    "ProgressUpdate",
    "Resource",
    "Review",
    "SessionTopic",
    "Share",
    "Step",
    "Topic",
    "Way",
]
