"""Alembic's entry: runs the migrations on the connection that the store hands over."""

from alembic import context

from watcher.adapters.database.schema import metadata


def run() -> None:
    """Run within the store's own transaction, on SQLite too (its DDL rolls back)."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
