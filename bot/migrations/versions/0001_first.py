"""Deliveries, contexts, open questions, unanswered questions, feedback."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite counts up INTEGER keys only
    op.create_table(
        "deliveries",
        sa.Column("platform", sa.Text(), primary_key=True),
        sa.Column("delivery", sa.Text(), primary_key=True),
        sa.Column("taken", moment, nullable=False, index=True),
    )
    op.create_table(
        "contexts",
        sa.Column("conversation", sa.Text(), primary_key=True),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("expires", moment, nullable=False, index=True),
    )
    op.create_table(
        "questions",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        sa.Column("conversation", sa.Text(), nullable=False, index=True),
        sa.Column("incoming", sa.JSON(), nullable=False),
        sa.Column("taken", moment, nullable=False),
        sa.Column("due", moment, nullable=False, index=True),
        sa.Column("owner", sa.Text()),
        sa.Column("lease", moment),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,  # a number means one question, in the log too; an older file without it is as good otherwise
    )
    op.create_table(
        "unanswered",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        sa.Column("asked", moment, nullable=False, index=True),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("platform", sa.Text(), primary_key=True),
        sa.Column("delivery", sa.Text(), primary_key=True),
        sa.Column("user", sa.Text(), primary_key=True),
        sa.Column("given", moment, nullable=False, index=True),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    for table in ("feedback", "unanswered", "questions", "contexts", "deliveries"):
        op.drop_table(table)
