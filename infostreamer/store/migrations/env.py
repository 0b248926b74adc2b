"""Runs the revisions on the connection handed in by `infostreamer.store.schema.migrate`."""

from alembic import context

from infostreamer.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
