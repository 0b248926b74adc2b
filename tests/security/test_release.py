"""What is released holds the package and nothing else, comes out the same twice, and says what it brings along."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import bill
import packing
import pytest
from audit import audited, holes_in
from installed import Part, parts_of, refused

ROOT = Path(__file__).parents[2]
AT_S = 1_790_000_000


@pytest.fixture(scope="module")
def parts():
    return parts_of("infostreamer", ("postgres",))


def test_every_dependency_is_told_with_version_and_licence(parts):
    names = {part.name.lower() for part in parts}
    assert {"infostreamer", "aiohttp", "lxml", "sqlalchemy", "psycopg", "yarl"} <= names
    assert "pytest" not in names
    assert [part.name for part in parts if not part.version or part.licence == "unknown"] == []
    assert refused(parts) == []


@pytest.mark.parametrize(
    ("licence", "is_refused"),
    [
        ("GPL-3.0-only", True), ("AGPL-3.0", True), ("unknown", True), ("SSPL-1.0", True),
        ("LGPL-3.0-or-later", False), ("MIT", False), ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("MIT AND GPL-2.0-only", True),
    ],
)  # fmt: skip
def test_what_may_not_be_handed_on_stops_the_release(licence, is_refused):
    assert bool(refused([Part("x", "1", licence, "", ())])) is is_refused


def test_the_bill_of_materials_is_cyclonedx_and_the_same_twice(parts):
    told = bill.bill_of(parts, "infostreamer", at_s=AT_S)
    assert told == bill.bill_of(parts_of("infostreamer", ("postgres",)), "infostreamer", at_s=AT_S)
    read = json.loads(told)
    assert (read["bomFormat"], read["specVersion"]) == ("CycloneDX", "1.6")
    assert read["metadata"]["component"]["name"] == "infostreamer"
    assert len(read["components"]) == len(parts) - 1
    known = {one["bom-ref"] for one in read["components"]} | {read["metadata"]["component"]["bom-ref"]}
    assert {ref for row in read["dependencies"] for ref in (row["ref"], *row["dependsOn"])} <= known
    assert all(one["purl"].startswith("pkg:pypi/") and one["licenses"] for one in read["components"])


@pytest.mark.parametrize(
    ("licence", "kind"),
    [("MIT", "id"), ("Apache-2.0 AND MIT", "expression"), ("(MIT OR Apache-2.0) AND Zlib", "expression"),
     ("GPL-2.0-only WITH Classpath-exception-2.0", "expression"), ("BlueOak-1.0.0", "name"), ("unknown", "name"),
     ("Dual License: Apache 2.0 OR BSD", "name"), ("MIT or Apache", "name"), ("A AND", "name"),
     ("BSD OR MIT, see X", "name")],
)  # fmt: skip
def test_a_licence_is_told_in_one_of_the_three_ways_of_the_schema(licence, kind):
    """CycloneDX 1.6, licenseChoice: licences by id or name, or one SPDX expression and nothing beside it."""
    part = Part("infostreamer", "1", licence, "https://desk.example", ())
    ((choice,),) = [json.loads(bill.bill_of([part], "infostreamer", at_s=AT_S))["metadata"]["component"]["licenses"]]
    assert choice == ({"expression": licence} if kind == "expression" else {"license": {kind: licence}})


def test_every_row_of_the_bill_has_what_the_schema_asks_for_and_no_more(parts):
    read = json.loads(bill.bill_of(parts, "infostreamer", at_s=AT_S))
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", read["serialNumber"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", read["metadata"]["timestamp"])
    rows = [read["metadata"]["component"], *read["components"]]
    known = {"type", "bom-ref", "name", "version", "purl", "licenses", "externalReferences"}
    for row in rows:
        assert known - {"externalReferences"} <= set(row) <= known
        assert all(isinstance(row[name], str) and row[name] for name in ("type", "bom-ref", "name", "version", "purl"))
        assert all(set(one) == {"type", "url"} for one in row.get("externalReferences", ()))
    refs = [row["bom-ref"] for row in rows]
    told = [row["ref"] for row in read["dependencies"]]
    assert len(set(refs)) == len(refs) == len(set(told)) == len(told)
    assert all(len(set(row["dependsOn"])) == len(row["dependsOn"]) for row in read["dependencies"])


def test_a_file_that_does_not_belong_into_the_wheel_stops_the_release(tmp_path):
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in ("infostreamer/__init__.py", "tests/data/x.html", "infostreamer/desk.sqlite3"):
            archive.writestr(name, "")
    said = packing.troubles(wheel)
    assert "tests/data/x.html does not belong into the wheel." in said
    assert "infostreamer/desk.sqlite3 does not belong into the wheel." in said
    assert "The wheel lacks infostreamer/py.typed." in said


@pytest.mark.skipif("INFOSTREAMER_LONG" not in os.environ, reason="`./run release` does the same: INFOSTREAMER_LONG=1")
def test_wheel_and_source_archive_come_out_the_same_twice(tmp_path):
    pytest.importorskip("hatchling", reason="not installed: pip install '.[release]'")
    if not (ROOT / ".git").exists():
        pytest.skip("no repository here")
    commit = packing.commit_of(ROOT)
    made = [packing.packed(ROOT, tmp_path / str(turn), commit=commit, at_s=AT_S) for turn in range(2)]
    assert [path.suffix for path in made[0]] == [".whl", ".gz"]
    assert packing.sums_of(made[0]) == packing.sums_of(made[1])
    wheel = next(path for path in made[0] if path.suffix == ".whl")
    assert packing.troubles(wheel) == []
    assert packing.said_by(wheel, "version") == "infostreamer 0.1.0"


def test_known_holes_are_told_one_by_one():
    answer = {"dependencies": [
        {"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]},
                                                 {"id": "X-2", "fix_versions": []}]},
        {"name": "b", "version": "1", "vulns": []}, {"name": "c", "skip_reason": "x"},
    ]}  # fmt: skip
    assert holes_in(json.dumps(answer)) == ["a 1: X-1, mended in 2", "a 1: X-2, mended in no version yet"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("No module named pip_audit", "is not installed"),
        ("Max retries exceeded", "cannot be reached"),
        ("x", "failed: x"),
    ],
)
def test_an_audit_that_was_not_made_says_so(monkeypatch, said, told):
    def answered(command, **_):
        return subprocess.CompletedProcess(command, 2, "", said)

    monkeypatch.setattr(subprocess, "run", answered)
    was_asked, rows = audited([Part("x", "1", "MIT", "", ())])
    assert not was_asked
    assert told in rows[0]
