"""Floors for article bodies and metadata, on the data they were set on; skipped where that data is absent."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not (DATA / "extraction").is_dir(), reason="the extraction data is not beside the repository"),
]


def bench(task):
    spec = importlib.util.spec_from_file_location(f"quality_{task}", ROOT / "bench" / f"quality_{task}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def assert_floor(name, value, digest):
    floor = FLOORS[name]
    if floor["data"] != digest:
        pytest.skip(f"{name} was set on data {floor['data']}, here is {digest}: measure again and pin anew")
    assert value >= floor["floor"], f"{name} fell to {value}; the floor is {floor['floor']}"


def test_article_bodies_stay_above_their_floor():
    module = bench("extract")
    pages = list(module._scrapinghub(DATA / "extraction" / "scrapinghub"))[::2]
    texts = [module._ours((address, body)) for address, body, _ in pages]
    summary = module._shingle_summary([gold for _, _, gold in pages], texts)
    assert_floor("extract.half_shingle_f1", summary["f1"], module.digest_of(DATA / "extraction"))


def test_metadata_stays_above_its_floors():
    module = bench("metadata")
    folder = DATA / module._FOLDER
    shares = module._shares([module._marks_ours(page) for page in module._pages(folder)])
    for field in ("title", "authors", "date", "day", "credit"):
        assert_floor(f"metadata.{field}", shares[field], module.digest_of(folder))
