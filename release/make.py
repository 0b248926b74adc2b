"""A release in dist/: wheel, source archive, checksums, bill of materials, licences, and an audit of what it needs.

./run release [--out DIR] [--no-audit]      exit 1 when something must not be released

Built from the last commit alone, twice, and the bytes compared: whoever has the commit can make the same files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from audit import audited
from bill import bill_of
from installed import Part, parts_of, refused
from packing import commit_of, moment_of, packed, said_by, sums_of, troubles

ROOT = Path(__file__).parents[1]
EXTRAS = ("postgres", "archive", "mcp")


def main(words: list[str]) -> int:
    """Make it, and say what was done; 0 when all is well."""
    parser = argparse.ArgumentParser(description="Make a release in dist/.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--no-audit", action="store_true", help="do not ask for known holes (needs the network)")
    given = parser.parse_args(words)
    given.out.mkdir(parents=True, exist_ok=True)
    at_s = moment_of(ROOT)
    bad = _pack(given.out, at_s)
    parts = parts_of("infostreamer", EXTRAS)
    bad += [f"Licence not allowed: {row}" for row in refused(parts)]
    (given.out / "sbom.cdx.json").write_text(bill_of(parts, "infostreamer", at_s=at_s), "utf-8")
    (given.out / "LICENCES.txt").write_text(_licences(parts), "utf-8")
    print(f"{len(parts)} parts in sbom.cdx.json and LICENCES.txt")
    if not given.no_audit:
        bad += _audit(parts)
    for one in bad:
        print(f"STOP {one}")
    return 1 if bad else 0


def _pack(out: Path, at_s: int) -> list[str]:
    commit = commit_of(ROOT)
    made = packed(ROOT, out, commit=commit, at_s=at_s)
    with tempfile.TemporaryDirectory() as folder:
        again = packed(ROOT, Path(folder), commit=commit, at_s=at_s)
        is_same = {path.name: path.read_bytes() for path in again}
    sums = sums_of([path for path in made if path.name in is_same])
    (out / "SHA256SUMS").write_text(sums, "utf-8")
    print(sums, end="")
    bad = [
        f"{path.name} came out differently the second time."
        for path in made
        if is_same.get(path.name) != path.read_bytes()
    ]
    wheel = next(path for path in made if path.suffix == ".whl" and path.name in is_same)
    print(f"From the wheel alone: {said_by(wheel, 'version')}")
    return bad + troubles(wheel)


def _licences(parts: list[Part]) -> str:
    return "".join(f"{part.name} {part.version}\t{part.licence}\t{part.home}\n" for part in parts)


def _audit(parts: list[Part]) -> list[str]:
    was_asked, rows = audited(parts)
    if not was_asked:
        print(f"Not audited: {rows[0]}")
        return []
    print(f"Audited: {len(rows)} known holes.")
    return [f"Known hole: {row}" for row in rows]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
