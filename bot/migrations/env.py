"""Runs the migrations on the connection that :mod:`bot.store` hands over; the same for every database."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
