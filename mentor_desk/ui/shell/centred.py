"""The page that asks for one thing in its middle, as the shell knows it."""

from mentor_desk.ui.common.centred import WIDTH, CentredPage

__all__ = ["WIDTH", "CentredPage"]
