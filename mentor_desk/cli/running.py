"""Run one command: the desk is opened, the answer printed, a refusal told in a sentence."""

import argparse
from collections.abc import Callable

from mentor_desk.cli.answers import DONE, MISUSE, REFUSED, answer, counted, opened, tell
from mentor_desk.cli.progress import Progress
from mentor_desk.errors import DeskError


def run_command(arguments: argparse.Namespace) -> int:
    """Run the command and return the exit code: 0 done, 1 refused, 2 wrong use."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "demo": _demo,
        "import": _import,
        "people": _people,
        "show": _show,
        "review": _review,
        "info": _info,
        "history": _history,
        "new": _new,
        "backup": _backup,
        "backups": _backups,
        "restore": _restore,
        "lock-info": _lock_info,
        "change-passphrase": _change_passphrase,
        "recovery-sheet": _recovery_sheet,
        "check": _check,
        "salvage": _salvage,
    }
    try:
        return commands[arguments.command](arguments)
    except DeskError as refusal:
        tell(refusal.sentence)
        return REFUSED
    except ImportError as missing:
        tell(
            f"A library that Mentor Desk needs does not load ({missing}), so nothing was opened."
            " Please install the program again."
        )
        return REFUSED
    except BrokenPipeError:
        # An answer that nobody reads to its end is none; this came before the work was done.
        tell("What was written found no reader, so the work was stopped.")
        return REFUSED
    except KeyboardInterrupt:
        # How far a command was is known to itself alone, and where it matters it says so.
        tell("Stopped. Whatever was done by then stays as it is.")
        return REFUSED


def _demo(arguments: argparse.Namespace) -> int:
    from mentor_desk.services.sample.desk import make_sample_desk  # noqa: PLC0415

    with Progress("Making the sample desk") as progress:
        made = make_sample_desk(
            arguments.folder.absolute(),
            people=arguments.people,
            sessions=arguments.sessions,
            seed=arguments.seed,
            progress=progress,
        )
    value = {
        "desk": str(arguments.folder.absolute()),
        "people": made.people,
        "sessions": made.sessions,
    }
    answer(
        arguments,
        value,
        lambda: [
            (
                f"Made a sample desk in {value['desk']}: "
                f"{counted(made.people, 'person', 'people')},"
                f" {counted(made.sessions, 'session', 'sessions')}, all invented."
            )
        ],
    )
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.importing import import_files  # noqa: PLC0415

    with opened(arguments) as desk:
        return import_files(desk, arguments)


def _people(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.showing import show_people  # noqa: PLC0415

    with opened(arguments) as desk:
        return show_people(desk, arguments)


def _show(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.showing import show_person  # noqa: PLC0415

    with opened(arguments) as desk:
        return show_person(desk, arguments)


def _review(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.reviews import write_reviews  # noqa: PLC0415

    if bool(arguments.name) == arguments.all:
        tell("mentor-desk review: name one mentee, or say --all")
        return MISUSE
    if arguments.all and arguments.out is None:
        tell("mentor-desk review: --all needs a folder, --out FOLDER")
        return MISUSE
    with opened(arguments) as desk:
        return write_reviews(desk, arguments)


def _info(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.showing import show_info  # noqa: PLC0415

    with opened(arguments) as desk:
        return show_info(desk, arguments)


def _new(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.keys import make_new  # noqa: PLC0415

    return make_new(arguments)


def _backup(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.backups import make_backup  # noqa: PLC0415

    with opened(arguments) as desk:
        return make_backup(desk, arguments)


def _backups(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.backups import show_backups  # noqa: PLC0415

    return show_backups(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.backups import restore_backup  # noqa: PLC0415

    return restore_backup(arguments)


def _lock_info(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.keys import show_lock  # noqa: PLC0415

    return show_lock(arguments)


def _change_passphrase(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.keys import set_new_passphrase  # noqa: PLC0415

    return set_new_passphrase(arguments)


def _recovery_sheet(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.keys import write_sheet  # noqa: PLC0415

    return write_sheet(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.checking import check  # noqa: PLC0415

    return check(arguments)


def _salvage(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.checking import salvage  # noqa: PLC0415

    return salvage(arguments)


def _history(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.history import show_history  # noqa: PLC0415

    with opened(arguments) as desk:
        return show_history(desk, arguments)
