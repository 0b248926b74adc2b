"""The server of the pages' own tests, for a desk of ours."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

WEB = Path(__file__).parents[1] / "web"


def site_class():
    """The server of the pages' own tests."""
    sys.path.insert(0, str(WEB))
    spec = importlib.util.spec_from_file_location("web_site", WEB / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["web_site"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module.Site
