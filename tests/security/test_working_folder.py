"""What lies in the folder where a command is called is read as documents and never run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = ("attr", "feedparser", "lxml", "msgspec", "multiprocessing", "numpy", "socket", "tempfile")
PAGE = "<html><body><article><h1>Dam</h1><p>A dam broke in Lesk on Monday, mayor Tomas Vell told the Gazette.</p>"


@pytest.mark.parametrize("words", [("compile", "page.html", "--json"), ("--data", "desk", "add", "page.html")])
def test_a_file_named_as_a_module_of_python_is_not_run(tmp_path: Path, words: tuple[str, ...]) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write('{name}\\n')\n")
    (tmp_path / "page.html").write_text(PAGE + "<p>It was the third this year, he said.</p>" * 5)
    program = Path(sys.executable).with_name("infostreamer")
    done = subprocess.run([program, *words], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
    assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text()
    assert done.returncode == 0, done.stderr
    if words[0] == "compile":
        assert len(json.loads(done.stdout)["reports"]) == 1
