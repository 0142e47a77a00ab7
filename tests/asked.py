"""How much a reader asks of the database: so that a test need not look at the clock."""


def work_of(desk, read):
    """Return how much the database does for a reader, in hundreds of its own steps."""
    asked = []
    connection = desk.file.connection
    connection.set_progress_handler(lambda: asked.append(1), 100)
    read()
    connection.set_progress_handler(None, 0)
    return len(asked)


def statements_of(desk, read):
    told = []
    connection = desk.file.connection
    connection.set_trace_callback(told.append)
    read()
    connection.set_trace_callback(None)
    return len(told)
