"""Types are learnt by one thread at a time: to decode a class that is half known to msgspec ends the process."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

import infostreamer
from infostreamer.model.typed import converted, decoder_of

PACKAGE = Path(infostreamer.__file__).parent
SCRIPT = '''
import sys, threading
from dataclasses import dataclass
from infostreamer.model.typed import decoder_of

begun, asked = threading.Event(), threading.Event()

def slow():
    """Asked for while the class around this one is half known."""
    begun.set()
    asked.wait(1)
    return int

@dataclass(frozen=True)
class Inner:
    number: "slow()"

@dataclass(frozen=True)
class Outer:
    inner: Inner
    text: str
    others: tuple["Outer", ...] = ()

JSON = b'{"inner": {"number": 3}, "text": "a", "others": [{"inner": {"number": 4}, "text": "b"}]}'
found = []

def first():
    found.append(decoder_of(Outer).decode(JSON))

def second():
    begun.wait(60)
    asked.set() if RELEASES else None
    found.append(decoder_of(Outer).decode(JSON))

threads = [threading.Thread(target=first), *(threading.Thread(target=second) for _ in range(3))]
[one.start() for one in threads]
[one.join() for one in threads]
assert len(found) == 4 and set(found) == {found[0]}, found
assert found[0].others[0].inner.number == 4
print("whole")
'''


@pytest.mark.parametrize("releases", [False, True])
def test_who_comes_while_a_type_is_learnt_waits_for_it(releases):
    script = SCRIPT.replace("RELEASES", str(releases))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "whole\n"), done.stderr


def test_no_other_module_decodes_by_a_type():
    typed = re.compile(r"msgspec\.convert\(|json\.Decoder\(|msgspec\.json\.decode\([^\n]*type=")
    found = [path for path in PACKAGE.rglob("*.py") if typed.search(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(PACKAGE).as_posix() for path in found] == ["model/typed.py"]


@dataclass(frozen=True)
class Place:
    name: str
    days: tuple[int, ...] = ()


def test_values_are_of_the_type_or_refused():
    assert decoder_of(Place).decode(b'{"name": "Orlin", "days": [1, 2]}') == Place("Orlin", (1, 2))
    assert decoder_of(Place) is decoder_of(Place)
    assert converted({"name": "Orlin", "days": ["1"]}, Place, strict=False) == Place("Orlin", (1,))
    assert converted(["a", 3], tuple[str, int]) == ("a", 3)
    with pytest.raises(msgspec.ValidationError):
        converted({"name": "Orlin", "days": ["1"]}, Place)
    with pytest.raises(msgspec.ValidationError):
        decoder_of(Place).decode(b'{"name": 1}')
