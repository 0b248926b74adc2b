"""Quality measured against gold data: `bench/quality.py TASK --data DIR [--json]`.

Each task is a module `bench/quality_TASK.py` with `measure(data: Path) -> dict`, which gives our figures and, from the
same run, those of peers. One JSON object is printed; its last field, "figure", is the task's headline figure.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def tasks() -> list[str]:
    """The tasks there are, by name."""
    return sorted(path.stem.removeprefix("quality_") for path in HERE.glob("quality_*.py"))


def measure(task: str, data: Path) -> dict[str, Any]:
    """The task's figures, "figure" last."""
    sys.path.insert(0, str(HERE))
    result: dict[str, Any] = importlib.import_module(f"quality_{task}").measure(data)
    figure = result.pop("figure", None)
    return {"schema": "infostreamer/quality/1", "task": task, **result, "figure": figure}


def main(arguments: list[str] | None = None) -> int:
    """Run one task and print its figures; 2 when the data is not there."""
    parser = argparse.ArgumentParser(prog="bench/quality.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("task", choices=tasks(), help="what to measure")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the gold data (see its README)")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of lines")
    options = parser.parse_args(arguments)
    if not options.data.is_dir():
        print(
            f"{options.data} is no folder; give the folder that holds extraction/, clustering/ and so on.",
            file=sys.stderr,
        )
        return 2
    figures = measure(options.task, options.data)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name}: {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
