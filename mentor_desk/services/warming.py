"""Load what the first page did without, before it is asked for."""

from mentor_desk.services.desk import Desk


def warm_up(desk: Desk) -> None:
    """Load the object mapper and map the records; takes a third of a second beside the window."""
    from sqlalchemy.orm import configure_mappers  # noqa: PLC0415

    from mentor_desk.models import entities  # noqa: F401, PLC0415
    from mentor_desk.services.history import steps as history  # noqa: F401, PLC0415

    configure_mappers()
    desk.run(lambda _db: None)
