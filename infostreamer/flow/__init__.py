"""Captures -> reports, findings, stories and dossiers kept up to date: the engine that runs the stages."""

from infostreamer.flow.counts import Counts
from infostreamer.flow.flow import Flow
from infostreamer.flow.oneshot import Compiled, compile_captures
from infostreamer.flow.rooms import Rooms

__all__ = ["Compiled", "Counts", "Flow", "Rooms", "compile_captures"]
