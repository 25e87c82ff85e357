"""What the service remembers across restarts: one small interface over SQLite (the default) and PostgreSQL.

Times are aware datetimes, kept in UTC. Every method is one transaction; when it returns, its effect is durable.
"""

from __future__ import annotations

import fcntl
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Protocol

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Dialect, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters import Incoming
from bot.core.errors import SettingError
from bot.core.model import Context, Lang
from bot.redact import redact

DELIVERIES_KEPT = timedelta(days=3)
"""Slack's last retry comes after 5 minutes; the rest is for a platform that was cut off."""
TIMEOUT = 5.0
"""Seconds for a lock or a statement: below every platform's deadline for an acknowledgement there is no use in waiting on."""


@dataclass(frozen=True, slots=True)
class Open:
    """A question that was taken and is not yet answered."""

    id: int
    incoming: Incoming
    taken: datetime
    starts: int = 0
    """How often work on it was taken up again and did not come back: a message that kills the process is given up by this."""
    failures: int = 0
    """How often the platform did not take the answer."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question to which the base holds no answer, for the editors."""

    platform: str
    lang: Lang
    text: str
    """Redacted when stored."""
    reason: str
    asked: datetime


class Store(Protocol):
    """Interface of the store."""

    async def take(self, incoming: Incoming, now: datetime, lease: datetime | None) -> Open | None:
        """Record the delivery and the open question; None for a repeat. With a lease it is this process's to answer."""

    async def claim(self, now: datetime, lease: datetime, limit: int) -> Sequence[Open]:
        """Open questions that are due and in nobody's hands, now leased to this process.

        One that did not come back before (``starts``) is given out alone, after all others: it may be the cause.
        """

    async def begin(self, question: int) -> None:
        """Count that work on a claimed question is taken up."""

    async def renew(self, questions: Sequence[int], lease: datetime) -> None:
        """Extend leases of this process."""

    async def release(self, question: int, due: datetime, *, failed: bool) -> None:
        """Give a question back in good order, to be claimed from ``due`` on; ``failed`` counts a refused delivery."""

    async def finish(
        self, question: int, conversation: str, context: Context | None, expires: datetime, unanswered: Unanswered | None = None
    ) -> None:
        """The question is answered or given up: forget it, keep the context of its conversation and what was not answered."""

    async def context(self, conversation: str, now: datetime) -> Context | None:
        """The context of a conversation unless it has expired."""

    async def knows(self, conversation: str, now: datetime) -> bool:
        """Whether there is a living context or an open question of that conversation."""

    async def feedback(self, platform: str, delivery: str, user: str, helpful: bool, comment: str, now: datetime) -> None:
        """Keep a user's verdict on an answer, the last one counts; the comment redacted."""

    async def purge(self, now: datetime, retention: timedelta) -> None:
        """Delete all that is past its time; ``retention`` is that of unanswered questions and feedback."""

    async def close(self) -> None:
        """Release what this process holds and close the database."""


# ------------------------------------------------------------------ tables


