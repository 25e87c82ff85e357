"""The store on SQLite and PostgreSQL: the same tests, the same code."""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from adapters import Incoming
from bot.core.errors import SettingError
from bot.core.model import Choice, Context
from bot.redact import redact
from bot.store import REVISION, SqlStore, Unanswered, database_url, open_store

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
POSTGRES = os.environ.get("LIAISON_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


def reachable() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", 5432), 0.5):
            return True
    except OSError:
        return False


def said(delivery: str = "d", conversation: str = "c", **more: Any) -> Incoming:
    return Incoming("slack", delivery, conversation, "u", "when?", NOW, **more)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(not reachable(), reason="no PostgreSQL on 127.0.0.1:5432"))])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "data" / "x.db")
        return
    name = f"liaison_{os.getpid()}_{abs(hash(request.node.name)) % 10**8}"
    admin = await asyncpg.connect(POSTGRES)
    await admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield POSTGRES.rsplit("/", 1)[0] + "/" + name
    finally:
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()


@pytest.fixture
async def store(database: str) -> AsyncIterator[SqlStore]:
    one = await open_store(database)
    yield one
    await one.close()


async def count(store: SqlStore, table: str) -> int:
    async with store.engine.connect() as db:
        return int(await db.scalar(text(f"SELECT count(*) FROM {table}")))


async def test_a_delivery_is_taken_once(store: SqlStore) -> None:
    taken = await asyncio.gather(*(store.take(said("same"), NOW, NOW + MINUTE) for _ in range(20)))
    assert sum(t is not None for t in taken) == 1
    assert await store.take(said("other"), NOW, NOW + MINUTE)
    assert await count(store, "questions") == 2


async def test_a_number_means_one_question(store: SqlStore) -> None:
    numbers = []
    for n in range(3):
        question = await store.take(said(f"d{n}"), NOW, None)
        assert question
        numbers.append(question.id)
        await store.finish(question.id, "c", None, NOW)
    assert numbers == sorted(set(numbers))


async def test_an_incoming_comes_back_whole(store: SqlStore) -> None:
    incoming = said(
        "d'é\U0001f600",
        locale="fr",
        addressed=False,
        address={"to": "post", "deep": [1, None, {"a": True}]},
        expires=NOW + MINUTE,
        choice="mission/x",
    )
    await store.take(incoming, NOW, None)
    (claimed,) = await store.claim(NOW, NOW + MINUTE, 10)
    assert claimed.incoming == incoming
    assert (claimed.taken, claimed.starts, claimed.failures) == (NOW, 0, 0)


async def test_half_a_character_does_no_harm(store: SqlStore) -> None:
    await store.take(said(address={"name": "a\ud800"}), NOW, None)
    (claimed,) = await store.claim(NOW, NOW + MINUTE, 10)
    assert claimed.incoming.address == {"name": "a\ud800"}


async def test_times_are_kept_in_one_form(store: SqlStore) -> None:
    taken = await store.take(said(), NOW, NOW + MINUTE)  # by the short way
    assert taken
    await store.release(taken.id, NOW + timedelta(microseconds=1), failed=False)  # by SQLAlchemy
    async with store.engine.connect() as db:
        assert [len(str(t)) for t in (await db.execute(text("SELECT taken, due FROM questions"))).one()] in ([26, 26], [25, 32])
    assert await store.claim(NOW, NOW + MINUTE, 10) == []
    assert len(await store.claim(NOW + timedelta(microseconds=1), NOW + MINUTE, 10)) == 1


async def test_leases(store: SqlStore) -> None:
    a = await store.take(said("a"), NOW, NOW + MINUTE)
    assert a
    assert not await store.claim(NOW, NOW + MINUTE, 10), "in this process's hands"
    await store.renew([a.id], NOW + 3 * MINUTE)
    assert not await store.claim(NOW + 2 * MINUTE, NOW + 3 * MINUTE, 10)
    assert await store.claim(NOW + 4 * MINUTE, NOW + 5 * MINUTE, 10), "the lease ran out"
    await store.release(a.id, NOW + 10 * MINUTE, failed=True)
    assert not await store.claim(NOW + 9 * MINUTE, NOW + 20 * MINUTE, 10), "not due"
    (again,) = await store.claim(NOW + 10 * MINUTE, NOW + 20 * MINUTE, 10)
    assert again.failures == 1
    await store.finish(a.id, "c", None, NOW)
    assert await count(store, "questions") == 0


