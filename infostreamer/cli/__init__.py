"""Words on a terminal -> calls on Desk. Data goes to stdout, everything else to stderr."""

from infostreamer.cli.main import main

__all__ = ["main"]
