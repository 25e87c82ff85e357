"""The shell around the core: one answer each, conversations, limits, recovery, an orderly end, and what is logged."""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import text
from tenacity import stop_after_attempt

from adapters import Address, Answer, Incoming, TryLater, Uncertain, Undeliverable
from bot.core.errors import SendError, SettingError
from bot.core.index import Index
from bot.core.model import Choice, Message
from bot.core.respond import Turn, respond
from bot.serve import configured, running, server
from bot.service import LONGEST, Limits, Rate, Service, Taken
from bot.settings import load_settings
from bot.store import SqlStore, open_store
from tests.fake_slack import SECRET, TOKEN
from tests.fake_teams import APP, TENANT

SIGNED = "when was the MINUSCA agreement signed?"


class Platform:
    """An adapter that remembers what it sent, and fails as told."""

    name = "fake"
    ready = True

    def __init__(self) -> None:
        self.sent: list[Answer] = []
        self.addresses: list[Address] = []
        self.errors: list[Exception] = []
        self.seconds = 0.0
        self.under_way = self.most = 0

    def routes(self) -> Iterable[web.RouteDef]:
        return ()

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: Address, answer: Answer) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.seconds)
            if self.errors:
                raise self.errors.pop(0)
            self.sent.append(answer)
            self.addresses.append(address)
        finally:
            self.under_way -= 1

    async def until(self, count: int, seconds: float = 8.0) -> None:
        async with asyncio.timeout(seconds):
            while len(self.sent) < count:  # noqa: ASYNC110  # polling is simplest for a list
                await asyncio.sleep(0.01)

    @property
    def texts(self) -> list[str]:
        return [a.text for a in self.sent]


@asynccontextmanager
async def a_service(index: Index, database: Path, limits: Limits | None = None, **more: Any) -> AsyncIterator[tuple[Service, Platform, SqlStore]]:
    store = await open_store(str(database))
    service, platform = Service(index, store, limits, **more), Platform()
    service.attach(platform)
    try:
        yield service, platform, store
    finally:
        await service.stop()
        await store.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "x.db"


def said(text: str = SIGNED, delivery: str = "", conversation: str = "c", user: str = "u", **more: Any) -> Incoming:
    said.count += 1  # type: ignore[attr-defined]
    return Incoming("fake", delivery or f"d{said.count}", conversation, user, text, datetime.now(UTC), **more)  # type: ignore[attr-defined]


said.count = 0  # type: ignore[attr-defined]


async def rows(store: SqlStore, sql: str) -> list[Any]:
    async with store.engine.connect() as db:
        return [tuple(r) for r in await db.execute(text(sql))]


async def test_a_question_is_answered_and_forgotten(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, store):
        assert await service.take(said(address={"to": "here"}), wait=5) is Taken.ANSWERED
        assert "7 March 2018" in platform.texts[0]
        assert platform.addresses == [{"to": "here"}]
        assert not platform.sent[0].again
        assert await rows(store, "SELECT * FROM questions") == []


async def test_repeats_are_answered_once(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, _):
        taken = await asyncio.gather(*(service.take(said(delivery="same"), wait=5) for _ in range(20)))
        assert sorted(taken) == [Taken.ANSWERED] + [Taken.REPEAT] * 19
    async with a_service(index, database) as (service, later, _):
        assert await service.take(said(delivery="same")) is Taken.REPEAT
    assert len(platform.sent) + len(later.sent) == 1


async def test_a_conversation_goes_on_for_its_own_person(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, _):
        await service.take(said(), wait=5)
        assert await service.knows("c") and not await service.knows("other")
        await service.take(said("what about minusma?"), wait=5)
        assert "MINUSMA" in platform.texts[1] and "signed" in platform.texts[1]
        await service.take(said("where was it signed?", conversation="other"), wait=5)
        assert platform.texts[2] != platform.texts[1]


async def test_questions_of_one_conversation_are_answered_in_order(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, _):
        platform.seconds = 0.02
        deliveries = [said(delivery=f"n{n}") for n in range(8)]
        for one in deliveries:
            await service.take(one)
        await platform.until(8)
        assert [a.delivery for a in platform.sent] == [i.delivery for i in deliveries]
        assert platform.most == 1


async def test_one_that_leans_on_another_still_in_work_waits_for_what_it_leaves_behind(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, _):
        platform.seconds = 0.05
        await asyncio.gather(
            service.take(said(), wait=5), service.take(said("what about minusma?"), wait=5), service.take(said("and minusca?"), wait=5)
        )
        assert "MINUSMA" in platform.texts[1] and "signed" in platform.texts[1]
        assert "7 March 2018" in platform.texts[2]


