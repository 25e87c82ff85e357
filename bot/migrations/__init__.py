"""Versions of the store's tables. A new one: a file in ``versions/`` whose ``down_revision`` is the last."""
