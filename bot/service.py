"""The asynchronous shell around the pure core, shared by all platforms: repeats, conversations, limits, durability.

A post is stored before anything else is done with it, so an adapter may acknowledge as soon as ``take`` returns::

    take ─ stored? ─┬─ repeat: nothing
           (context) └─ work: respond → send → finish (forget the question, keep the context)

Whatever ends between the two transactions stays open in the store and is claimed again: by this process when the platform
refused the answer, by the next one after a crash, by another replica when the lease runs out.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from weakref import WeakValueDictionary

from tenacity import AsyncRetrying, stop_after_attempt, wait_random_exponential

from adapters import Adapter, Answer, Incoming, TryLater, Uncertain, Undeliverable
from bot.core.compose import plain_text
from bot.core.draft import Basis
from bot.core.errors import SendError
from bot.core.index import Index
from bot.core.model import Context, Lang, Message, Paragraph, Reply
from bot.core.respond import LEANING, MEMORY, Turn, respond
from bot.store import Open, Store, Unanswered

log = logging.getLogger("liaison.service")

SURE = 0.9
"""Confidence from which a refusal shows that the question was understood ("the documents do not give the signatories")."""
LONGEST = 1000
"""Characters of one question; a longer one gets that as its answer.

The core's time grows with the length and it runs inline: 0.2 s for the worst of these, more than a second for four times
as much, and so long nobody else would be acknowledged.
"""
TICK = 1.0
"""Seconds between looks for open questions that are due."""
PAUSE = 0.05
"""Seconds until another look when there is no room for open questions."""
RETRY = 0.03
"""Seconds until an answered question that could not be finished is tried again, the first time."""
BACKLOG = 20
"""Questions in memory for each answer under way; what comes above waits in the store only."""


DOUBTS = (60.0, 300.0)
"""Seconds after which an answer is sent again that the platform may have taken or not; after the last of them it is given up."""
HEALTHY = 10.0
"""Seconds for which one write shows that the store can be written."""


class Taken(StrEnum):
    """What became of a post that an adapter handed over."""

    ANSWERED = "answered"
    """Answered (or found to need no answer) within the wait."""
    OPEN = "open"
    """Stored durably; the answer follows, after a restart if need be. Safe to acknowledge."""
    REPEAT = "repeat"
    """Seen before. Acknowledge and do nothing."""
    STOPPING = "stopping"
    """Not taken, the process shuts down: do not acknowledge (503), the platform redelivers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the service; times in seconds."""

    concurrency: int = 64
    """Answers under way at once."""
    rate: int = 20
    """Questions that one user may ask in a minute."""
    lease: float = 30.0
    """A question of a process that died is taken over by another replica after this."""
    starts: int = 3
    """Times that a question may be taken up again without coming back."""
    send: float = 60.0
    """For the delivery of one answer, the adapter's own retries included."""
    keep: float = 24 * 3600.0
    """An answer that the platform does not take is given up after this."""
    grace: float = 20.0
    """Given to questions in work at shutdown."""
    retention: float = 90 * 24 * 3600.0
    """Unanswered questions and feedback are kept so long."""


@dataclass(slots=True)
class _Bucket:
    """How much one user may still ask."""

    tokens: float
    at: float
    """Monotonic seconds."""
    told: dict[str, float] = field(default_factory=dict)
    """When the user was last told to slow down, by conversation."""


