"""What the service remembers across restarts: one small interface over SQLite (the default) and PostgreSQL.

Times are aware datetimes, kept in UTC. Every method is one transaction; when it returns, its effect is durable. What is asked
for while SQLite writes to the disk goes there together next (:class:`Lane`).
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Dialect, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters import Incoming
from bot.core.errors import SettingError
from bot.core.model import Context, Lang
from bot.redact import redact

log = logging.getLogger("liaison.store")

DELIVERIES_KEPT = timedelta(days=3)
"""Slack's last retry comes after 5 minutes; the rest is for a platform that was cut off."""
ASIDE = timedelta(hours=1)
"""A question that this version cannot read is looked at again after this."""
REVISION = "0001"
"""The newest of ``bot/migrations/versions``."""
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
    context: Context | None = None
    """That of its conversation when it was taken (not when it was claimed): whoever answers it at once need not ask again."""


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
        """Record the delivery and the open question; None for a repeat. With a lease it is this process's to answer.

        What is returned holds the context of the conversation, read in the same transaction.
        """

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

    async def probe(self, now: datetime) -> None:
        """Write a little. Raises what every other write would raise now."""

    async def purge(self, now: datetime, retention: timedelta, keep: timedelta) -> None:
        """Delete all that is past its time; ``retention`` is that of unanswered questions and feedback, ``keep`` that of questions."""

    async def close(self) -> None:
        """Release what this process holds and close the database."""


# ------------------------------------------------------------------ tables


class Moment(sa.TypeDecorator[datetime]):
    """An aware time. SQLite keeps no zone, so it is UTC there by agreement."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        if dialect.name == "sqlite":  # in SQLAlchemy's own form, without the zone
            return lambda v: None if v is None else (v if v.tzinfo is UTC else v.astimezone(UTC)).isoformat(" ", "microseconds")[:26]
        return lambda v: None if v is None else v.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Kept(sa.TypeDecorator[Any]):
    """A dataclass of ours as JSON. It comes back as plain JSON: what does not fit any more is the reader's business."""

    impl = sa.JSON
    cache_ok = True

    def __init__(self, adapter: TypeAdapter[Any]) -> None:
        super().__init__()
        self.adapter = adapter

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        def text(value: Any) -> str:
            try:
                return self.adapter.dump_json(value).decode()
            except ValueError:  # half a surrogate pair, which only Python writes
                return json.dumps(self.adapter.dump_python(value, mode="json"))

        return text