class Moment(sa.TypeDecorator[datetime]):
    """An aware time. SQLite keeps no zone, so it is UTC there by agreement."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


METADATA = sa.MetaData()
DELIVERIES = sa.Table(
    "deliveries", METADATA,
    sa.Column("platform", sa.Text(), primary_key=True),
    sa.Column("delivery", sa.Text(), primary_key=True),
    sa.Column("taken", Moment()),
)  # fmt: skip
CONTEXTS = sa.Table(
    "contexts", METADATA,
    sa.Column("conversation", sa.Text(), primary_key=True),
    sa.Column("context", sa.JSON()),
    sa.Column("expires", Moment()),
)  # fmt: skip
QUESTIONS = sa.Table(
    "questions", METADATA,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("conversation", sa.Text()),
    sa.Column("incoming", sa.JSON()),
    sa.Column("taken", Moment()),
    sa.Column("due", Moment()),
    sa.Column("owner", sa.Text()),
    sa.Column("lease", Moment()),
    sa.Column("starts", sa.Integer()),
    sa.Column("failures", sa.Integer()),
)  # fmt: skip
UNANSWERED = sa.Table(
    "unanswered", METADATA,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("asked", Moment()),
    sa.Column("platform", sa.Text()),
    sa.Column("lang", sa.Text()),
    sa.Column("text", sa.Text()),
    sa.Column("reason", sa.Text()),
)  # fmt: skip
FEEDBACK = sa.Table(
    "feedback", METADATA,
    sa.Column("platform", sa.Text(), primary_key=True),
    sa.Column("delivery", sa.Text(), primary_key=True),
    sa.Column("user", sa.Text(), primary_key=True),
    sa.Column("given", Moment()),
    sa.Column("helpful", sa.Boolean()),
    sa.Column("comment", sa.Text()),
)  # fmt: skip

INCOMING: TypeAdapter[Incoming] = TypeAdapter(Incoming)
CONTEXT: TypeAdapter[Context] = TypeAdapter(Context)


# ------------------------------------------------------------------ the one implementation


class SqlStore:
    """The store over SQLAlchemy; what differs between databases is in :func:`open_store` and ``_insert``."""

    def __init__(self, engine: AsyncEngine, lock: IO[bytes] | None = None) -> None:
        self.engine = engine
        self.owner = uuid.uuid4().hex
        self._lock = lock
        self._insert: Any = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert

    async def take(self, incoming: Incoming, now: datetime, lease: datetime | None) -> Open | None:
        async with self.engine.begin() as db:
            delivery = self._insert(DELIVERIES).values(platform=incoming.platform, delivery=incoming.delivery, taken=now)
            if (await db.execute(delivery.on_conflict_do_nothing())).rowcount == 0:
                return None
            question = (
                QUESTIONS.insert()
                .values(
                    conversation=incoming.conversation, incoming=INCOMING.dump_python(incoming, mode="json"), taken=now, due=now,
                    owner=self.owner if lease else None, lease=lease, starts=0, failures=0,
                )
                .returning(QUESTIONS.c.id)
            )  # fmt: skip
            number = (await db.execute(question)).scalar_one()
        return Open(number, incoming, now)

    async def claim(self, now: datetime, lease: datetime, limit: int) -> Sequence[Open]:
        q = QUESTIONS.c
        free = (
            sa.select(QUESTIONS)
            .where(q.due <= now, sa.or_(q.lease.is_(None), q.lease < now))
            .order_by(q.starts, q.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self.engine.begin() as db:
            rows = (await db.execute(free)).all()
            rows = [r for r in rows if not r.starts] or rows[:1]
            if rows:
                mine = sa.update(QUESTIONS).where(q.id.in_([r.id for r in rows])).values(owner=self.owner, lease=lease)
                await db.execute(mine)
        return [Open(r.id, INCOMING.validate_python(r.incoming), r.taken, r.starts, r.failures) for r in rows]

    async def begin(self, question: int) -> None:
        async with self.engine.begin() as db:
            await db.execute(sa.update(QUESTIONS).where(QUESTIONS.c.id == question).values(starts=QUESTIONS.c.starts + 1))

    async def renew(self, questions: Sequence[int], lease: datetime) -> None:
        async with self.engine.begin() as db:
            mine = sa.update(QUESTIONS).where(QUESTIONS.c.id.in_(questions), QUESTIONS.c.owner == self.owner)
            await db.execute(mine.values(lease=lease))

    async def release(self, question: int, due: datetime, *, failed: bool) -> None:
        q = QUESTIONS.c
        async with self.engine.begin() as db:
            mine = sa.update(QUESTIONS).where(q.id == question, q.owner == self.owner)
            # It came back, so it is no message that kills the process.
            await db.execute(mine.values(due=due, owner=None, lease=None, starts=0, failures=q.failures + int(failed)))

    async def finish(
        self, question: int, conversation: str, context: Context | None, expires: datetime, unanswered: Unanswered | None = None
    ) -> None:
        async with self.engine.begin() as db:
            await db.execute(sa.delete(QUESTIONS).where(QUESTIONS.c.id == question))
            if context:
                values = {"context": CONTEXT.dump_python(context, mode="json"), "expires": expires}
                row = self._insert(CONTEXTS).values(conversation=conversation, **values)
                await db.execute(row.on_conflict_do_update(index_elements=["conversation"], set_=values))
            if unanswered:
                u = unanswered
                row = UNANSWERED.insert().values(asked=u.asked, platform=u.platform, lang=u.lang, text=redact(u.text), reason=u.reason)
                await db.execute(row)

    async def context(self, conversation: str, now: datetime) -> Context | None:
        c = CONTEXTS.c
        async with self.engine.connect() as db:
            held = await db.scalar(sa.select(c.context).where(c.conversation == conversation, c.expires > now))
        try:
            return CONTEXT.validate_python(held) if held is not None else None
        except ValidationError:
            return None  # written by an older version: the conversation starts anew

    async def knows(self, conversation: str, now: datetime) -> bool:
        living = sa.exists().where(CONTEXTS.c.conversation == conversation, CONTEXTS.c.expires > now)
        waiting = sa.exists().where(QUESTIONS.c.conversation == conversation)
        async with self.engine.connect() as db:
            return bool(await db.scalar(sa.select(sa.or_(living, waiting))))

    async def feedback(self, platform: str, delivery: str, user: str, helpful: bool, comment: str, now: datetime) -> None:
        values = {"given": now, "helpful": helpful, "comment": redact(comment)}
        row = self._insert(FEEDBACK).values(platform=platform, delivery=delivery, user=user, **values)
        async with self.engine.begin() as db:
            await db.execute(row.on_conflict_do_update(index_elements=["platform", "delivery", "user"], set_=values))

    async def purge(self, now: datetime, retention: timedelta) -> None:
        async with self.engine.begin() as db:
            await db.execute(sa.delete(DELIVERIES).where(DELIVERIES.c.taken < now - DELIVERIES_KEPT))
            await db.execute(sa.delete(CONTEXTS).where(CONTEXTS.c.expires <= now))
            await db.execute(sa.delete(UNANSWERED).where(UNANSWERED.c.asked < now - retention))
            await db.execute(sa.delete(FEEDBACK).where(FEEDBACK.c.given < now - retention))
        if self.engine.dialect.name == "sqlite":
            # What was deleted still stands in the write-ahead log, until that is written back and emptied.
            async with self.engine.connect() as db:
                driver: Any = (await db.get_raw_connection()).driver_connection
                await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")  # in one step, which a shutdown cannot part

    async def close(self) -> None:
        try:
            async with self.engine.begin() as db:
                await db.execute(sa.update(QUESTIONS).where(QUESTIONS.c.owner == self.owner).values(owner=None, lease=None))
        finally:
            await self.engine.dispose()
            if self._lock:
                self._lock.close()


# ------------------------------------------------------------------ opening


def database_url(setting: str) -> URL:
    """The setting as a URL with the asynchronous driver. Raises SettingError when it is neither database nor path."""
    if "://" not in setting:
        return URL.create("sqlite+aiosqlite", database=setting)
    try:
        url = make_url(setting)
    except ArgumentError:
        url = URL.create("")
    match url.get_backend_name():
        case "sqlite" if url.database:
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+asyncpg")
        case _:
            raise SettingError("LIAISON_DATABASE is no database; give a file (data/liaison.db) or postgresql://user:password@host/name")


async def open_store(setting: str) -> SqlStore:
    """Open the database, migrated to this version's tables. Raises SettingError when it cannot be opened."""
    url = database_url(setting)
    lock: IO[bytes] | None = None
    if url.get_backend_name() == "sqlite":
        lock = _lock(Path(url.database or ""))
        # One connection: SQLite has one writer anyway, and a queue in order is better than a race for its lock.
        engine = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=TIMEOUT, connect_args={"timeout": TIMEOUT})
        _prepare_sqlite(engine)
    else:
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=10,
            pool_timeout=TIMEOUT,
            pool_pre_ping=True,
            connect_args={"timeout": TIMEOUT, "command_timeout": TIMEOUT},
        )
    store = SqlStore(engine, lock)
    try:
        async with engine.begin() as db:
            await db.run_sync(_migrate)
            if lock:
                # The lock says that no other process is alive, so whatever is leased belonged to a dead one.
                await db.execute(sa.update(QUESTIONS).values(owner=None, lease=None))
    except (sa.exc.SQLAlchemyError, OSError) as error:
        await engine.dispose()
        if lock:
            lock.close()
        raise SettingError(
            f"LIAISON_DATABASE: {url.render_as_string()} cannot be opened ({type(error).__name__}); is it there, and may this user write?"
        ) from error
    return store


def _lock(path: Path) -> IO[bytes]:
    """Hold a SQLite file for this process alone: two would answer each other's open questions a second time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # before SQLite makes it for all to read; its WAL takes the same mode
        lock = open(f"{path}.lock", "wb")  # noqa: SIM115  # held until the store is closed
    except OSError as error:
        raise SettingError(f"LIAISON_DATABASE: {path} cannot be written ({error.strerror}); choose a folder that this user may write") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise SettingError(f"LIAISON_DATABASE: {path} is in use by another process; stop it, or use PostgreSQL for several") from error
    return lock


def _prepare_sqlite(engine: AsyncEngine) -> None:
    @sa.event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the transactions are SQLAlchemy's (below), not guessed by the driver
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")  # an acknowledged question outlives a power cut too
        cursor.execute("PRAGMA secure_delete = ON")  # a text that is forgotten does not stay in a free page
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        # Replicas that start together migrate one after the other; the number is arbitrary but ours.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7215440)"))
    command.upgrade(config, "head")