async def test_a_context_is_read_with_the_taking_unless_it_may_have_changed(
    index: Index, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    async with a_service(index, database) as (service, platform, store):
        reads: list[str] = []
        context = store.context
        monkeypatch.setattr(store, "context", lambda conversation, now: (reads.append(conversation), context(conversation, now))[1])
        for words in (SIGNED, "what about minusma?"):
            await service.take(said(words), wait=5)
        assert reads == [] and "MINUSMA" in platform.texts[1]
        await asyncio.gather(*(service.take(said(conversation=c), wait=5) for c in ("x", "x", "y")))
        assert reads == ["x"]


async def test_unaddressed_posts_are_answered_when_understood_and_never_kept(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, store):
        for words in [
            "how is the weather",
            "thanks a lot",
            "ok",
            "is Bob going to MINUSCA on friday?",
            "do you think MINUSCA will get a new building?",
        ]:
            assert await service.take(said(words, addressed=False), wait=5) is Taken.ANSWERED
        assert platform.sent == []
        await service.take(said(addressed=False), wait=5)
        assert len(platform.sent) == 1
        assert await rows(store, "SELECT * FROM unanswered") == []


@pytest.mark.parametrize(("keep", "kept"), [(True, [("how is the zorglub of [e-mail]",)]), (False, [])])
async def test_unanswered_questions_are_kept_redacted_unless_switched_off(index: Index, database: Path, keep: bool, kept: list[Any]) -> None:
    async with a_service(index, database, unanswered=keep) as (service, _, store):
        await service.take(said("how is the zorglub of bob@un.org"), wait=5)
        await service.take(said(), wait=5)
        assert await rows(store, "SELECT text FROM unanswered") == kept


async def test_the_rate_limit_is_polite_and_per_user(index: Index, database: Path) -> None:
    async with a_service(index, database, Limits(rate=3)) as (service, platform, _):
        for n in range(8):
            await service.take(said(conversation=f"c{n}"), wait=5)
        assert len(platform.sent) == 6, "three answers and three requests to slow down"
        assert all("more than 3 questions in a minute" in t for t in platform.texts[3:])
        await service.take(said(user="somebody else"), wait=5)
        assert "7 March 2018" in platform.texts[6]


async def test_the_rate_limit_is_told_once_a_conversation_and_in_its_language(index: Index, database: Path) -> None:
    async with a_service(index, database, Limits(rate=1)) as (service, platform, _):
        for _ in range(4):
            await service.take(said("quand l'accord avec la MINUSCA a-t-il été signé ?", conversation="c"), wait=5)
        assert len(platform.sent) == 2 and "plus de 1 questions" in platform.texts[1]


@pytest.mark.parametrize(("locale", "before", "lang"), [("fr", "", "fr"), ("en", "", "en"), ("xx", "", "en"), (None, "", "en"),
                                                        (None, "quand l'accord avec la MINUSCA a-t-il été signé ?", "fr")])  # fmt: skip
async def test_who_said_nothing_is_told_what_one_can_ask(index: Index, database: Path, locale: str | None, before: str, lang: str) -> None:
    """In the language of the client, or of the conversation where a platform does not tell the client's."""
    async with a_service(index, database) as (service, platform, _):
        if before:
            await service.take(said(before), wait=5)
        await service.take(said("", locale=locale), wait=5)
        assert (platform.sent[-1].reply.kind, platform.sent[-1].reply.lang) == ("help", lang)
        assert service.peek("", locale).reply.kind == "help"


async def test_the_wait_counts_from_the_arrival(index: Index, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_service(index, database) as (service, platform, store):
        platform.seconds = 1.0
        took = store.take

        async def slow(*args: Any) -> Any:
            await asyncio.sleep(0.3)
            return await took(*args)

        monkeypatch.setattr(store, "take", slow)
        began = asyncio.get_running_loop().time()
        assert await service.take(said(), wait=0.5) is Taken.OPEN
        assert asyncio.get_running_loop().time() - began < 0.7


def test_rate() -> None:
    rate = Rate(2)
    assert [rate.spend("u", 0.0) for _ in range(3)] == [True, True, False]
    assert [rate.tell("u", c, t) for c, t in (("a", 0.0), ("a", 30.0), ("b", 30.0), ("c", 31.0), ("a", 61.0))] == [True, False, True, False, True]
    assert rate.spend("u", 30.0) and not rate.spend("u", 31.0)
    rate.forget(100.0)
    assert rate._buckets == {}


@pytest.mark.parametrize(
    "words", ["", " ", "\0\0", "\ud800", "x" * 100_000, "(" * 900, "?" * 999, "é" * 500, "\u202e\u200b", "'; DROP TABLE questions; --"]
)
async def test_no_text_breaks_it(index: Index, database: Path, words: str) -> None:
    async with a_service(index, database) as (service, platform, _):
        assert await service.take(said(words), wait=5) is Taken.ANSWERED
        assert len(platform.sent) == 1
        assert (str(LONGEST) in platform.texts[0]) == (len(words) > LONGEST)


async def test_an_error_of_the_core_is_told_without_its_text(
    index: Index, database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(message: Message, *_: Any) -> Turn:
        raise RuntimeError(f"secret {message.text}")

    monkeypatch.setattr("bot.service.respond", broken)
    async with a_service(index, database) as (service, platform, _):
        await service.take(said("zorglub"), wait=5)
        assert platform.texts[0].startswith("Sorry")
    assert "RuntimeError at test_service.py" in caplog.text and "secret" not in caplog.text


async def test_what_the_platform_does_not_take_is_tried_again(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, store):
        platform.errors = [SendError("down"), TryLater("slow down", 0.1)]
        await service.start()
        assert await service.take(said(), wait=5) is Taken.ANSWERED  # the attempt is over; the question is still open
        assert not platform.sent
        assert await rows(store, "SELECT failures FROM questions") == [(1,)]
        await platform.until(1)
        assert platform.sent[0].again, "an earlier attempt may have got through"
        platform.errors = [Undeliverable("archived")]
        await service.take(said(), wait=5)
        assert await rows(store, "SELECT * FROM questions") == []


async def test_an_answer_of_unknown_outcome_is_sent_a_few_times_only(index: Index, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform may show each of them, so they do not go on for a day."""
    monkeypatch.setattr("bot.service.DOUBTS", (0.0, 0.0))
    monkeypatch.setattr("bot.service.TICK", 0.02)
    async with a_service(index, database) as (service, platform, store):
        platform.errors = [Uncertain("504") for _ in range(9)]
        await service.start()
        await service.take(said(), wait=5)
        async with asyncio.timeout(5):
            while await rows(store, "SELECT * FROM questions"):  # noqa: ASYNC110  # polling is simplest for a table
                await asyncio.sleep(0.02)
        assert len(platform.errors) == 6 and not platform.sent
        assert await service.knows("c"), "what was probably answered is what a follow-up leans on"


async def test_an_answer_that_the_store_could_not_be_told_of_is_not_sent_again(index: Index, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.TICK", 0.02)
    async with a_service(index, database, Limits(lease=0.1)) as (service, platform, store):
        finish, full = store.finish, True

        async def refuse(*parts: Any) -> None:
            if full:
                raise OSError("disk full")
            await finish(*parts)

        monkeypatch.setattr(store, "finish", refuse)
        monkeypatch.setattr("bot.service.stop_after_attempt", lambda _: stop_after_attempt(1))
        await service.start()
        await service.take(said(), wait=5)
        await asyncio.sleep(0.5)  # its lease has run out several times
        assert len(platform.sent) == 1 and not await service.healthy()
        full = False
        async with asyncio.timeout(5):
            while await rows(store, "SELECT * FROM questions"):  # noqa: ASYNC110  # polling is simplest for a table
                await asyncio.sleep(0.02)
        assert len(platform.sent) == 1 and await service.healthy() and await service.knows("c")


async def test_a_platform_that_does_not_answer_keeps_no_other_waiting(index: Index, database: Path) -> None:
    async with a_service(index, database, Limits(concurrency=2)) as (service, platform, _):
        other = Platform()
        other.name = "other"
        service.attach(other)
        platform.seconds = 3.0
        for n in range(4):
            await service.take(said(conversation=f"c{n}"))
        assert await service.take(replace(said(), platform="other"), wait=2) is Taken.ANSWERED
        assert len(other.sent) == 1 and not platform.sent


async def test_a_question_that_cannot_be_read_keeps_nobody_waiting(index: Index, database: Path) -> None:
    store = await open_store(str(database))
    now = datetime.now(UTC)
    for n in range(3):
        await store.take(said(delivery=f"left{n}", conversation=f"c{n}"), now, None)
    async with store.engine.begin() as db:
        await db.execute(text("UPDATE questions SET incoming = '{\"nonsense\": 1}' WHERE id = 1"))
    await store.close()
    async with a_service(index, database) as (service, platform, store):
        await service.start()
        await platform.until(2)
        assert {a.delivery for a in platform.sent} == {"left1", "left2"}
        ((due,),) = await rows(store, "SELECT due FROM questions")
        assert str(due) > str(now + timedelta(minutes=50)), "kept, for a version that can read it"


async def test_a_store_that_cannot_be_written_is_not_healthy(index: Index, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_service(index, database) as (service, _, store):

        async def refuse(_: datetime) -> None:
            raise OSError("disk full")

        with monkeypatch.context() as full:
            full.setattr(store, "probe", refuse)
            assert not await service.healthy()
        assert await service.healthy()


async def test_feedback_is_limited_by_user(index: Index, database: Path) -> None:
    async with a_service(index, database, Limits(rate=3)) as (service, _, store):
        for n in range(9):
            await service.feedback("fake", f"d{n}", "u", True)
        assert len(await rows(store, "SELECT * FROM feedback")) == 3


async def test_an_expired_answer_is_given_up(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, store):
        await service.take(said(expires=datetime.now(UTC) - timedelta(seconds=1)), wait=5)
        assert not platform.sent and await rows(store, "SELECT * FROM questions") == []


async def test_open_questions_are_finished_after_a_restart(index: Index, database: Path) -> None:
    store = await open_store(str(database))
    now = datetime.now(UTC)
    for n in range(40):
        await store.take(said(delivery=f"left{n}", conversation=f"c{n}"), now, now + timedelta(minutes=1))
    await store.close()
    async with a_service(index, database, Limits(concurrency=10, rate=2)) as (service, platform, _):
        await service.start()
        await platform.until(40)
        assert {a.delivery for a in platform.sent} == {f"left{n}" for n in range(40)}
        assert all(a.again for a in platform.sent)


async def test_what_killed_too_often_is_told_so_without_the_core(index: Index, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the story, with processes that do die, is in test_slack."""
    monkeypatch.setattr("bot.service.respond", lambda *_: pytest.fail("the core saw it again"))
    async with a_service(index, database) as (service, platform, store):
        now = datetime.now(UTC)
        question = await store.take(said(), now, None)
        assert question
        for _ in range(Limits().starts):
            await store.begin(question.id)
        await service.start()
        await platform.until(1)
        assert platform.texts[0].startswith("Sorry")
        await service.stop()
        assert await rows(store, "SELECT * FROM questions") == []
        question = await store.take(said(), now, None)
        assert question
        for _ in range(Limits().starts + 1):
            await store.begin(question.id)
    async with a_service(index, database) as (service, platform, store):
        await service.start()
        await asyncio.sleep(0.2)
        assert not platform.sent and await rows(store, "SELECT * FROM questions") == [], "not even that could be said"


async def test_concurrency_is_bounded(index: Index, database: Path) -> None:
    async with a_service(index, database, Limits(concurrency=3, rate=1000)) as (service, platform, _):
        platform.seconds = 0.03
        await service.start()
        await asyncio.gather(
            *(service.take(said(conversation=f"c{n}")) for n in range(75))
        )  # more than are held in memory: the rest waits in the store
        assert len(service._working) <= 3 * 20
        await platform.until(75)
        assert 1 < platform.most <= 3


@pytest.mark.parametrize(("seconds", "grace", "answered"), [(0.05, 5.0, 10), (30.0, 0.1, 0)], ids=["finishes", "grace over"])
async def test_shutdown(index: Index, database: Path, seconds: float, grace: float, answered: int) -> None:
    async with a_service(index, database, Limits(grace=grace)) as (service, platform, store):
        platform.seconds = seconds
        for n in range(10):
            await service.take(said(conversation=f"c{n}"))
        await asyncio.sleep(0.02)
        await service.stop()
        assert len(platform.sent) == answered
        assert await service.take(said()) is Taken.STOPPING
        assert len(await rows(store, "SELECT * FROM questions WHERE owner IS NULL")) == 10 - answered


async def test_the_end_of_a_question_ends_no_other_of_its_number(index: Index, database: Path) -> None:
    """A store may give a number again at once; what runs on unknown would be neither waited for nor kept from being claimed."""
    async with a_service(index, database) as (service, platform, store):
        platform.seconds = 0.05
        question = await store.take(said(), datetime.now(UTC), None)
        assert question
        first, second = service._launch(question), service._launch(question)
        await first
        await asyncio.sleep(0)
        assert service._working == {question.id: second}
        await second
        await asyncio.sleep(0)
        assert not service._working


async def test_a_clicked_choice_means_its_question(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, store):
        await service.take(said("MINUSMA"), wait=5)
        context = await store.context("c", datetime.now(UTC))
        assert context
        await store.finish(0, "c", replace(context, choices=(Choice("x", "X", SIGNED),)), datetime.now(UTC) + timedelta(minutes=1))
        for conversation in ("c", "gone"):
            await service.take(said(SIGNED, conversation=conversation, choice="x"), wait=5)
        assert platform.texts[1] == platform.texts[2] == respond(Message(SIGNED, datetime.now(UTC)), index).text


async def test_the_index_may_be_replaced(index: Index, database: Path) -> None:
    async with a_service(index, database) as (service, platform, _):
        service.index = replace(index)
        await service.take(said(), wait=5)
        assert platform.sent
        assert service.peek(SIGNED).reply.kind == "answer"


async def test_one_log_line_a_turn_without_its_words(index: Index, database: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_service(index, database) as (service, _, __):
        await service.take(said("when did the zorglub agreement of bob@un.org with MINUSCA begin", user="U123SECRET"), wait=5)
    lines = [r.getMessage() for r in caplog.records if r.getMessage().startswith("turn ")]
    assert len(lines) == 1 and "platform=fake kind=unknown" in lines[0] and "core_ms=" in lines[0]
    assert not any(
        word in r.getMessage() for r in caplog.records if r.name.startswith("liaison") for word in ("zorglub", "bob@", "MINUSCA", "U123SECRET")
    )


# ------------------------------------------------------------------ settings and the application

SLACK = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    import os

    for name in list(os.environ):
        if name.startswith(("SLACK_", "TEAMS_", "LIAISON_")) or name in {"HOST", "PORT"}:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_settings_have_defaults_and_come_from_env_files(clean: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.slack, settings.teams) == ("127.0.0.1", 3000, None, None)
    assert settings.database.endswith("data/liaison.db")
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={TOKEN}\nSLACK_SIGNING_SECRET={SECRET}\nPORT=4000\nLIAISON_UNANSWERED=off\nTEAMS_APP_ID=\n")
    clean.setenv("PORT", "5000")
    settings = load_settings()
    assert settings.slack and settings.slack.api_url == "https://slack.com/api/"
    assert settings.port == 5000 and not settings.unanswered and settings.teams is None
    assert configured(settings) == ["slack"]
    assert TOKEN not in repr(settings) and SECRET not in repr(settings)
    clean.setenv("SLACK_BOT_TOKEN", "")  # as a compose file hands on what is not set
    assert configured(load_settings()) == ["slack"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is not set; copy the Signing Secret"),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set; copy the Bot User OAuth Token"),
        ({"SLACK_BOT_TOKEN": "xapp-hidden"}, "SLACK_BOT_TOKEN is wrong: a bot token begins with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-…"}, "SLACK_BOT_TOKEN is wrong"),
        ({"SLACK_BOT_TOKEN": "xoxb-1 2"}, "SLACK_BOT_TOKEN is wrong"),
        ({"SLACK_SIGNING_SECRET": "short"}, "SLACK_SIGNING_SECRET is wrong"),
        ({"SLACK_API_URL": "https://slack.com"}, "SLACK_API_URL is wrong: must end in /api/"),
        ({"SLACK_API_URL": "slack/api/"}, "SLACK_API_URL is wrong"),
        ({"PORT": "http"}, "PORT is wrong"),
        ({"LIAISON_RATE": "0"}, "LIAISON_RATE is wrong"),
    ],
)
def test_wrong_settings_are_named_with_the_next_step(clean: pytest.MonkeyPatch, wrong: dict[str, str], named: str) -> None:
    for name, value in {**SLACK, **wrong}.items():
        clean.setenv(name, value)
    with pytest.raises(SettingError) as caught:
        load_settings()
    assert named in str(caught.value) and "hidden" not in str(caught.value)


TEAMS = {"TEAMS_APP_ID": APP, "TEAMS_APP_PASSWORD": "a secret", "TEAMS_TENANT_ID": TENANT}


@pytest.mark.parametrize("id_", ["…", "common", "../x", "*", f"{APP}x", f"x{APP}", "playground"])
@pytest.mark.parametrize("name", ["TEAMS_APP_ID", "TEAMS_TENANT_ID", "TEAMS_TENANTS"])
def test_what_is_no_id_of_microsofts_is_named(clean: pytest.MonkeyPatch, name: str, id_: str) -> None:
    for variable, value in {**TEAMS, name: f"{TENANT}, {id_}" if name == "TEAMS_TENANTS" else id_}.items():
        clean.setenv(variable, value)
    with pytest.raises(SettingError, match=rf"^{name} is wrong: an ID looks like [^\n]*; (copy|give) [^\n]*$"):
        load_settings()


@pytest.mark.parametrize("more", [{}, {"TEAMS_TENANTS": f"{TENANT},{APP.upper()}"}])
def test_ids_of_microsofts_are_taken(clean: pytest.MonkeyPatch, more: dict[str, str]) -> None:
    for variable, value in {**TEAMS, **more}.items():
        clean.setenv(variable, value)
    settings = load_settings()
    assert settings.teams and settings.teams.app_id == APP
    for variable in TEAMS:
        clean.delenv(variable)
    clean.setenv("TEAMS_DEVELOPMENT", "1")
    clean.setenv("TEAMS_APP_ID", "playground")
    settings = load_settings()
    assert settings.teams and settings.teams.app_id == "playground", "the playground has IDs of its own"


@pytest.mark.parametrize("hosts", ["*", "*.trafficmanager.net", "smba.trafficmanager.net,*"])
async def test_hosts_are_exact(index: Index, clean: pytest.MonkeyPatch, database: Path, hosts: str) -> None:
    for variable, value in {**TEAMS, "TEAMS_SERVICE_HOSTS": hosts, "LIAISON_DATABASE": str(database)}.items():
        clean.setenv(variable, value)
    with pytest.raises(SettingError, match=r"TEAMS_SERVICE_HOSTS: .* is no host name"):
        async with running(load_settings(), index):
            pass


def test_without_a_platform_it_says_what_to_set(clean: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingError, match=r"SLACK_BOT_TOKEN.*TEAMS_APP_ID"):
        configured(load_settings())


async def test_nothing_is_unpacked_before_it_is_trusted() -> None:
    """A few kilobytes would unpack to megabytes, for anybody who asks."""

    async def size(request: web.Request) -> web.Response:
        return web.json_response(len(await request.read()))

    app = web.Application()
    app.router.add_post("/", size)
    runner = server(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        packed = gzip.compress(bytes(900_000))
        async with (
            ClientSession() as http,
            http.post(f"http://127.0.0.1:{runner.addresses[0][1]}/", data=packed, headers={"Content-Encoding": "gzip"}) as response,
        ):
            assert await response.json() == len(packed)
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    "raw",
    [
        b"POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hidden\x01\r\nContent-Length: 5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + b"hidden" * 4000 + b"\r\n\r\n",
        b"POST /hidden HTTP/9\r\n\r\n",
        b"hidden\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: hidden\r\n\r\n",
    ],
    ids=["control character", "too long", "version", "no http", "handler fails"],
)
async def test_what_came_in_is_not_logged(caplog: pytest.LogCaptureFixture, raw: bytes) -> None:
    async def fail(request: web.Request) -> web.Response:
        raise RuntimeError(f"of {request.headers}")

    caplog.set_level(logging.DEBUG, "aiohttp")
    app = web.Application()
    app.router.add_get("/", fail)
    runner = server(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        reader, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
        writer.write(raw)
        assert re.match(rb"HTTP/1.[01] (400|500)", await reader.readline())
        writer.close()
    finally:
        await runner.cleanup()
    lines = [r for r in caplog.records if r.name == "aiohttp.server" and "Error handling request" in r.getMessage()]
    assert len(lines) == 1 and " at " in lines[0].getMessage()
    assert "hidden" not in caplog.text and "Traceback" not in caplog.text
    assert (lines[0].levelno < logging.ERROR) == (b"GET" not in raw)


async def test_the_application_tells_its_health(index: Index, clean: pytest.MonkeyPatch, database: Path) -> None:
    for name, value in {**SLACK, "SLACK_API_URL": "http://127.0.0.1:9/api/", "LIAISON_DATABASE": str(database)}.items():
        clean.setenv(name, value)
    async with running(load_settings(), index) as app, TestClient(TestServer(app)) as client:
        async with client.get("/healthz") as response:
            assert response.status == 503
            assert await response.json() == {"status": "not ready", "store": True, "adapters": {"slack": False}}
        async with client.get("/slack/events") as response:
            assert response.status == 405