INCOMING: TypeAdapter[Incoming] = TypeAdapter(Incoming)
CONTEXT: TypeAdapter[Context] = TypeAdapter(Context)
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
    sa.Column("context", Kept(CONTEXT)),
    sa.Column("expires", Moment()),
)  # fmt: skip
QUESTIONS = sa.Table(
    "questions", METADATA,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("conversation", sa.Text()),
    sa.Column("incoming", Kept(INCOMING)),
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

T = TypeVar("T")
Work = Callable[[Connection], T]
"""Statements of one transaction. Harmless to run again when the transaction came to nothing."""


class Often:
    """A statement of every message, compiled once, for values by name.

    SQLite runs such a statement in 2 us, SQLAlchemy takes 20 to hand it over; so it goes to the driver directly there, inside the same
    transaction. Rows come as the driver gives them.
    """

    def __init__(self, statement: Any, dialect: Dialect, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._sql = ""
        if dialect.name == "sqlite":
            compiled = statement.compile(dialect=dialect, column_keys=columns)
            self._sql = str(compiled)
            types = [(name, compiled.binds[name].type.dialect_impl(dialect)) for name in compiled.positiontup]
            self._binds = [(name, kind.bind_processor(dialect) or (lambda value: value)) for name, kind in types]

    def __call__(self, db: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        if not self._sql:
            result = db.execute(self._statement, values)
            return result.all() if result.returns_rows else ()
        rows: Sequence[Sequence[Any]] = _driver(db).execute(self._sql, [process(values[name]) for name, process in self._binds]).fetchall()
        return rows


# ------------------------------------------------------------------ SQLite off the event loop


class Lane:
    """Transactions on a SQLite file, in order: all that has come in while one runs goes into the next, together.

    The wait for the disk is by far the longest part of a transaction; it is spent in a thread, and one wait serves many. Statements
    that touch a row or two (``quick``) run on the event loop before it: they take some microseconds each, and ten times as long in a
    thread, which has to get Python's lock from the busy loop after every one. Where that could mean to wait (another writer, an
    error) and for all that may take longer, the whole transaction is the thread's.
    """

    def __init__(self, url: URL) -> None:
        self._engine = _one_connection(url)
        self._db: Connection | None = None
        self._thread = ThreadPoolExecutor(1, "store")
        self._waiting: list[tuple[Work[Any], bool, asyncio.Future[Any]]] = []
        self._drain: asyncio.Task[None] | None = None

    async def run(self, work: Work[T], *, quick: bool = False) -> T:
        """Run a transaction; returns when it is on the disk."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, quick, done))
        if self._drain is None:
            self._drain = asyncio.create_task(self._run(), name="store")
        return await done

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = [w for w in self._waiting if not w[2].done()], []
                works = [work for work, _, _ in batch]
                try:
                    results = await self._transaction(works, quick=all(quick for _, quick, _ in batch))
                except Exception as error:
                    results = [error] * len(batch)
                for (_, _, done), result in zip(batch, results, strict=True):
                    if done.done():
                        continue  # nobody waits any more
                    if isinstance(result, Exception):
                        done.set_exception(result)
                    else:
                        done.set_result(result)
        finally:
            self._drain = None

    async def _transaction(self, works: Sequence[Work[Any]], *, quick: bool) -> Sequence[Any]:
        loop = asyncio.get_running_loop()
        db = self._db
        if quick and db and self._begin(db, wait=False):
            try:
                results = [work(db) for work in works]
                await loop.run_in_executor(self._thread, _say, db, "COMMIT")
                return results
            except Exception:
                _roll_back(db)
        return await loop.run_in_executor(self._thread, self._together, works)

    def _together(self, works: Sequence[Work[Any]]) -> Sequence[Any]:
        """All of it in the thread; a result or an exception for each."""
        try:
            db = self._db = self._db or self._engine.connect()
            self._begin(db, wait=True)
        except Exception as error:  # a database that is busy or gone is so for each of them
            return [error] * len(works)
        try:
            results = [work(db) for work in works]
            _say(db, "COMMIT")
            return results
        except BaseException as error:
            _roll_back(db)
            if not isinstance(error, Exception):
                raise
            if len(works) == 1:
                return [error]
            # One of them spoils the transaction of all: each by itself.
            return [result for work in works for result in self._together([work])]

    def _begin(self, db: Connection, *, wait: bool) -> bool:
        """Begin a transaction; False when another process or connection is writing and this is not to wait for it."""
        if wait:
            _say(db, f"PRAGMA busy_timeout = {TIMEOUT * 1000:.0f}")
        try:
            _say(db, "BEGIN IMMEDIATE")
            return True
        except sqlite3.OperationalError:
            if wait:
                raise
            return False
        finally:
            if wait:
                _say(db, "PRAGMA busy_timeout = 0")

    async def close(self) -> None:
        while self._drain:
            await asyncio.wait({self._drain})
        await asyncio.to_thread(self._thread.shutdown)
        if self._db:
            self._db.close()
        self._engine.dispose()


class Lanes:
    """One lane writes; what only reads looks up a row or two at once, beside it, and waits for no writer."""

    def __init__(self, url: URL) -> None:
        self._writing, self._reading = Lane(url), _one_connection(url)
        self.write = self._writing.run

    async def read(self, work: Work[T]) -> T:
        with self._reading.connect() as db:
            return work(db)

    async def close(self) -> None:
        await self._writing.close()
        self._reading.dispose()


def _one_connection(url: URL) -> sa.Engine:
    """The file over one connection, for any thread but one at a time; each statement by itself unless told BEGIN."""
    arguments = {"timeout": 0, "check_same_thread": False}
    engine = sa.create_engine(url.set(drivername="sqlite+pysqlite"), hide_parameters=True, poolclass=sa.StaticPool, connect_args=arguments)
    _prepare_sqlite(engine)
    return engine


def _driver(db: Connection) -> Any:
    return db.connection.driver_connection


def _say(db: Connection, statement: str) -> None:
    """To the driver itself, beside SQLAlchemy's own idea of transactions."""
    _driver(db).execute(statement)


def _roll_back(db: Connection) -> None:
    _driver(db).rollback()  # does nothing where SQLite has done so itself


# ------------------------------------------------------------------ the one implementation


class SqlStore:
    """The store over SQLAlchemy; what differs between databases is in :func:`open_store` and ``_insert``."""

    def __init__(self, engine: AsyncEngine, lock: IO[bytes] | None = None, lanes: Lanes | None = None) -> None:
        self.engine = engine
        self._lanes = lanes
        self.owner = uuid.uuid4().hex
        self._lock = lock
        self._insert: Any = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        dialect = engine.sync_engine.dialect
        deliver = self._insert(DELIVERIES).on_conflict_do_nothing().returning(DELIVERIES.c.platform)
        self._deliver = Often(deliver, dialect, [c.name for c in DELIVERIES.c])
        self._ask = Often(QUESTIONS.insert().returning(QUESTIONS.c.id), dialect, [c.name for c in QUESTIONS.c if c.name != "id"])
        self._forget = Often(QUESTIONS.delete().where(QUESTIONS.c.id == sa.bindparam("number")), dialect)
        remember = self._insert(CONTEXTS)
        new = {"context": remember.excluded.context, "expires": remember.excluded.expires}
        self._remember = Often(remember.on_conflict_do_update(index_elements=["conversation"], set_=new), dialect, [c.name for c in CONTEXTS.c])
        c = CONTEXTS.c
        living = (c.conversation == sa.bindparam("conversation"), c.expires > sa.bindparam("now"))
        self._recall = Often(sa.select(sa.cast(c.context, sa.Text)).where(*living), dialect)

    async def _write(self, work: Work[T], *, quick: bool = False) -> T:
        if self._lanes:
            return await self._lanes.write(work, quick=quick)
        async with self.engine.begin() as db:
            return await db.run_sync(work)

    async def _read(self, work: Work[T]) -> T:
        if self._lanes:
            return await self._lanes.read(work)
        async with self.engine.connect() as db:
            return await db.run_sync(work)

    async def take(self, incoming: Incoming, now: datetime, lease: datetime | None) -> Open | None:
        delivery = {"platform": incoming.platform, "delivery": incoming.delivery, "taken": now}
        question = {
            "conversation": incoming.conversation, "incoming": incoming, "taken": now, "due": now,
            "owner": self.owner if lease else None, "lease": lease, "starts": 0, "failures": 0,
        }  # fmt: skip

        def work(db: Connection) -> tuple[int, str | None] | None:
            if not self._deliver(db, delivery):
                return None
            ((number,),) = self._ask(db, question)
            return number, self._held(db, incoming.conversation, now)

        taken = await self._write(work, quick=True)
        return Open(taken[0], incoming, now, context=_context(taken[1])) if taken else None

    async def claim(self, now: datetime, lease: datetime, limit: int) -> Sequence[Open]:
        q = QUESTIONS.c
        free = (
            sa.select(QUESTIONS)
            .where(q.due <= now, sa.or_(q.lease.is_(None), q.lease < now))
            .order_by(q.starts, q.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )

        def work(db: Connection) -> Sequence[sa.Row[Any]]:
            rows = db.execute(free).all()
            rows = [r for r in rows if not r.starts] or rows[:1]
            if rows:
                mine = sa.update(QUESTIONS).where(q.id.in_([r.id for r in rows])).values(owner=self.owner, lease=lease)
                db.execute(mine)
            return rows

        found = []
        for r in await self._write(work):
            try:
                found.append(Open(r.id, INCOMING.validate_python(r.incoming), r.taken, r.starts, r.failures))
            except ValidationError:  # of another version, or damaged: it keeps nobody else waiting
                log.error("question %d in the store cannot be read; it is put aside for %d minutes", r.id, ASIDE.total_seconds() / 60)
                await self.release(r.id, now + ASIDE, failed=False)
        return found

    async def begin(self, question: int) -> None:
        await self._do(sa.update(QUESTIONS).where(QUESTIONS.c.id == question).values(starts=QUESTIONS.c.starts + 1))

    async def renew(self, questions: Sequence[int], lease: datetime) -> None:
        mine = sa.update(QUESTIONS).where(QUESTIONS.c.id.in_(questions), QUESTIONS.c.owner == self.owner)
        await self._do(mine.values(lease=lease))

    async def release(self, question: int, due: datetime, *, failed: bool) -> None:
        q = QUESTIONS.c
        mine = sa.update(QUESTIONS).where(q.id == question, q.owner == self.owner)
        # It came back, so it is no message that kills the process.
        await self._do(mine.values(due=due, owner=None, lease=None, starts=0, failures=q.failures + int(failed)))

    async def finish(
        self, question: int, conversation: str, context: Context | None, expires: datetime, unanswered: Unanswered | None = None
    ) -> None:
        def work(db: Connection) -> None:
            self._forget(db, {"number": question})
            if context:
                self._remember(db, {"conversation": conversation, "context": context, "expires": expires})
            if unanswered:
                u = unanswered
                db.execute(UNANSWERED.insert().values(asked=u.asked, platform=u.platform, lang=u.lang, text=redact(u.text), reason=u.reason))

        await self._write(work, quick=True)

    async def context(self, conversation: str, now: datetime) -> Context | None:
        return _context(await self._read(lambda db: self._held(db, conversation, now)))

    def _held(self, db: Connection, conversation: str, now: datetime) -> str | None:
        rows = self._recall(db, {"conversation": conversation, "now": now})
        return rows[0][0] if rows else None

    async def knows(self, conversation: str, now: datetime) -> bool:
        living = sa.exists().where(CONTEXTS.c.conversation == conversation, CONTEXTS.c.expires > now)
        waiting = sa.exists().where(QUESTIONS.c.conversation == conversation)
        return bool(await self._read(lambda db: db.scalar(sa.select(sa.or_(living, waiting)))))

    async def feedback(self, platform: str, delivery: str, user: str, helpful: bool, comment: str, now: datetime) -> None:
        values = {"given": now, "helpful": helpful, "comment": redact(comment)}
        row = self._insert(FEEDBACK).values(platform=platform, delivery=delivery, user=user, **values)
        await self._do(row.on_conflict_do_update(index_elements=["platform", "delivery", "user"], set_=values))

    async def probe(self, now: datetime) -> None:
        row = self._insert(DELIVERIES).values(platform="", delivery="probe", taken=now)
        await self._do(row.on_conflict_do_update(index_elements=["platform", "delivery"], set_={"taken": now}))

    async def purge(self, now: datetime, retention: timedelta, keep: timedelta) -> None:
        q = QUESTIONS.c
        await self._do(
            # what was put aside because it cannot be read: everything else is given up by whoever takes it up again
            sa.delete(QUESTIONS).where(q.taken < now - keep, q.owner.is_(None), q.due > now),
            sa.delete(DELIVERIES).where(DELIVERIES.c.taken < now - DELIVERIES_KEPT),
            sa.delete(CONTEXTS).where(CONTEXTS.c.expires <= now),
            sa.delete(UNANSWERED).where(UNANSWERED.c.asked < now - retention),
            sa.delete(FEEDBACK).where(FEEDBACK.c.given < now - retention),
        )
        if self.engine.dialect.name == "sqlite":
            # What was deleted still stands in the write-ahead log, until that is written back and emptied.
            async with self.engine.connect() as db:
                driver: Any = (await db.get_raw_connection()).driver_connection
                await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")  # in one step, which a shutdown cannot part

    async def _do(self, *statements: Any) -> None:
        """One transaction of statements that return nothing."""

        def work(db: Connection) -> None:
            for statement in statements:
                db.execute(statement)

        await self._write(work)

    async def close(self) -> None:
        try:
            await self._do(sa.update(QUESTIONS).where(QUESTIONS.c.owner == self.owner).values(owner=None, lease=None))
        finally:
            if self._lanes:
                await self._lanes.close()
            await self.engine.dispose()
            if self._lock:
                self._lock.close()


def _context(held: str | None) -> Context | None:
    """A context as it is kept; None if it was written by an older version: the conversation starts anew."""
    try:
        return CONTEXT.validate_json(held) if held is not None else None
    except ValidationError:
        return None


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
        # For opening only; then the one writer serves all in order, which is better than a race for SQLite's lock.
        engine = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=TIMEOUT, connect_args={"timeout": TIMEOUT})
        _prepare_sqlite(engine.sync_engine)
        sa.event.listen(engine.sync_engine, "begin", lambda db: db.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=10,
            pool_timeout=TIMEOUT,
            pool_pre_ping=True,
            connect_args={"timeout": TIMEOUT, "command_timeout": TIMEOUT},
        )
    store = SqlStore(engine, lock, Lanes(url) if lock else None)
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
        path = path.resolve()  # the file itself, whatever link leads to it
        path.touch(mode=0o600)  # before SQLite makes it for all to read; its WAL takes the same mode
        if path.stat().st_nlink > 1:
            raise SettingError(f"LIAISON_DATABASE: {path} has several names (hard links), so it cannot be locked; give it one")
        lock = open(f"{path}.lock", "wb")  # noqa: SIM115  # held until the store is closed
    except OSError as error:
        raise SettingError(f"LIAISON_DATABASE: {path} cannot be written ({error.strerror}); choose a folder that this user may write") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise SettingError(f"LIAISON_DATABASE: {path} is in use by another process; stop it, or use PostgreSQL for several") from error
    return lock


def _prepare_sqlite(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver guesses no transactions
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")  # an acknowledged question outlives a power cut too
        cursor.execute("PRAGMA secure_delete = ON")  # a text that is forgotten does not stay in a free page
        cursor.close()


def _migrate(connection: Connection) -> None:
    """Bring the tables to this version's form. Alembic is loaded only if there is something to do: it takes 11 MB."""
    if connection.dialect.name == "postgresql":
        # Replicas that start together migrate one after the other; the number is arbitrary but ours.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7215440)"))
    if sa.inspect(connection).has_table("alembic_version") and connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == REVISION:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
