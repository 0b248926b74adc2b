"""Requests of reading apps (Google Reader API) -> stories as items; docs/reference/reader-api.md has the facts."""
