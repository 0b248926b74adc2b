"""Desk -> typed pages: one file per page, each with its value, how it is read, and its handlers."""
