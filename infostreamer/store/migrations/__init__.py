"""Revisions of the schema, run in-process by `infostreamer.store.schema.migrate`."""
