"""Words on a terminal -> calls on Desk. Data goes to stdout, everything else to stderr."""

from __future__ import annotations

import os

from infostreamer.cli.main import main as _run

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit; see `infostreamer.cli.main.main` for the exit codes.

    Python looks for modules in the working folder first when it starts a process by `-c`, as multiprocessing does. In a
    folder of downloads a file called attr.py would be run: the processes of this program look there no more.
    """
    if arguments is None:  # the program itself, not one that has it run a command
        os.environ["PYTHONSAFEPATH"] = "1"
    _run(arguments)
