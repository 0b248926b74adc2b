"""Information Streamer: streams of reports become sourced stories."""

__version__ = "0.1.0"