async def test_what_may_have_killed_a_process_is_given_out_alone_and_last(store: SqlStore) -> None:
    ids = []
    for name in "abcd":
        taken = await store.take(said(name), NOW, None)
        assert taken
        ids.append(taken.id)
    await store.begin(ids[0])
    await store.begin(ids[1])
    assert [q.id for q in await store.claim(NOW, NOW + MINUTE, 10)] == ids[2:]
    assert [q.id for q in await store.claim(NOW, NOW + MINUTE, 10)] == ids[:1]
    assert [q.starts for q in await store.claim(NOW, NOW + MINUTE, 10)] == [1]


async def test_claims_of_two_processes_never_meet(database: str) -> None:
    if database.startswith("postgresql"):
        one, two = await asyncio.gather(open_store(database), open_store(database))  # both migrate, one after the other
        for n in range(40):
            await one.take(said(str(n)), NOW, None)
        batches = await asyncio.gather(*(s.claim(NOW, NOW + MINUTE, 5) for s in (one, two) for _ in range(6)))
        claimed = [q.id for batch in batches for q in batch]
        assert len(claimed) == len(set(claimed)) == 40
        await one.close()
        assert len(await two.claim(NOW, NOW + MINUTE, 100)) > 0, "what one left is free at once"
        await two.close()
    else:
        one = await open_store(database)
        with pytest.raises(SettingError, match="in use by another process"):
            await open_store(database)
        await one.take(said(), NOW, NOW + timedelta(days=1))
        await one.engine.dispose()  # as after kill -9: nothing is released
        assert one._lock
        one._lock.close()
        two = await open_store(database)
        assert len(await two.claim(NOW, NOW + MINUTE, 10)) == 1, "no waiting for the lease of a dead process"
        await two.close()


async def test_contexts(store: SqlStore) -> None:
    context = Context(NOW, "fr", "quand ?", (("mission/a", "mission/b"), ("x/y",)), (Choice("a", "A", "ask A"),))
    taken = await store.take(said(), NOW, NOW + MINUTE)
    assert taken
    assert await store.knows("c", NOW), "an open question is enough"
    await store.finish(taken.id, "c", context, NOW + 30 * MINUTE)
    assert await store.context("c", NOW) == context
    assert await store.knows("c", NOW) and not await store.knows("other", NOW)
    assert await store.context("c", NOW + 30 * MINUTE) is None and not await store.knows("c", NOW + 31 * MINUTE)
    with_it = await store.take(said("e"), NOW, None)
    assert with_it and with_it.context == context
    late = await store.take(said("f"), NOW + 30 * MINUTE, None)
    assert late and late.context is None
    newer = Context(NOW, "en")
    await store.finish(0, "c", newer, NOW + 40 * MINUTE)
    assert await store.context("c", NOW) == newer
    async with store.engine.begin() as db:
        await db.execute(text("UPDATE contexts SET context = '{\"old\": 1}'"))
    assert await store.context("c", NOW) is None


async def test_unanswered_and_feedback_are_redacted_and_purged(store: SqlStore) -> None:
    await store.finish(0, "c", None, NOW, Unanswered("slack", "en", "ask bob@un.org about zorglub", "not proven", NOW))
    await store.feedback("teams", "d", "u", False, "call +43 1 2345 6789", NOW)
    await store.feedback("teams", "d", "u", True, "fine, see https://un.org", NOW)
    async with store.engine.connect() as db:
        assert (await db.execute(text("SELECT platform, lang, text, reason FROM unanswered"))).all() == [
            ("slack", "en", "ask [e-mail] about zorglub", "not proven")
        ]
        assert [tuple(r) for r in await db.execute(text("SELECT helpful, comment FROM feedback"))] == [(True, "fine, see [link]")]
    await store.take(said(), NOW, None)
    await store.finish(0, "c", Context(NOW, "en"), NOW + 30 * MINUTE)
    await store.purge(NOW + timedelta(days=2), timedelta(days=3), timedelta(days=1))
    assert [await count(store, t) for t in ("unanswered", "feedback", "deliveries", "contexts", "questions")] == [1, 1, 1, 0, 1]
    await store.purge(NOW + timedelta(days=4), timedelta(days=3), timedelta(days=1))
    assert [await count(store, t) for t in ("unanswered", "feedback", "deliveries", "questions")] == [0, 0, 0, 1]


async def test_it_opens_again_and_keeps_all(database: str) -> None:
    for known in (False, True):
        store = await open_store(database)
        assert (await store.take(said(), NOW, None) is None) is known
        await store.close()


async def test_a_question_that_cannot_be_read_is_not_kept_for_ever(store: SqlStore) -> None:
    taken = await store.take(said(), NOW, None)
    assert taken
    await store.release(taken.id, NOW, failed=False)
    async with store.engine.begin() as db:
        await db.execute(text("UPDATE questions SET incoming = '{\"old\": 1}'"))
    assert await store.claim(NOW, NOW + MINUTE, 9) == []
    await store.purge(NOW + timedelta(hours=23), timedelta(days=3), timedelta(days=1))
    assert await count(store, "questions") == 1
    assert await store.claim(NOW + timedelta(hours=25), NOW + timedelta(hours=26), 9) == []  # put aside once more
    await store.purge(NOW + timedelta(hours=25), timedelta(days=3), timedelta(days=1))
    assert await count(store, "questions") == 0


