"""Start the window, or run one command without it."""

import gc
import sys


def main() -> int:
    """Do what the command line asks for and return the exit code: 0 done, 1 refused, 2 misuse."""
    from mentor_desk.cli.arguments import read_arguments  # noqa: PLC0415
    from mentor_desk.cli.writing import take_every_character  # noqa: PLC0415
    from mentor_desk.privacy import keep_to_oneself  # noqa: PLC0415

    keep_to_oneself()
    take_every_character()
    arguments = read_arguments(sys.argv[1:])
    if arguments.command is not None:
        from mentor_desk.cli.running import run_command  # noqa: PLC0415

        return run_command(arguments)

    from mentor_desk.ui.shell.screen import NO_SCREEN, has_screen  # noqa: PLC0415

    if not has_screen():
        sys.stderr.write(NO_SCREEN + "\n")
        return 1
    hold_collector()
    from mentor_desk.ui.shell.application import run_window  # noqa: PLC0415

    return run_window(
        arguments.desk,
        passphrase_file=arguments.passphrase_file,
        recovery_key_file=arguments.recovery_key_file,
    )


def hold_collector() -> None:
    """Keep Python from looking for garbage while it loads: there is none, and looking takes long.

    The window lets it go on as soon as the desk is shown.
    """
    gc.disable()


if __name__ == "__main__":
    sys.exit(main())