class Rate:
    """Token buckets by user: a minute's worth at once, then evenly."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._buckets: dict[str, _Bucket] = {}

    def spend(self, user: str, now: float) -> bool:
        """Take one token; False when there is none."""
        bucket = self._buckets.setdefault(user, _Bucket(self.per_minute, now))
        bucket.tokens = min(self.per_minute, bucket.tokens + (now - bucket.at) * self.per_minute / 60)
        bucket.at = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def tell(self, user: str, conversation: str, now: float) -> bool:
        """Whether the user is to be told now.

        Once a minute in each conversation: there nobody is left without a reason, and a flood is not answered by a flood,
        for of these too there are no more than of answers.
        """
        told = self._buckets[user].told = {c: at for c, at in self._buckets[user].told.items() if now - at < 60}
        if conversation in told or len(told) >= self.per_minute:
            return False
        told[conversation] = now
        return True

    def forget(self, now: float) -> None:
        """Drop the users whose bucket is full again."""
        self._buckets = {u: b for u, b in self._buckets.items() if now - b.at < 60}


class _Turn(asyncio.Lock):
    """The questions of one conversation, one after the other."""

    done = 0
    """How many came to an end while this lock was known; whoever sees the same number before and after missed none."""


class Service:
    """Takes posts, answers each once, remembers conversations. One for all platforms of a process."""

    def __init__(
        self, index: Index, store: Store, limits: Limits | None = None, *,
        unanswered: bool = True, clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        self.index = index
        """May be replaced at any time; the next question uses the new one."""
        self.store = store
        self.limits = limits or Limits()
        self._keep_unanswered = unanswered
        self._clock = clock
        self._adapters: dict[str, Adapter] = {}
        self._rate = Rate(self.limits.rate)
        # By platform: one that does not answer keeps nobody waiting on another.
        self._slots: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self.limits.concurrency))
        self._verdicts = Rate(self.limits.rate)
        self._doubts: Counter[int] = Counter()
        self._answered: dict[int, Callable[[], Awaitable[None]]] = {}
        """Questions whose answer is out and that the store could not be told of; they are not answered again."""
        self._written = float("-inf")
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
        self._working: dict[int, asyncio.Task[None]] = {}
        self._entering = 0
        self._loops: list[asyncio.Task[None]] = []
        self._stopping = False

    def attach(self, adapter: Adapter) -> None:
        """Make an adapter known, before ``start``."""
        self._adapters[adapter.name] = adapter

    # -------------------------------------------------------------- taking

    async def take(self, incoming: Incoming, wait: float = 0.0) -> Taken:
        """Store a post durably and answer it; returns when answered, or after ``wait`` seconds with the work going on.

        Call it before acknowledging, with the platform's deadline minus at least a second as ``wait``: the time that the
        storing takes counts.
        Raises whatever the store raises: then the post is not taken, and must not be acknowledged.
        """
        if self._stopping:
            return Taken.STOPPING
        began = time.monotonic()
        self._entering += 1
        try:
            said = (incoming.text, incoming.delivery, incoming.conversation, incoming.user)
            if (kept := tuple(map(_storable, said))) != said:
                text, delivery, conversation, user = kept
                incoming = replace(incoming, text=text, delivery=delivery, conversation=conversation, user=user)
            turn = self._turn(incoming)
            done, now = turn.done, self._clock()
            full = len(self._working) + self._entering > self.limits.concurrency * BACKLOG
            question = await self.store.take(incoming, now, None if full else self._lease(now))
            if question is None:
                return Taken.REPEAT
            if full:
                return Taken.OPEN
            task = self._launch(question, done)
        finally:
            self._entering -= 1
        if (left := wait - (time.monotonic() - began)) > 0:
            await asyncio.wait({task}, timeout=left)
        return Taken.ANSWERED if task.done() else Taken.OPEN

    async def knows(self, conversation: str) -> bool:
        """Whether the bot was asked in this conversation lately: only then unaddressed posts are worth taking."""
        return await self.store.knows(_storable(conversation), self._clock())

    def peek(self, text: str, locale: Lang | None = None) -> Turn:
        """Answer outside any conversation, recording nothing (search as one types). An empty text asks what one can ask."""
        return respond(Message(self._words(text[:LONGEST], self.index.locales.known(locale)), self._clock(), locale), self.index)

    def _words(self, text: str, lang: Lang) -> str:
        """What a text asks; an empty one asks what one can ask, in the language that is expected."""
        return text or self.index.language.help(lang)

    async def feedback(self, platform: str, delivery: str, user: str, helpful: bool, comment: str = "") -> None:
        """Keep a user's verdict on the answer to a delivery; no more of them than questions may be asked."""
        if not self._verdicts.spend(f"{platform} {user}", time.monotonic()):
            return
        await self.store.feedback(platform, _storable(delivery), _storable(user), helpful, _storable(comment), self._clock())

    async def healthy(self) -> bool:
        """Whether the store can be written. Tries it, unless that was shown just before."""
        if time.monotonic() - self._written > HEALTHY:
            try:
                await self.store.probe(self._clock())
            except Exception:
                return False
            self._written = time.monotonic()
        return not self._answered

    # -------------------------------------------------------------- working

    def _turn(self, incoming: Incoming) -> _Turn:
        return self._turns.setdefault(incoming.conversation, _Turn())

    def _launch(self, question: Open, done: int | None = None) -> asyncio.Task[None]:
        """Begin the work on a question that was just taken, or was claimed (then ``done`` is None).

        ``done``: of its conversation, before its context was read.
        """
        task = asyncio.create_task(self._work(question, done))
        self._working[question.id] = task
        task.add_done_callback(partial(self._ended, question.id))
        return task

    def _ended(self, number: int, task: asyncio.Task[None]) -> None:
        # The store may have given the number to the next question before the loop came to tell of this end.
        if self._working.get(number) is task:
            del self._working[number]

    async def _work(self, question: Open, done: int | None) -> None:
        """Answer one question and record it; never raises. What cannot be done now goes back into the store."""
        incoming = question.incoming
        began = time.perf_counter()
        turn = self._turn(incoming)
        outcome = "failed"
        try:
            async with turn, self._slots[incoming.platform]:  # in this order: a busy conversation holds one slot, not all
                try:
                    outcome = await self._answer(question, claimed=done is None, current=done == turn.done)
                finally:
                    turn.done += 1
        except asyncio.CancelledError:
            outcome = "put back"
            await self._put_back(question, self._clock(), failed=False)
            raise
        except TryLater as error:
            outcome = "later"
            await self._put_back(question, self._clock() + timedelta(seconds=error.seconds), failed=False)
        except Uncertain:
            outcome = "uncertain"
            pause = DOUBTS[min(self._doubts[question.id], len(DOUBTS)) - 1]
            await self._put_back(question, self._clock() + timedelta(seconds=pause), failed=True)
        except (SendError, TimeoutError):
            outcome = "not delivered"
            await self._put_back(question, self._later(question), failed=True)
        except Exception as error:
            # The texts of foreign errors may quote the message, so only their kind is logged.
            log.error("question %d: %s at %s", question.id, type(error).__name__, place(error))
            await self._put_back(question, self._later(question), failed=True)
        finally:
            log.info(
                "done platform=%s question=%d outcome=%s ms=%d",
                incoming.platform,
                question.id,
                outcome.replace(" ", "_"),
                (time.perf_counter() - began) * 1000,
            )

    async def _answer(self, question: Open, *, claimed: bool, current: bool) -> str:
        """``current``: the context that came with the question is still that of its conversation."""
        incoming, now = question.incoming, self._clock()
        adapter = self._adapters.get(incoming.platform)
        if now >= (incoming.expires or question.taken + timedelta(seconds=self.limits.keep)):
            await self._finish(question, None)
            return "expired"
        if adapter is None:
            raise SendError(f"{incoming.platform} is not configured any more")
        if question.starts > self.limits.starts:
            await self._finish(question, None)
            return "given up"
        if claimed:
            await self.store.begin(question.id)  # a crash from here on is counted
        context = question.context if current else await self.store.context(incoming.conversation, now)
        unanswered: Unanswered | None = None
        kept: Context | None = None
        understood = False
        if question.starts == self.limits.starts:
            # Without a look at its words, which may be what kills.
            answer = self._notice(incoming, self._known(incoming, context), "failed")
        elif not claimed and not self._rate.spend(user := f"{incoming.platform} {incoming.user}", time.monotonic()):
            if not incoming.addressed or not self._rate.tell(user, incoming.conversation, time.monotonic()):
                await self._finish(question, None)
                return "over the rate"
            answer = self._notice(incoming, self._lang(incoming, context), "too_many", rate=str(self.limits.rate))
        elif len(incoming.text) > LONGEST:
            answer = self._notice(incoming, self._lang(incoming, context), "too_long", limit=str(LONGEST))
        else:
            try:
                turn = self._respond(incoming, context)
            except Exception as error:
                log.error("question %d: %s at %s", question.id, type(error).__name__, place(error))
                answer = self._notice(incoming, self._known(incoming, context), "failed")
            else:
                answer = Answer(turn.reply, turn.text, turn.context.question or turn.message.text, incoming.delivery)
                kept = turn.context
                understood = _understood(turn)
                if self._keep_unanswered and turn.reply.kind == "unknown" and (incoming.addressed or understood):
                    unanswered = Unanswered(incoming.platform, turn.reply.lang, incoming.text, turn.reason.split(":")[0], now)
        if not incoming.addressed and not understood:
            await self._finish(question, None)
            return "silent"
        try:
            async with asyncio.timeout(self.limits.send):
                await adapter.send(incoming.address, replace(answer, again=True) if claimed else answer)
            outcome = "sent"
        except Undeliverable as error:
            log.warning("question %d cannot be delivered: %s", question.id, error)
            outcome = "undeliverable"
        except Uncertain as error:
            self._doubts[question.id] += 1
            if self._doubts[question.id] <= len(DOUBTS):
                raise
            log.warning(
                "question %d: the platform confirms no answer (%s); it may have been shown several times, and is not sent again", question.id, error
            )
            outcome = "given up"
        await self._finish(question, kept, unanswered)
        return outcome

    def _respond(self, incoming: Incoming, context: Context | None) -> Turn:
        """One call of the core, inline: it takes about a millisecond. Logs everything about the turn but its words."""
        text = incoming.text
        if incoming.choice:
            offered = next((c for c in context.choices if c.id == incoming.choice), None) if context else None
            if offered and offered.ask == text:
                text = incoming.choice
            else:
                context = None  # clicked after the conversation went on: the question is complete in itself
        began = time.perf_counter()
        text = self._words(text, self._known(incoming, context))
        turn = respond(Message(text, incoming.time, incoming.locale), self.index, context)
        log.info(
            "turn platform=%s kind=%s intent=%s lang=%s facts=%d entities=%d confidence=%.2f addressed=%d core_ms=%.1f",
            incoming.platform, turn.reply.kind, turn.intent, turn.reply.lang, len(turn.facts), len(turn.entities),
            turn.confidence, incoming.addressed, (time.perf_counter() - began) * 1000,
        )  # fmt: skip
        return turn

    def _known(self, incoming: Incoming, context: Context | None) -> Lang:
        """The language to expect, before the text is looked at."""
        return self.index.locales.known(incoming.locale, context.lang if context else None)

    def _lang(self, incoming: Incoming, context: Context | None) -> Lang:
        """The language that a question is asked in, for a notice about it."""
        known = self._known(incoming, context)
        try:
            return self.peek(incoming.text, known).reply.lang
        except Exception:
            return known

    def _later(self, question: Open) -> datetime:
        return self._clock() + timedelta(seconds=min(2.0**question.failures, 300.0))

    def _notice(self, incoming: Incoming, lang: Lang, wording: str, **values: str) -> Answer:
        """A reply of one line that states nothing from the base."""
        reply = Reply("unknown", lang, (Paragraph(self.index.language.say(wording, lang, **values), (), False, True),))
        return Answer(reply, plain_text(reply.parts, (), (), "", ""), "", incoming.delivery)

    async def _finish(self, question: Open, context: Context | None, unanswered: Unanswered | None = None) -> None:
        expires = self._clock() + MEMORY
        finish = partial(self.store.finish, question.id, question.incoming.conversation, context, expires, unanswered)
        try:
            await finish()
        except Exception:
            # The answer is out: a short trouble of the database must not lead to a second one. (Only now, for the machinery costs 35 us.)
            await asyncio.sleep(RETRY)
            try:
                await AsyncRetrying(stop=stop_after_attempt(4), wait=wait_random_exponential(0.1, 1), reraise=True)(finish)
            except Exception as error:
                log.error("question %d is answered, but the store cannot be told (%s); trying again", question.id, type(error).__name__)
                self._answered[question.id] = finish
        self._doubts.pop(question.id, None)

    async def _tell_late(self) -> None:
        """Tell the store of answers that it could not be told of before. Raises what the store raises."""
        for number, finish in list(self._answered.items()):
            await finish()
            del self._answered[number]

    async def _put_back(self, question: Open, due: datetime, *, failed: bool) -> None:
        try:
            await self.store.release(question.id, due, failed=failed)
        except Exception as error:
            # Its lease runs out, so it is not lost.
            log.error("question %d could not be put back: %s", question.id, type(error).__name__)

    # -------------------------------------------------------------- life

    async def start(self) -> None:
        """Finish what an earlier process left open, then keep leases and retention going."""
        self._loops = [
            asyncio.create_task(self._every(self._claim, TICK), name="claim"),
            asyncio.create_task(self._every(self._renew, self.limits.lease / 3), name="renew"),
            asyncio.create_task(self._every(self._purge, 3600.0), name="purge"),
        ]

    async def stop(self) -> None:
        """Stop taking, finish what is in work within the grace, leave the rest to the next process."""
        self._stopping = True
        deadline = time.monotonic() + self.limits.grace
        for loop in self._loops:
            if loop.get_name() != "renew":
                loop.cancel()
        while (self._entering or self._working) and time.monotonic() < deadline:
            if self._working:
                await asyncio.wait(set(self._working.values()), timeout=max(0.0, deadline - time.monotonic()))
            await asyncio.sleep(0.01)
        left = [*self._working.values(), *self._loops]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        with contextlib.suppress(Exception):  # said when it first failed
            await self._tell_late()

    async def _every(self, do: Callable[[], object], seconds: float) -> None:
        while True:
            try:
                await do()  # type: ignore[misc]  # coroutine functions only
            except Exception as error:
                log.error("%s: %s; trying again", do.__name__, type(error).__name__)
            await asyncio.sleep(seconds)

    async def _claim(self) -> None:
        """Take up open questions that are due. Those that may have killed a process go one by one, after all others."""
        await self._tell_late()
        while True:
            room = self.limits.concurrency - len(self._working)
            if room < self.limits.concurrency / 4:
                await asyncio.sleep(PAUSE)
                continue
            now = self._clock()
            questions = await self.store.claim(now, self._lease(now), room)
            tasks = {self._launch(q) for q in questions if q.id not in self._working and q.id not in self._answered}
            if tasks and any(q.starts for q in questions):
                await asyncio.wait(tasks)
            elif len(questions) < room:
                return

    async def _renew(self) -> None:
        if mine := [*self._working, *self._answered]:
            await self.store.renew(mine, self._lease(self._clock()))

    async def _purge(self) -> None:
        self._rate.forget(time.monotonic())
        self._verdicts.forget(time.monotonic())
        await self.store.purge(self._clock(), timedelta(seconds=self.limits.retention), timedelta(seconds=self.limits.keep))

    def _lease(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.limits.lease)


def _understood(turn: Turn) -> bool:
    """Whether the reply is worth giving to somebody who did not speak to the bot."""
    kind = turn.reply.kind
    if turn.basis is Basis.OFFERED:
        return False  # the nearest readings are for those who asked
    asked = bool(turn.frame.asks or turn.frame.yes_no or turn.frame.flags & LEANING or turn.intent in {"list", "count"})
    return asked and (kind in {"answer", "clarify"} or (kind == "unknown" and turn.basis is Basis.EMPTY and turn.confidence >= SURE))


def _storable(text: str) -> str:
    """The text without what no database takes: NUL and halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def place(error: BaseException) -> str:
    """File and line where an error was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