@pytest.mark.parametrize("link", ["symbolic", "hard"])
async def test_another_name_of_the_file_does_not_dodge_its_lock(tmp_path: Path, link: str) -> None:
    store = await open_store(str(tmp_path / "x.db"))
    try:
        if link == "symbolic":
            (tmp_path / "y.db").symlink_to(tmp_path / "x.db")
        else:
            (tmp_path / "y.db").hardlink_to(tmp_path / "x.db")
        with pytest.raises(SettingError, match=r"in use|several names"):
            await open_store(str(tmp_path / "y.db"))
    finally:
        await store.close()


async def test_the_newest_revision_is_known(store: SqlStore) -> None:
    versions = Path(__file__).parents[1] / "bot" / "migrations" / "versions"
    assert max(p.name.split("_")[0] for p in versions.glob("[0-9]*.py")) == REVISION
    async with store.engine.connect() as db:
        assert await db.scalar(text("SELECT version_num FROM alembic_version")) == REVISION


async def test_nothing_blocks_the_event_loop(store: SqlStore) -> None:
    longest, last = 0.0, asyncio.get_running_loop().time()
    done = False

    async def watch() -> None:
        nonlocal longest, last
        while not done:
            await asyncio.sleep(0.001)
            now = asyncio.get_running_loop().time()
            longest, last = max(longest, now - last), now

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(store.take(said(str(n)), NOW, None) for n in range(50)))
    done = True
    await watching
    assert longest < 0.5


def test_sqlite_is_durable_and_private(tmp_path: Path) -> None:
    async def run() -> None:
        store = await open_store(str(tmp_path / "x.db"))
        async with store.engine.connect() as db:
            assert (await db.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
            assert (await db.execute(text("PRAGMA synchronous"))).scalar() == 2
            assert [oct(f.stat().st_mode & 0o777) for f in sorted(tmp_path.glob("x.db*")) if not f.name.endswith(".lock")] == ["0o600"] * 3
        await store.close()

    asyncio.run(run())
    with sqlite3.connect(tmp_path / "x.db") as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall()
    db.close()


async def test_sqlite_keeps_no_trace_of_what_is_forgotten(tmp_path: Path) -> None:
    store = await open_store(str(tmp_path / "x.db"))
    for n in range(50):
        taken = await store.take(replace(said(str(n)), text="zorglub " * 50), NOW, NOW + MINUTE)
        assert taken
        await store.finish(taken.id, "c", None, NOW)
    await store.purge(NOW, timedelta(days=3), timedelta(days=1))
    assert not [f.name for f in tmp_path.glob("x.db*") if b"zorglub" in f.read_bytes()]
    await store.close()


@pytest.mark.parametrize(
    ("setting", "url"),
    [
        ("data/x.db", "sqlite+aiosqlite:///data/x.db"),
        ("sqlite:////var/x.db", "sqlite+aiosqlite:////var/x.db"),
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d"),
    ],
)
def test_database_url(setting: str, url: str) -> None:
    assert database_url(setting).render_as_string() == url


@pytest.mark.parametrize("setting", ["mysql://h/d", "://", "sqlite://", "/proc/none/x.db", "postgresql://u@127.0.0.1:1/d"])
async def test_a_database_that_cannot_be_opened_is_named(setting: str) -> None:
    with pytest.raises(SettingError, match="LIAISON_DATABASE"):
        await open_store(setting)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("write to Jane.Doe+x@unodc.org.", "write to [e-mail]."),
        ("see https://un.org/a?b=c, or www.un.org or un.org/mali", "see [link] or [link] or [link]"),
        ("call +43 (1) 26060-0 or 0043 1 260600", "call [phone] or [phone]"),
        ("@alice and <@U123> and <at>Bob</at> and <!here>", "[mention] and [mention] and [mention] and [mention]"),
        ("signed 2018-03-07, 07.03.2018, 7/3/2018, in 2009-2018, 2009–2018", "signed 2018-03-07, 07.03.2018, 7/3/2018, in 2009-2018, 2009–2018"),
        ("150 trainees, 1,500 officers, resolution 2149 (2014)", "150 trainees, 1,500 officers, resolution 2149 (2014)"),
        ("MINUSCA: why?", "MINUSCA: why?"),
    ],
)
def test_redact(said: str, kept: str) -> None:
    assert redact(said) == kept
