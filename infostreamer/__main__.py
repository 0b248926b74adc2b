"""`python -m infostreamer` is the `infostreamer` command."""

from infostreamer.cli import main

if __name__ == "__main__":
    main()
