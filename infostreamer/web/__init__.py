"""Desk -> pages: the desk in the browser, every page with a JSON twin made from the same typed value."""

from infostreamer.web.app import create_app
from infostreamer.web.serve import serve

__all__ = ["create_app", "serve"]
