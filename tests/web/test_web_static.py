"""What pages load lies under addresses that change with it, and is asked for once."""

from __future__ import annotations

import re

from infostreamer.web.static_files import FOLDER, static_path, version


def test_what_a_page_loads_may_be_kept_for_good(site):
    wanted = r'<(?:link rel="(?:icon|stylesheet)"|script type="module") (?:href|src)="([^"]+)"'
    loaded = re.findall(wanted, site.get("/").text)
    assert len(loaded) == 4
    for address in loaded:
        answer = site.get(address)
        assert answer.status == 200, address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_scripts_find_their_neighbours_beside_them(site):
    for script in FOLDER.glob("*.js"):
        for name in re.findall(r'from "\./([^"]+)"', script.read_text()):
            assert site.get(static_path(name)).status == 200, (script.name, name)


def test_a_plain_address_is_asked_for_each_time_and_an_older_one_is_gone(site):
    assert "immutable" not in site.get("/static/desk.css").headers["cache-control"]
    assert "immutable" not in site.get("/static/main.js").headers.get("cache-control", "")
    assert site.get("/static/0123456789abcdef/main.js").status == 404
    assert site.get("/static/main.js").text == site.get(static_path("main.js")).text


def test_another_content_is_another_address(tmp_path, monkeypatch):
    from infostreamer.web import static_files

    before = version()
    (tmp_path / "main.js").write_text("1")
    monkeypatch.setattr(static_files, "FOLDER", tmp_path)
    first = version.__wrapped__()
    (tmp_path / "main.js").write_text("2")
    assert len({before, first, version.__wrapped__()}) == 3
