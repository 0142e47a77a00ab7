"""How a migration runs: on the connection it is given, in the transaction that is open."""

from alembic import context

from mentor_desk.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
