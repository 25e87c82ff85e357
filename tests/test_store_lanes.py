"""SQLite's one writer: many transactions for one wait, and each still stands for itself, on the event loop or off it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from bot import store
from bot.store import Lane, Lanes


@pytest.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Lanes]:
    it = Lanes(URL.create("sqlite", database=str(tmp_path / "x.db")))
    await it.write(lambda db: db.exec_driver_sql("CREATE TABLE t (a INTEGER UNIQUE)"))
    yield it
    await it.close()


def put(number: int) -> Any:
    return lambda db: db.exec_driver_sql("INSERT INTO t VALUES (?)", (number,)).rowcount


def count(path: Path) -> int:
    with sqlite3.connect(path / "x.db") as other:
        found = int(other.execute("SELECT count(*) FROM t").fetchone()[0])
    other.close()
    return found


@pytest.mark.parametrize("quick", [False, True])
async def test_written_is_seen_by_others(writer: Lanes, tmp_path: Path, quick: bool) -> None:
    await asyncio.gather(*(writer.write(put(n), quick=quick) for n in range(50)))
    assert count(tmp_path) == 50
    assert await writer.read(lambda db: db.scalar(sa.text("SELECT max(a) FROM t"))) == 49


async def test_what_comes_while_the_disk_is_busy_is_written_together(writer: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    together = Lane._together
    monkeypatch.setattr(Lane, "_together", lambda self, works: (sizes.append(len(works)), together(self, works))[1])
    free = threading.Event()

    def slow(db: Connection) -> None:
        free.wait(5)

    first = asyncio.create_task(writer.write(slow))
    await asyncio.sleep(0.05)
    others = [asyncio.create_task(writer.write(put(n))) for n in range(20)]
    await asyncio.sleep(0.05)
    free.set()
    await asyncio.gather(first, *others)
    assert sizes == [1, 20]


@pytest.mark.parametrize("quick", [False, True])
async def test_one_that_fails_spoils_no_other(writer: Lanes, tmp_path: Path, quick: bool) -> None:
    await writer.write(put(3))
    results = await asyncio.gather(*(writer.write(put(n), quick=quick) for n in range(6)), return_exceptions=True)
    assert [isinstance(r, sa.exc.IntegrityError) for r in results] == [n == 3 for n in range(6)]
    assert count(tmp_path) == 6


async def test_reading_waits_for_no_writer(writer: Lanes) -> None:
    free = threading.Event()
    writing = asyncio.create_task(writer.write(lambda db: (put(1)(db), free.wait(5))))
    await asyncio.sleep(0.05)
    assert await asyncio.wait_for(writer.read(lambda db: db.scalar(sa.text("SELECT count(*) FROM t"))), 2) == 0
    free.set()
    await writing


async def test_one_who_gave_up_keeps_nobody_waiting(writer: Lanes) -> None:
    free = threading.Event()
    first = asyncio.create_task(writer.write(lambda db: free.wait(5)))
    await asyncio.sleep(0.05)
    tired, patient = asyncio.create_task(writer.write(put(1))), asyncio.create_task(writer.write(put(2)))
    await asyncio.sleep(0.01)
    first.cancel()
    tired.cancel()
    free.set()
    assert await patient == 1


async def test_quick_ones_run_where_they_are_asked_for_and_the_disk_is_waited_for_elsewhere(writer: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    where: list[tuple[str, bool]] = []
    say = store._say
    here = threading.current_thread()
    monkeypatch.setattr(store, "_say", lambda db, what: (where.append((what, threading.current_thread() is here)), say(db, what))[1])
    await writer.write(lambda db: where.append(("work", threading.current_thread() is here)), quick=True)
    assert where == [("BEGIN IMMEDIATE", True), ("work", True), ("COMMIT", False)]
    await writer.write(lambda db: where.append(("slow", threading.current_thread() is here)))
    assert ("slow", False) in where


async def test_another_writer_holds_up_the_quick_but_not_the_loop(writer: Lanes, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(writer.write(put(1), quick=True))
    longest, last = 0.0, time.monotonic()
    for _ in range(30):
        await asyncio.sleep(0.01)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert not writing.done() and longest < 0.25
    other.execute("COMMIT")
    other.close()
    assert await writing == 1
    assert count(tmp_path) == 1


async def test_a_busy_database_is_waited_for_once(writer: Lanes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await writer.write(put(0))
    monkeypatch.setattr(store, "TIMEOUT", 0.05)
    begun: list[str] = []
    say = store._say
    monkeypatch.setattr(store, "_say", lambda db, what: (begun.append(what), say(db, what))[1])
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    results = await asyncio.gather(*(writer.write(put(n)) for n in range(1, 7)), return_exceptions=True)
    other.execute("COMMIT")
    other.close()
    assert all(isinstance(r, sqlite3.OperationalError) for r in results)
    assert begun.count("BEGIN IMMEDIATE") <= 2, "not once for each"
    assert await writer.write(put(9)) == 1


async def test_a_commit_that_fails_is_done_again_or_told(writer: Lanes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say, failures = store._say, [sqlite3.OperationalError("disk I/O error")] * 2

    def failing(db: Connection, what: str) -> None:
        if what == "COMMIT" and failures:
            raise failures.pop()
        say(db, what)

    monkeypatch.setattr(store, "_say", failing)
    results = await asyncio.gather(*(writer.write(put(n), quick=True) for n in range(3)))  # together, together in the thread, each alone
    assert results == [1, 1, 1] and count(tmp_path) == 3
    failures += [sqlite3.OperationalError("disk I/O error")] * 2
    with pytest.raises(sqlite3.OperationalError):
        await writer.write(put(7), quick=True)
    assert await writer.write(put(8), quick=True) == 1, "the next one is not touched"
    assert count(tmp_path) == 4
