"""Known holes in what is installed, as the registry's advisories tell them; asked only when a release is made."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from installed import Part

_NO_ANSWER = (
    "ConnectionError",
    "ServiceError",
    "Max retries",
    "Temporary failure",
    "ProxyError",
    "Failed to establish",
)


def audited(parts: Sequence[Part]) -> tuple[bool, list[str]]:
    """(was it asked, what was found: one line each). Not asked: no network, or pip-audit is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "installed.txt"
        rows.write_text("".join(f"{part.name}=={part.version}\n" for part in parts if part.name != "infostreamer"))
        command = [sys.executable, "-m", "pip_audit", "-r", str(rows), "--no-deps", "--disable-pip", "-f", "json"]
        done = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or not done.stdout.strip():
        return False, [_why(done.stderr)]
    return True, holes_in(done.stdout)


def holes_in(answer: str) -> list[str]:
    """The findings in pip-audit's JSON: package, version, advisory, version that mends it."""
    rows = json.loads(answer)["dependencies"]
    return [
        f"{row['name']} {row['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for row in rows
        for hole in row.get("vulns", ())
    ]


def _why(said: str) -> str:
    if "No module named pip_audit" in said:
        return "pip-audit is not installed (pip install '.[release]')."
    if any(word in said for word in _NO_ANSWER):
        return "The registry of advisories cannot be reached from here."
    return f"pip-audit failed: {' '.join(said.split())[-300:]}"
