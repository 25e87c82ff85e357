"""What a user of Teams gets, against fakes on loopback with the real service and store."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import jsonschema
import pytest
from aiohttp import web
from tenacity import AsyncRetrying, RetryCallState

from adapters import Incoming
from adapters.teams import render
from adapters.teams.connector import DOUBTS, activities_url
from adapters.teams.connector import _retry_after as retry_after
from adapters.teams.connector import _wait as pause
from adapters.teams.read import text_of
from bot.content.book import ROOT
from bot.core.index import Index
from bot.core.model import Bullets, Choice, Message, Paragraph, Reply, SourceLine
from bot.core.respond import respond
from tests.conftest import NOW
from tests.fake_teams import APP, SECRET, TENANT, Bot, bot_at, outside, running

QUESTION = "When was the MINUSCA agreement signed?"
LIST = "MINUSCA"
SCHEMAS = ROOT.parent / "shared" / "schemas"
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the published schemas are kept beside the project, in ../shared/schemas")


@pytest.fixture
async def bot(index: Index, tmp_path: Path) -> AsyncIterator[Bot]:
    async with running(index, tmp_path) as it:
        yield it


@cache
def card_schema() -> Any:
    schema = json.loads((SCHEMAS / "adaptive-card-1.5.0.schema.json").read_text(encoding="utf-8"))
    # Empty schemas stand for the fields of the base types there; as they are, jsonschema reads them as the schema's authors meant.
    return jsonschema.Draft6Validator(schema)


def blocks(card: Any) -> list[str]:
    """All texts of a card, in order."""
    if isinstance(card, list):
        return [t for c in card for t in blocks(c)]
    if not isinstance(card, dict):
        return []
    own = [card["text"]] if card.get("type") == "TextBlock" else []
    return own + [t for k in ("body", "items", "columns") for t in blocks(card.get(k, []))]


def actions(card: Any) -> list[dict[str, Any]]:
    """All actions of a card, in order."""
    if isinstance(card, list):
        return [a for c in card for a in actions(c)]
    if not isinstance(card, dict):
        return []
    own = [card["selectAction"]] if "selectAction" in card else []
    return own + [a for k in ("body", "items", "columns") for a in actions(card.get(k, []))] + list(card.get("actions", []))


def card_of(message: dict[str, Any]) -> Any:
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    return attachment["content"]


def click(bot: Bot, action: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What Teams sends for a click on an Action.Submit with a messageBack that has no text: its data as value."""
    activity = bot.activity(value={k: v for k, v in action["data"].items() if k != "msteams"}, replyToId="answer-1", **changes)
    del activity["text"]
    return activity


