"""Start the window, or run one command without it."""

import sys


def main() -> int:
    """Do what the command line asks for and return the exit code: 0 done, 1 refused, 2 misuse."""
    from mentor_desk.cli.arguments import read_arguments  # noqa: PLC0415

    arguments = read_arguments(sys.argv[1:])
    if arguments.command is not None:
        from mentor_desk.cli.running import run_command  # noqa: PLC0415

        return run_command(arguments)

    from mentor_desk.ui.shell.screen import NO_SCREEN, has_screen  # noqa: PLC0415

    if not has_screen():
        sys.stderr.write(NO_SCREEN + "\n")
        return 1
    from mentor_desk.ui.shell.application import run_window  # noqa: PLC0415

    return run_window(arguments.desk, passphrase_file=arguments.passphrase_file)


if __name__ == "__main__":
    sys.exit(main())