class TestAnswers:
    async def test_plain_answer_is_one_text_with_citations_and_feedback(self, bot: Bot) -> None:
        message = await bot.ask(QUESTION)
        assert "attachments" not in message
        assert message["textFormat"] == "markdown"
        assert "[1]" in message["text"] and "2018" in message["text"]
        (entity,) = [e for e in message["entities"] if e["type"] == "https://schema.org/Message"]
        assert entity["@type"] == "Message" and entity["@context"] == "https://schema.org"
        assert "additionalType" not in entity, "this bot is no AI"
        for claim in entity["citation"]:
            assert claim["@type"] == "Claim" and f"[{claim['position']}]" in message["text"]
            assert claim["appearance"]["@type"] == "DigitalDocument"
        assert message["channelData"] == {"feedbackLoop": {"type": "default"}}

    async def test_answer_goes_back_where_it_was_asked_as_the_bot(self, bot: Bot) -> None:
        message = await bot.ask(QUESTION)
        path, _, authorization = bot.microsoft.posts[-1]
        assert path.startswith("/amer/v3/conversations/a%3Apersonal-1/activities/1")
        assert authorization == "Bearer bot-token-1"
        assert message["from"]["id"] == f"28:{APP}"
        assert message["recipient"]["id"] == "29:user-1"
        assert message["replyToId"] == path.rsplit("/", 1)[1]
        assert bot.microsoft.token_form == {
            "grant_type": "client_credentials", "client_id": APP, "client_secret": SECRET, "scope": "https://api.botframework.com/.default",
        }  # fmt: skip

    async def test_list_is_one_card_with_sources_inside_and_a_summary(self, bot: Bot) -> None:
        message = await bot.ask(LIST)
        card = card_of(message)
        assert "text" not in message, "Teams would make two messages of it"
        assert card["version"] == "1.5"
        assert any("[1]" in t for t in blocks(card))
        assert any(t.startswith("[1] ") for t in blocks(card)), "the sources stand inside"
        assert 0 < len(message["summary"]) <= 250 and "\\" not in message["summary"]

    async def test_french(self, bot: Bot) -> None:
        message = await bot.ask("Quand l'accord avec la MINUSCA a-t-il été signé ?", locale="en-US")
        assert message["locale"] == "fr"
        assert "mars" in message["text"]

    async def test_follow_up_in_the_same_chat(self, bot: Bot) -> None:
        await bot.ask(QUESTION)
        follow = await bot.ask("and with MINUSMA?")
        assert "MINUSMA" in json.dumps(follow)

    async def test_contexts_are_of_one_user_in_one_conversation(self, bot: Bot) -> None:
        await bot.ask(QUESTION)
        message = await bot.ask("Who signed it?", **{"from": {"id": "29:user-2", "name": "Bo"}})
        assert "MINUSCA" not in json.dumps(message)

    async def test_click_asks(self, bot: Bot) -> None:
        message = await bot.ask("When was the agreement signed?")
        offered = [a for a in actions(card_of(message)) if a["data"].get("choice")]
        assert len(offered) > 1
        status, _ = await bot.post(click(bot, offered[0]))
        assert status == 200
        assert len(bot.microsoft.messages) == 2
        assert bot.microsoft.messages[-1]["channelData"], "an answer, not the same question again"

    async def test_click_shows_its_question_to_all(self, bot: Bot) -> None:
        message = await bot.ask("When was the agreement signed?")
        for action in actions(card_of(message)):
            data = {k: v for k, v in action["data"].items() if k != "msteams"}
            assert action["data"]["msteams"] == {"type": "messageBack", "displayText": action["title"], "text": data["ask"], "value": data}

    @pytest.mark.parametrize("sent", ["value", "value as text", "text", "text beside null"])
    async def test_click_is_understood_however_clients_send_it(self, bot: Bot, sent: str) -> None:
        message = await bot.ask("When was the agreement signed?")
        offered = next(a["data"]["msteams"] for a in actions(card_of(message)) if a["data"].get("choice"))
        back: dict[str, Any] = {
            "value": {"value": offered["value"], "text": ""},
            "value as text": {"value": json.dumps(offered["value"]), "text": ""},
            "text": {"text": offered["text"]},
            "text beside null": {"text": offered["text"], "value": None},
        }
        assert (await bot.post(bot.activity(**{"replyToId": "answer-1", **back[sent]})))[0] == 200
        assert "signed" in json.dumps(bot.microsoft.messages[-1])
        assert bot.microsoft.messages[-1]["channelData"], "an answer"

    async def test_click_of_another_user_after_a_restart_answers_that_user(self, bot: Bot) -> None:
        message = await bot.ask("When was the agreement signed?")
        offered = [a for a in actions(card_of(message)) if a["data"].get("choice")]
        await bot.post(click(bot, offered[0], **{"from": {"id": "29:user-2", "name": "Bo"}}))
        assert bot.microsoft.messages[-1]["recipient"]["id"] == "29:user-2"

    async def test_suggestions_of_a_text_are_buttons_in_a_personal_chat_only(self, bot: Bot) -> None:
        message = await bot.ask(QUESTION)
        assert all(a["type"] == "imBack" and a["value"] for a in message["suggestedActions"]["actions"])
        await bot.post(bot.channel(f"<at>Liaison</at> {QUESTION}"))
        assert "suggestedActions" not in bot.microsoft.messages[-1]

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "**[x](https://evil.example)**",
            "@everyone www.evil.example",
            "{{DATE(2020-01-01T00:00:00Z)}}",
            "a\ud800b",
            "<at>Bob</at>",
        ],
    )
    async def test_hostile_text_never_comes_alive(self, bot: Bot, text: str) -> None:
        status, _ = await bot.post(bot.activity(f"what is zorbix {text}"))
        assert status == 200
        said = json.dumps(bot.microsoft.messages[-1])
        for living in ("<script", "](https", "https://evil", "www.evil", "{{DATE", "<at>", "\\ud800"):
            assert living not in said

    async def test_own_rate_notice_and_errors_show_no_exception(self, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("secret inside")

        async with running(index, tmp_path) as bot:
            monkeypatch.setattr("bot.service.respond", fail)
            message = await bot.ask(QUESTION)
            assert "secret" not in json.dumps(message) and "Error" not in json.dumps(message)


class TestMentions:
    async def test_channel_mention_is_answered_in_its_thread(self, bot: Bot) -> None:
        status, _ = await bot.post(bot.channel(f"<at>Liaison</at>&nbsp;{QUESTION}"))
        assert status == 200
        path, activity, _ = bot.microsoft.posts[-1]
        assert path.startswith("/amer/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D1700000000000/activities/1")
        assert "2018" in activity["text"]

    def test_only_the_own_mention_is_taken_out(self) -> None:
        activity = {
            "text": "<at>Liaison</at> is <at>Dmitry Titov</at> from <at>Liaison</at> at R&amp;D&nbsp;&lt;b&gt;?",
            "textFormat": "plain",
            "recipient": {"id": "28:bot"},
            "entities": [
                {"type": "mention", "text": "<at>Liaison</at>", "mentioned": {"id": "28:bot"}},
                {"type": "mention", "text": "<at>Dmitry Titov</at>", "mentioned": {"id": "29:x"}},
                {"type": "mention", "text": "<at>Liaison</at>", "mentioned": {"id": "29:namesake"}},
                {"type": "clientInfo"}, None, {"type": "mention", "mentioned": "x"},
            ],
        }  # fmt: skip
        assert text_of(activity) == "is Dmitry Titov from Liaison at R&D <b>?"

    async def test_mention_alone_says_what_one_can_ask(self, bot: Bot) -> None:
        await bot.post(bot.channel("<at>Liaison</at>"))
        assert actions(card_of(bot.microsoft.messages[-1]))

    async def test_slash_command_is_answered_to_its_user_alone(self, bot: Bot) -> None:
        to = {"id": f"28:{APP}", "name": "Liaison", "isTargeted": True}
        await bot.post(bot.channel(f"/partnership {QUESTION}", recipient=to))
        path, activity, _ = bot.microsoft.posts[-1]
        assert path.endswith("/activities?isTargetedActivity=true") and "replyToId" not in activity, "it stands in no thread"
        assert activity["recipient"]["isTargeted"] is True and activity["recipient"]["id"] == "29:user-1"
        assert "channelData" not in activity, "no feedback on targeted messages"
        assert "2018" in activity["text"]
        assert [e["type"] for e in activity["entities"]] == ["https://schema.org/Message", "targetedMessageInfo"]
        assert re.fullmatch(r"1\d{12}", activity["entities"][1]["messageId"]), "Teams shows the question above the answer"
        await bot.post(bot.channel("<at>Liaison</at> partnership", recipient=to))
        assert card_of(bot.microsoft.messages[-1])

    async def test_click_on_what_one_person_sees_is_answered_to_that_person_alone(self, bot: Bot) -> None:
        to = {"id": f"28:{APP}", "name": "Liaison", "isTargeted": True}
        await bot.post(bot.channel("/partnership When was the agreement signed?", recipient=to))
        rows = actions(card_of(bot.microsoft.messages[-1]))
        assert rows and not any("msteams" in row["data"] for row in rows), "a click would show its question to all"
        where = bot.channel("")["conversation"]
        await bot.post(click(bot, rows[0], conversation=where, entities=[]))
        path, activity, _ = bot.microsoft.posts[-1]
        assert len(bot.microsoft.messages) == 2
        assert path.endswith("/activities?isTargetedActivity=true") and activity["recipient"]["isTargeted"] is True
        assert "targetedMessageInfo" not in json.dumps(activity), "nobody sees a click"

    @pytest.mark.parametrize("text", ["<at>Liaison</at> partnership", "<at>Liaison</at> /partnership"])
    async def test_command_of_the_menu_of_mentions_says_what_one_can_ask(self, bot: Bot, text: str) -> None:
        await bot.post(bot.channel(text))
        assert actions(card_of(bot.microsoft.messages[-1]))

    async def test_command_of_the_menu_of_mentions_takes_what_follows(self, bot: Bot) -> None:
        to = {"id": f"28:{APP}", "name": "Liaison", "isTargeted": True}
        await bot.post(bot.channel("/partnership mali", recipient=to))
        await bot.post(bot.channel("<at>Liaison</at> partnership mali", **{"from": {"id": "29:user-2", "name": "Bo"}}))
        assert len({m["summary"] for m in bot.microsoft.messages}) == 1

    @pytest.mark.parametrize("locale", ["en-US", "fr-FR"])
    @pytest.mark.parametrize(
        ("said", "more"),
        [
            ("<at>Liaison</at>", {}),
            ("<at>Liaison</at> partnership", {}),
            ("/partnership", {"recipient": {"id": f"28:{APP}", "name": "Liaison", "isTargeted": True}}),
            ("", {"type": "conversationUpdate", "membersAdded": [{"id": f"28:{APP}"}]}),
        ],
    )
    async def test_who_said_nothing_is_helped_in_the_language_of_the_client(self, bot: Bot, said: str, more: dict[str, Any], locale: str) -> None:
        await bot.post(bot.channel(said, locale=locale, **more))
        message = bot.microsoft.messages[-1]
        assert message["locale"] == locale[:2] and actions(card_of(message))

    async def test_own_name_as_a_command(self, bot: Bot) -> None:
        await bot.post(bot.channel(f"/Liaison {QUESTION}", recipient={"id": f"28:{APP}", "name": "Liaison", "isTargeted": True}))
        assert "2018" in bot.microsoft.messages[-1]["text"]

    @pytest.mark.parametrize("where", [{"conversationType": "channel"}, {"conversationType": "groupChat"}, {"isGroup": True}])
    @pytest.mark.parametrize("mentioned", [None, "29:bob"])
    @pytest.mark.parametrize("more", [{}, {"value": None}, {"value": {}}, {"value": {"ask": 7}}, {"value": "x"}])
    async def test_without_its_mention_it_is_silent_among_others(
        self, bot: Bot, where: dict[str, Any], mentioned: str | None, more: dict[str, Any]
    ) -> None:  # fmt: skip
        entities = [{"type": "mention", "text": "<at>Bob</at>", "mentioned": {"id": mentioned}}] if mentioned else []
        activity = bot.activity(f"<at>Bob</at> {QUESTION}", entities=entities, conversation={"id": "19:x", "tenantId": TENANT, **where}, **more)
        assert (await bot.post(activity))[0] == 200
        assert not bot.microsoft.tries


class TestOnce:
    async def test_redelivery_is_answered_once(self, bot: Bot) -> None:
        activity = bot.activity(QUESTION)
        results = await asyncio.gather(*(bot.post(activity) for _ in range(10)))
        assert {status for status, _ in results} == {200}
        assert len(bot.microsoft.messages) == 1

    async def test_same_id_in_another_conversation_is_another_question(self, bot: Bot) -> None:
        activity = bot.activity(QUESTION)
        await bot.post(activity)
        await bot.post({**activity, "conversation": {**activity["conversation"], "id": "a:personal-2"}})
        assert len(bot.microsoft.messages) == 2

    async def test_question_taken_before_a_restart_is_answered_after_it(self, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.adapter.DEADLINE", 0.1)
        async with outside() as microsoft:
            async with bot_at(microsoft, index, tmp_path) as bot:
                microsoft.faults = [status_fault(503)] * 99
                assert (await bot.post(bot.activity(QUESTION)))[0] == 200
                assert not microsoft.messages
            microsoft.faults.clear()
            async with bot_at(microsoft, index, tmp_path):
                for _ in range(100):
                    if microsoft.messages:
                        break
                    await asyncio.sleep(0.05)
            assert len(microsoft.messages) == 1
            assert "2018" in microsoft.messages[0]["text"]

    async def test_while_stopping_posts_are_left_to_redelivery(self, bot: Bot) -> None:
        await bot.service.stop()
        assert (await bot.post(bot.activity(QUESTION)))[0] == 503


async def test_kill_9_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """The real process, killed while Teams has it wait: what it took is answered by the next one; only a post under way may come twice."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with outside() as microsoft, aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as http:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "TEAMS_", "LIAISON_"))} | {
            "TEAMS_APP_ID": APP, "TEAMS_APP_PASSWORD": SECRET, "TEAMS_TENANT_ID": TENANT, "TEAMS_OPENID_URL": f"{microsoft.url}/openid",
            "TEAMS_TOKEN_URL": f"{microsoft.url}/token", "TEAMS_SERVICE_HOSTS": microsoft.url, "PORT": str(port),
            "LIAISON_DATABASE": f"sqlite:///{tmp_path / 'liaison.db'}", "LIAISON_RATE": "1000",
        }  # fmt: skip
        here = f"http://127.0.0.1:{port}"

        async def start() -> asyncio.subprocess.Process:
            process = await asyncio.create_subprocess_exec(
                sys.executable, str(ROOT / "app.py"), "serve", cwd=tmp_path, env=environment, stderr=asyncio.subprocess.DEVNULL
            )
            for _ in range(400):
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.get(f"{here}/healthz") as response:
                        if response.status == 200:
                            return process
                await asyncio.sleep(0.05)
            raise AssertionError("did not start")

        user = Bot(microsoft, http, f"{here}/api/messages", None, None)  # type: ignore[arg-type]  # the other process has them
        activities = [user.activity(QUESTION, conversation={"id": f"a:{n}", "tenantId": TENANT}) for n in range(30)]
        acknowledged: set[str] = set()

        async def ask(activity: dict[str, Any]) -> None:
            with contextlib.suppress(aiohttp.ClientError):
                if (await user.post(activity))[0] == 200:
                    acknowledged.add(activity["id"])

        microsoft.sleep = 0.5
        process = await start()
        asks = [asyncio.create_task(ask(a)) for a in activities]
        for _ in range(200):
            if microsoft.tries:
                break
            await asyncio.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        await asyncio.gather(*asks)
        assert len(acknowledged) < 30, "killed too late to show anything"
        await asyncio.sleep(0.6)  # posts under way at the kill arrive
        under_way, microsoft.sleep = {a["replyToId"] for a in microsoft.messages}, 0.0
        process = await start()
        await asyncio.gather(*(ask(a) for a in activities if a["id"] not in acknowledged))  # Teams redelivers
        for _ in range(200):
            if {a["replyToId"] for a in microsoft.messages} == {a["id"] for a in activities}:
                break
            await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 15) == 0
    answered = Counter(a["replyToId"] for a in microsoft.messages)
    assert set(answered) == {a["id"] for a in activities}
    assert {i for i, times in answered.items() if times > 1} <= under_way and max(answered.values()) <= 2


def status_fault(status: int, **headers: str) -> Any:
    return lambda _: web.Response(status=status, text="<html>no</html>", headers=headers)


async def slowly(_: web.Request) -> None:
    await asyncio.sleep(1)


def drop(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.abort()
    return web.Response()


class TestTrouble:
    @pytest.mark.parametrize("status", [412, 429, 500, 502, 503, 504])
    async def test_passing_trouble_is_retried_within_the_turn(self, bot: Bot, status: int) -> None:
        bot.microsoft.faults = [status_fault(status)] * 2
        await bot.ask(QUESTION)
        assert bot.microsoft.tries == 3

    async def test_retry_after_is_kept(self, bot: Bot) -> None:
        bot.microsoft.faults = [status_fault(429, **{"Retry-After": "1"})]
        began = time.perf_counter()
        await bot.ask(QUESTION)
        assert time.perf_counter() - began >= 1

    async def test_long_retry_after_ends_the_turn_and_the_answer_comes_later(self, bot: Bot) -> None:
        bot.microsoft.faults = [status_fault(429, **{"Retry-After": "11"})]
        began = time.perf_counter()
        assert (await bot.post(bot.activity(QUESTION)))[0] == 200
        assert time.perf_counter() - began < 5
        assert bot.microsoft.tries == 1

    async def test_dropped_connection_is_retried(self, bot: Bot) -> None:
        bot.microsoft.faults = [drop]
        await bot.ask(QUESTION)

    @pytest.mark.parametrize("fault", [status_fault(504), status_fault(520), drop])
    async def test_what_may_have_been_taken_is_not_posted_for_ever(self, bot: Bot, fault: Any) -> None:
        bot.microsoft.faults = [fault] * 20
        await bot.post(bot.activity(QUESTION))
        await asyncio.sleep(2.5)  # twice as long as the service waits after an answer that was surely not taken
        assert bot.microsoft.tries == DOUBTS

    async def test_feedback_of_any_form_is_taken_or_left(self, bot: Bot) -> None:
        for reaction in ([], {}, None, 1, "love"):
            value = {"actionName": "feedback", "actionValue": {"reaction": reaction}}
            assert (await bot.post(bot.activity("", type="invoke", name="message/submitAction", value=value)))[0] == 200

    @pytest.mark.parametrize("status", [400, 403, 404, 413])
    async def test_refusal_is_final(self, bot: Bot, status: int) -> None:
        bot.microsoft.faults = [status_fault(status)] * 9
        assert (await bot.post(bot.activity(QUESTION)))[0] == 200
        await asyncio.sleep(0.2)
        assert bot.microsoft.tries == 1

    async def test_revoked_token_is_renewed_once(self, bot: Bot) -> None:
        await bot.ask(QUESTION)
        bot.microsoft.tokens_valid.clear()
        await bot.ask(QUESTION)
        assert bot.microsoft.token_fetches == 2

    async def test_refused_token_is_not_tried_for_ever(self, bot: Bot) -> None:
        bot.microsoft.faults = [status_fault(401)] * 20
        await bot.post(bot.activity(QUESTION))
        await asyncio.sleep(0.2)
        assert bot.microsoft.tries == 2

    async def test_refused_credentials_are_not_tried_for_ever(self, bot: Bot) -> None:
        bot.microsoft.token_status = 401
        for _ in range(5):
            await bot.post(bot.activity(QUESTION))
        assert bot.microsoft.token_fetches == 1
        assert not bot.microsoft.tries

    async def test_questions_wait_for_credentials_that_are_mended(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.connector.REFUSED_PAUSE", 0.3)
        bot.microsoft.token_status = 401
        assert (await bot.post(bot.activity(QUESTION)))[0] == 200
        assert not bot.microsoft.messages
        bot.microsoft.token_status = 200
        for _ in range(100):
            if bot.microsoft.messages:
                break
            await asyncio.sleep(0.05)
        assert len(bot.microsoft.messages) == 1

    async def test_failing_token_endpoint_is_asked_once_for_all_who_wait(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.adapter.DEADLINE", 1.0)
        bot.microsoft.token_status = 503
        await asyncio.gather(*(bot.post(bot.activity(QUESTION, conversation={"id": f"a:{n}", "tenantId": TENANT})) for n in range(20)))
        assert bot.microsoft.token_fetches <= 4

    async def test_retry_after_may_be_a_date(self) -> None:
        in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
        assert 55 < retry_after(in_a_minute) <= 60
        assert [retry_after(v) for v in (None, "", "7", "-3", "nan", "soon", "Thu, 01 Jan 1970 00:00:00 GMT")] == [0, 0, 7, 0, 1, 1, 0]

    async def test_token_is_fetched_once_for_all_who_wait(self, bot: Bot) -> None:
        await asyncio.gather(*(bot.post(bot.activity(QUESTION, conversation={"id": f"a:{n}", "tenantId": TENANT})) for n in range(20)))
        assert len(bot.microsoft.messages) == 20
        assert bot.microsoft.token_fetches == bot.microsoft.key_fetches == 1

    def test_pauses_grow_and_are_random(self) -> None:
        state = RetryCallState(AsyncRetrying(), None, (), {})
        pauses = {}
        for state.attempt_number in (1, 3, 20):
            pauses[state.attempt_number] = [pause(state) for _ in range(200)]
        assert all(len(set(some)) > 100 for some in pauses.values())
        assert max(pauses[1]) <= 0.3 < max(pauses[3]) <= 1.2 < max(pauses[20]) <= 4

    async def test_token_is_used_until_shortly_before_it_ends(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        token = bot.adapter._token
        assert token
        for now, fetches in ((0.0, 1), (1.0, 1), (3600.0 - 301, 1), (3600.0 - 299, 2), (3600.0 + 1, 2)):
            monkeypatch.setattr(token, "clock", lambda now=now: now)
            await bot.ask(QUESTION)
            assert bot.microsoft.token_fetches == fetches

    @pytest.mark.parametrize("status", [302, 307, 308])
    async def test_redirect_does_not_carry_the_password_away(self, bot: Bot, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.adapter.DEADLINE", 0.1)
        bot.microsoft.token_status = status
        await bot.post(bot.activity(QUESTION))
        assert bot.microsoft.token_fetches and not bot.microsoft.elsewhere and not bot.microsoft.tries

    async def test_post_that_takes_too_long_is_given_up(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.connector.TIMEOUT", aiohttp.ClientTimeout(total=0.2))
        bot.microsoft.faults = [slowly]
        began = time.perf_counter()
        await bot.post(bot.activity(QUESTION))
        assert time.perf_counter() - began < 1 and bot.microsoft.tries == 2

    async def test_redirect_does_not_carry_the_token_away(self, bot: Bot) -> None:
        bot.microsoft.faults = [status_fault(307, Location=f"{bot.microsoft.url}/v3/conversations/x/activities")]
        await bot.post(bot.activity(QUESTION))
        assert bot.microsoft.tries == 1

    async def test_typing_is_renewed(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.adapter.SLOW", 0.1)
        monkeypatch.setattr("adapters.teams.adapter.TYPING", 0.2)
        bot.microsoft.faults = [slowly]
        await bot.ask(QUESTION)
        assert [a["type"] for _, a, _ in bot.microsoft.posts].count("typing") > 2

    async def test_typing_is_shown_when_it_takes_long(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.adapter.SLOW", 0.1)
        bot.microsoft.faults = [slowly]
        await bot.ask(QUESTION)
        assert [a["type"] for _, a, _ in bot.microsoft.posts] == ["typing", "message"]

    async def test_typing_waits_where_a_wait_was_asked_for(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.adapter.SLOW", 0.1)
        monkeypatch.setattr("adapters.teams.adapter.TYPING", 0.2)
        bot.microsoft.faults = [status_fault(429, **{"Retry-After": "1"})]
        await bot.ask(QUESTION)
        assert [a["type"] for _, a, _ in bot.microsoft.posts] == ["message"] and bot.microsoft.tries == 2

    async def test_typing_is_tried_once(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.adapter.SLOW", 0.1)
        bot.microsoft.faults = [slowly, status_fault(503)]
        await bot.ask(QUESTION)
        assert [a["type"] for _, a, _ in bot.microsoft.posts] == ["message"] and bot.microsoft.tries == 2

    async def test_ready_once_keys_and_token_are_there(self, index: Index, tmp_path: Path) -> None:
        async with running(index, tmp_path, warm=True) as bot:
            for _ in range(50):
                if bot.adapter.ready:
                    break
                await asyncio.sleep(0.02)
            assert bot.adapter.ready
            assert bot.microsoft.key_fetches == bot.microsoft.token_fetches == 1

    async def test_stored_address_is_checked_again(self, bot: Bot) -> None:
        address = {"service": "https://evil.example/", "conversation": "a", "reply_to": "1"}
        turn = respond(Message(QUESTION, NOW), bot.service.index)
        from adapters import Answer, Undeliverable

        with pytest.raises(Undeliverable):
            await bot.adapter.send(address, Answer(turn.reply, turn.text, "", "x"))
        assert not bot.microsoft.token_fetches


class TestOtherActivities:
    @pytest.mark.parametrize(
        "kind", ["typing", "messageReaction", "messageUpdate", "installationUpdate", "event", "endOfConversation", "new", None, 7]
    )
    async def test_unknown_is_acknowledged_in_silence(self, bot: Bot, kind: Any) -> None:
        assert (await bot.post(bot.activity(QUESTION, type=kind)))[0] == 200
        assert not bot.microsoft.tries

    @pytest.mark.parametrize("change", [{"id": None}, {"from": None}, {"conversation": None}, {"text": None, "value": {"x": 1}}, {"text": "", "attachments": [{"contentType": "image/png"}]},
                                        {"from": {"id": f"28:{APP}"}}, {"from": {"id": "28:other", "role": "bot"}}, {"id": {"a": 1}}])  # fmt: skip
    async def test_messages_that_ask_nothing(self, bot: Bot, change: dict[str, Any]) -> None:
        assert (await bot.post(bot.activity(**{"text": QUESTION, **change})))[0] == 200
        assert not bot.microsoft.tries

    async def test_welcome_in_a_channel_but_not_where_starters_are_shown(self, bot: Bot) -> None:
        added = {"type": "conversationUpdate", "membersAdded": [{"id": f"28:{APP}"}]}
        await bot.post(bot.activity(**added))
        assert not bot.microsoft.tries
        await bot.post(bot.channel("", **added))
        assert card_of(bot.microsoft.messages[-1])
        assert "replyToId" not in bot.microsoft.messages[-1]
        await bot.post(bot.channel("", type="conversationUpdate", membersAdded=[{"id": "29:somebody"}]))
        assert len(bot.microsoft.messages) == 1

    @pytest.mark.parametrize(("reaction", "helpful"), [("like", True), ("dislike", False)])
    async def test_feedback_is_kept(self, bot: Bot, monkeypatch: pytest.MonkeyPatch, reaction: str, helpful: bool) -> None:
        kept: list[Any] = []

        async def keep(*args: Any) -> None:
            kept.append(args)

        monkeypatch.setattr(bot.service, "feedback", keep)
        value = {"actionName": "feedback", "actionValue": {"reaction": reaction, "feedback": json.dumps({"feedbackText": "very clear"})}}
        status, body = await bot.post(bot.activity(type="invoke", name="message/submitAction", value=value, replyToId="answer-1"))
        assert (status, body) == (200, {})
        assert kept == [("teams", "a:personal-1|answer-1", "teams:29:user-1", helpful, "very clear")]

    @pytest.mark.parametrize(
        "value",
        [
            None,
            {},
            {"actionName": "feedback"},
            {"actionName": "feedback", "actionValue": {"reaction": "love"}},
            {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": "{"}},
        ],
    )
    async def test_odd_feedback_does_no_harm(self, bot: Bot, value: Any) -> None:
        assert (await bot.post(bot.activity(type="invoke", name="message/submitAction", value=value, replyToId="a")))[0] == 200
        assert (await bot.post(bot.activity(type="invoke", name="task/fetch", value=value)))[0] == 200


def query(bot: Bot, text: str, name: str = "question", **options: int) -> dict[str, Any]:
    value = {"commandId": "search", "parameters": [{"name": name, "value": text}], "queryOptions": {"skip": 0, "count": 25, **options}}
    return bot.activity(type="invoke", name="composeExtension/query", value=value)


class TestSearch:
    @pytest.mark.parametrize("text", ["mali", QUESTION, "Quand l'accord avec la MINUSCA a-t-il été signé ?", LIST])
    @needs_schemas
    async def test_results_are_cards_to_insert(self, bot: Bot, text: str) -> None:
        began = time.perf_counter()
        status, body = await bot.post(query(bot, text))
        assert time.perf_counter() - began < 5
        assert status == 200
        found = body["composeExtension"]
        assert found["type"] == "result" and found["attachments"]
        for one in found["attachments"]:
            assert one["preview"]["content"]["title"]
            card_schema().validate(one["content"])
            assert not actions(one["content"]), "in another's message there is no bot to answer a click"
        assert not bot.microsoft.tries

    async def test_pages_do_not_overlap(self, bot: Bot) -> None:
        titles: list[str] = []
        for skip in range(0, 12, 4):
            found = (await bot.post(query(bot, "minus", skip=skip, count=4)))[1]["composeExtension"]
            titles += [a["preview"]["content"]["title"] for a in found.get("attachments", [])]
        assert len(titles) == len(set(titles)) >= 3

    async def test_pages_end(self, bot: Bot) -> None:
        titles: list[str] = []
        for skip in (*range(0, 225, 25), 100_000):
            found = (await bot.post(query(bot, "true", name="initialRun", skip=skip)))[1]["composeExtension"]
            assert found["type"] == "result"
            titles += [a["preview"]["content"]["title"] for a in found["attachments"]]
        assert found["attachments"] == []
        assert len(titles) == len(set(titles)) == 200

    async def test_what_is_found_in_time_is_shown_and_the_next_search_goes_on(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.search.BUDGET", 0.2)
        peek = bot.service.peek

        def slow(*args: Any) -> Any:
            time.sleep(0.04)
            return peek(*args)

        monkeypatch.setattr(bot.service, "peek", slow)
        counts = []
        for _ in range(2):
            began = time.perf_counter()
            found = (await bot.post(query(bot, "true", name="initialRun")))[1]["composeExtension"]
            assert time.perf_counter() - began < 0.7, "all of them take a second"
            counts.append(len(found["attachments"]))
        assert 0 < counts[0] < counts[1] <= 25

    async def test_many_at_once_all_find(self, bot: Bot) -> None:
        answers = await asyncio.gather(*(bot.post(query(bot, "true", name="initialRun", skip=50 * (n % 4))) for n in range(20)))
        assert all(len(body["composeExtension"]["attachments"]) == 25 for _, body in answers)

    async def test_punctuation_does_not_matter(self, bot: Bot) -> None:
        plain, quoted = [(await bot.post(query(bot, t)))[1]["composeExtension"]["attachments"] for t in ("mali", '"mali"')]
        assert len(plain) == len(quoted) > 3

    @pytest.mark.parametrize("locale", ["en-US", "fr-FR"])
    async def test_empty_box_shows_examples_those_of_the_help_first(self, bot: Bot, locale: str) -> None:
        found = (await bot.post(query(bot, "true", name="initialRun") | {"locale": locale}))[1]["composeExtension"]
        assert len(found["attachments"]) == 25
        await bot.ask("", locale=locale)
        helped = actions(card_of(bot.microsoft.messages[-1]))
        assert {a["content"]["lang"] for a in found["attachments"]} == {locale[:2]}
        assert found["attachments"][0]["preview"]["content"]["title"] == helped[0]["title"]
        one_letter = (await bot.post(query(bot, "m") | {"locale": locale}))[1]["composeExtension"]
        assert one_letter == found

    @pytest.mark.parametrize("typed", ["ma", "mal", "mali", "form", "acc"])
    @pytest.mark.parametrize("locale", ["en-US", "fr-FR"])
    async def test_fragments_find_in_the_language_of_the_client(self, bot: Bot, typed: str, locale: str) -> None:
        found = (await bot.post(query(bot, typed) | {"locale": locale}))[1]["composeExtension"]
        assert {a["content"]["lang"] for a in found["attachments"]} <= {locale[:2]} and found["attachments"]

    async def test_a_word_of_the_other_language_finds_in_its_own(self, bot: Bot) -> None:
        found = (await bot.post(query(bot, "agreement") | {"locale": "fr-FR"}))[1]["composeExtension"]
        assert {a["content"]["lang"] for a in found["attachments"]} == {"en"}

    async def test_nothing_found_is_said(self, bot: Bot) -> None:
        found = (await bot.post(query(bot, "zorbix")))[1]["composeExtension"]
        assert found["type"] == "message" and "zorbix" in found["text"]

    @pytest.mark.parametrize(
        "value",
        [
            None,
            [],
            {"parameters": None},
            {"parameters": [{"name": "question", "value": 7}]},
            {"queryOptions": {"skip": -5, "count": 10**9}},
            {"queryOptions": {"skip": "a"}},
        ],
    )
    async def test_odd_queries_do_no_harm(self, bot: Bot, value: Any) -> None:
        assert (await bot.post(bot.activity(type="invoke", name="composeExtension/query", value=value)))[0] == 200


# ------------------------------------------------------------------ every answer there is


def questions(index: Index) -> list[tuple[str, Any]]:
    """A question for every entity, type, fact and intent, in both languages."""
    found: list[tuple[str, Any]] = []
    for lang in index.locales:
        found += [(e.name[lang], lang) for e in index.base.entities.values()]
        found += [(("which " if lang == "en" else "quels ") + t.label.many[lang], lang) for t in index.base.types.values()]
        found += [(x, lang) for f in index.base.facts.values() for x in f.examples[lang]]
        found += [(x, lang) for i in index.language.intents for x in (*i.examples[lang], *i.near_misses[lang])]
        found += [("when was the agreement signed" if lang == "en" else "quand l'accord a-t-il été signé", lang), ("zorbix <b>", lang), ("", lang)]
    return found


@pytest.fixture(scope="module")
def replies(index: Index) -> list[Reply]:
    return [respond(Message(text, NOW, lang), index).reply for text, lang in questions(index)]


def skeleton(value: Any) -> str:
    """A card without its words: the schema looks at nothing else, and takes long."""
    if isinstance(value, dict):
        return (
            "{"
            + ",".join(f"{k}:{v if k in {'type', 'size', 'weight', 'style', 'color', 'spacing', 'width'} else skeleton(v)}" for k, v in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + "|".join(sorted({skeleton(v) for v in value})) + "]"
    return type(value).__name__


ADDRESSED = {"from": {"id": "28:x", "name": "Liaison"}, "conversation": {"id": "19:" + "x" * 150}}


def said_in(reply: Reply, index: Index) -> Any:
    """The activity of a reply, addressed to somewhere with a long name."""
    return json.loads(render.activity(reply, index.language, ADDRESSED, personal=True))


def size_of(message: Any) -> int:
    return len(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))


@needs_schemas
def test_every_card_is_valid_and_within_limits(index: Index, replies: list[Reply]) -> None:
    cards = [r for r in replies if render.needs_card(r)]
    assert {r.kind for r in cards} >= {"answer", "clarify", "help"}
    skeletons: dict[str, Any] = {}
    for reply in cards:
        message = said_in(reply, index)
        card = card_of(message)
        skeletons.setdefault(skeleton(card), card)
        assert "text" not in message and message["summary"]
        assert size_of(message) <= render.ADVISED
        for action in actions(card):
            assert action["type"] == "Action.Submit" and action["title"] and action["data"]["ask"]
    for card in skeletons.values():
        card_schema().validate(card)


def test_every_text_keeps_the_limits_of_citations(index: Index, replies: list[Reply]) -> None:
    texts = [r for r in replies if not render.needs_card(r)]
    assert texts
    for reply in texts:
        message = said_in(reply, index)
        assert "attachments" not in message and message["text"]
        assert size_of(message) <= render.ADVISED
        for entity in message.get("entities", []):
            assert 0 < len(entity["citation"]) <= 20
            for claim in entity["citation"]:
                look = claim["appearance"]
                assert 0 < len(look["name"]) <= 80 and len(look["abstract"]) <= 160
                assert len(look["keywords"]) <= 3 and all(len(k) <= 28 for k in look["keywords"])
                assert f"[{claim['position']}]" in message["text"]


def test_more_sources_than_a_text_may_cite_make_a_card(index: Index) -> None:
    lines = tuple(SourceLine(n, "s", "Title", "Publisher", "2018", n) for n in range(1, 22))
    reply = Reply("answer", "en", (Paragraph("Said.", tuple(range(1, 22)), True, True),), lines)
    assert "attachments" in said_in(reply, index)
    assert "attachments" not in said_in(replace(reply, citations=lines[:20]), index)


@pytest.mark.parametrize(("bullets", "choices"), [(40, 0), (90, 0), (60, 40)])
def test_never_above_the_advised_size_and_nothing_said_is_lost(index: Index, bullets: int, choices: int) -> None:
    items = tuple(Paragraph(f"Statement {n} " + "word <b> " * 8, (1,)) for n in range(bullets))
    offered = tuple(Choice(f"c{n}", f"Choice {n} " + "word " * 8, f"Question {n} " + "word " * 8) for n in range(choices))
    lines = (SourceLine(1, "s", "Title", "Publisher", "2018", 1),)
    reply = Reply("answer", "en", (Paragraph("Lead", (1,), True, True), Bullets(items)), lines, offered, ("next " * 12,) * 3)
    message = said_in(reply, index)
    assert size_of(message) <= render.ADVISED
    said = json.dumps(message)
    assert all(f"Statement {n} " in said for n in range(bullets)) and all(f"Choice {n} " in said for n in range(choices)) and "Title" in said


@pytest.mark.parametrize("text", ["a", "é", "\u2014", "\U0001f600 \U0001f600\U0001f600"])
def test_size_is_counted_as_teams_counts(text: str) -> None:
    assert render.size(json.dumps({"text": text}, ensure_ascii=False)) == len(json.dumps({"text": text}, ensure_ascii=False).encode("utf-16-le"))


MARKUP = re.compile(r"\\(?=[^a-z0-9\s])|\u2060")


@pytest.mark.parametrize(
    "text",
    [
        "<b>&amp;",
        "a & b",
        "&lt;b&gt;",
        "a*b*_c_`d`",
        "[x](https://e.org)",
        "1. one",
        "- two",
        "# three",
        "> four",
        "\\",
        "{{DATE(x)}}",
        "~~x~~",
        "a|b",
    ],
)
def test_escaping_keeps_what_is_read(text: str) -> None:
    import html

    assert MARKUP.sub("", render.card_escape(text)) in {text, ""} or text == "\\"
    assert MARKUP.sub("", html.unescape(render.text_escape(text))) in {text, ""} or text == "\\"
    assert "<" not in render.text_escape(text)
    assert not re.search(r"(?<!\\)[<>*_`\[\]{}#~|]", render.card_escape(text))


def test_long_conversation_ids_are_quoted_whole() -> None:
    address = {"service": "https://smba.trafficmanager.net/emea/", "conversation": "19:" + "ä/?#" * 60, "reply_to": "1/2"}
    url = str(activities_url(address))
    assert url.startswith("https://smba.trafficmanager.net/emea/v3/conversations/19%3A") and url.endswith("/activities/1%2F2")
    assert url.count("/") == 8


@pytest.mark.parametrize(
    ("questions", "shown"),
    [
        (
            ["What is the UNODC-MINUSCA agreement?", "Who are the parties to the UNODC-MINUSCA agreement?", "What is the UNODC-MINUSCA agreement for?"],
            ["What is …?", "Who are the parties to …?", "What is … for?"],
        ),
        (["À quoi sert l'accord de coopération ONUDC-MINUSCA ?", "Qui a signé l'accord de coopération ONUDC-MINUSCA ?"], ["À quoi sert … ?", "Qui a signé … ?"]),
        (["Why is the 2018 UNODC-MINUSMA cooperation agreement important?"], ["Why is the 2018 UNODC-MINUSMA cooperation agreement important?"]),
        (["What did OROLSI say?", "Comparative advantage of OROLSI?"], ["What did OROLSI say?", "Comparative advantage of …?"]),
        (["Who leads the first of all of these missions?", "Quel est le mandat de cette même mission ?"],) * 2,
        (["Qu'est-ce que l'Afrique de l'Ouest ?", "Quelle est la situation en Afrique de l'Ouest ?"], ["Qu'est-ce que l'… ?", "Quelle est la situation en … ?"]),
        (["Dans quel pays est le BINUGBIS ?", "Quel est le prédécesseur du BINUGBIS ?"], ["Dans quel pays est le … ?", "Quel est le prédécesseur du … ?"]),
        (["What is the 2015 UNODC-MINUSMA agreement?", "What is the 2015 UNODC-MINUSMA agreement for?"], ["What is …?", "What is … for?"]),
        (["Who leads the mission there now?", "Who heads the missions that were?"],) * 2,
        (["When was the UNODC-MINUSCA text signed?", "Where was the UNODC-MINUSCA text signed?"], ["When was …?", "Where was …?"]),
    ],
)  # fmt: skip
def test_buttons_side_by_side_leave_out_what_they_share(questions: list[str], shown: list[str]) -> None:
    assert render.titles(questions) == shown


def test_what_is_offered_beside_what_is_nearest_says_so(index: Index, replies: list[Reply]) -> None:
    card = [r for r in replies if r.choices and any(isinstance(p, Bullets) for p in r.parts)]
    assert card
    for reply in card:
        shown = blocks(render.card(reply, index.language))
        at = shown.index(index.language.say("did_you_mean", reply.lang))
        assert shown[at + 1 : at + 3] == ["1", render.card_escape(reply.choices[0].label)]


def test_bullets_and_choices_stay_in_order(index: Index) -> None:
    reply = Reply("answer", "en", (Paragraph("Lead", (1,), True, True), Bullets((Paragraph("b1", (1,)), Paragraph("b2", (2,))))), ())
    assert [t for t in blocks(render.card(reply, index.language)) if t != "•"] == ["Lead [1]", "b1 [1]", "b2 [2]"]


def test_incoming_is_plain_json() -> None:
    from pydantic import TypeAdapter

    from adapters.teams.read import question_of

    activity = {
        "type": "message",
        "id": "1",
        "text": "hello",
        "from": {"id": "u"},
        "conversation": {"id": "c"},
        "recipient": {"id": "b"},
        "serviceUrl": "https://x/",
    }
    incoming = question_of(activity)
    assert incoming
    adapter = TypeAdapter(Incoming)
    assert adapter.validate_json(adapter.dump_json(incoming)) == incoming
