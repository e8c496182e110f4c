"""A fresh process that has replies written by the loopback provider: it prints one JSON value.

`python -m benchmarks.model_child cpu URL`:    milliseconds of CPU per reply, by who asks.
`python -m benchmarks.model_child wall URL`:   seconds for `TOGETHER` replies, `AT_ONCE` at a time, by who asks.
`python -m benchmarks.model_child memory URL`: MB of memory that `MANY` replies leave behind.
`python -m benchmarks.model_child calls URL`:  replies, those that were clean, and calls for them all.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import statistics
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.model_server import calm
from benchmarks.texts import ROOT
from replyguard import Complaint, ReplyGuard, ReviewedReply, Settings, loop
from replyguard.brand import Brand
from replyguard.cooldown import model as reading
from replyguard.cooldown.reader import Context
from replyguard.domain.triage import Urgency
from replyguard.drafting import writer
from replyguard.languages.pack import load
from replyguard.models.answers import DraftAnswer, ReviewAnswer, schema
from replyguard.models.door import Door
from replyguard.models.prompts import Messages
from replyguard.policy import Policy
from replyguard.triage import read_complaint

TOGETHER, AT_ONCE, MANY, WARM = 256, 64, 5_000, 500
_ROUNDS, _A_ROUND, _CPU_AT_ONCE = 7, 64, 8

Forms = type[DraftAnswer] | type[ReviewAnswer]
_SHAPES: tuple[Forms, ...] = (DraftAnswer, ReviewAnswer)
Asked = tuple[tuple[Messages, Forms], ...]
Asks = Callable[[Asked], Awaitable[None]]


def complaints() -> list[Complaint]:
    """Our two hundred complaints, without those that a model is never asked about."""
    lines = (ROOT / "tests" / "data" / "complaints_200.jsonl").read_text(encoding="utf-8").splitlines()
    told = [Complaint(text=one["text"], facts=one["facts"], channel=one["channel"]) for one in map(json.loads, lines)]
    return [one for one in told if read_complaint(one, Policy()).urgency is not Urgency.SERIOUS_RISK]


def guard(url: str, **fields: object) -> ReplyGuard:
    """A guard before the provider at `url`."""
    given = {"model": "openai:scripted", "openai_base_url": url, "concurrency": 256, "deadline_seconds": 120.0}
    return ReplyGuard(Settings.model_validate({**given, "try_seconds": 60.0, **fields}))


def questions(complaint: Complaint, reply: str) -> Asked:
    """What our pipeline asks for a clean reply to `complaint`."""
    triage = read_complaint(complaint, Policy())
    context = Context.of(load(triage.language), complaint, Brand(), recent=())
    draft, _ = writer.question(complaint, triage, Brand(), Policy())
    review, _ = reading.question(reply, context)
    return (draft, DraftAnswer), (review, ReviewAnswer)


def cpu(url: str) -> dict[str, float]:
    """Milliseconds of CPU per reply: our whole pipeline, our door alone, and a bare client, the same calls each."""
    told = complaints()[:_A_ROUND]
    ours = guard(url, concurrency=_CPU_AT_ONCE)
    written = [one for one in ours.replies(told) if isinstance(one, ReviewedReply)]
    asked = [questions(complaint, reply.text) for complaint, reply in zip(told, written, strict=True)]
    door, bare = _through(Door(ours.settings)), _bare(url)
    work: dict[str, Callable[[], object]] = {
        "bare": lambda: loop.run(_all(asked, bare, _CPU_AT_ONCE)),
        "door": lambda: loop.run(_all(asked, door, _CPU_AT_ONCE)),
        "pipeline": lambda: ours.replies(told),
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(_ROUNDS):
        for name, run in work.items():
            start = time.process_time()
            run()
            times[name].append((time.process_time() - start) * 1_000 / len(told))
    offline = ReplyGuard(Settings(offline=True))
    start = time.process_time()
    for complaint, reply in zip(told, written, strict=True):
        offline.review(reply.text, complaint)
    read = (time.process_time() - start) * 1_000 / len(told)
    return {**{name: statistics.median(found) for name, found in times.items()}, "offline readers": read}


def _through(door: Door) -> Asks:
    async def ask(calls: Asked) -> None:
        for messages, shape in calls:
            await door.ask(messages, shape)

    return ask


def _bare(url: str) -> Asks:
    from openai import AsyncOpenAI

    client = AsyncOpenAI(base_url=url, api_key="none", max_retries=0, timeout=60.0)
    # Made once, as whoever writes this by hand would.
    forms = {shape: {"name": shape.__name__, "strict": True, "schema": schema(shape)} for shape in _SHAPES}

    async def ask(calls: Asked) -> None:
        for messages, shape in calls:
            answer = await client.chat.completions.create(
                model="scripted",
                messages=[{"role": "system", "content": messages.system}, {"role": "user", "content": messages.user}],
                extra_body={"response_format": {"type": "json_schema", "json_schema": forms[shape]}},
            )
            shape.model_validate_json(answer.choices[0].message.content or "")

    return ask


async def _all(asked: Sequence[Asked], ask: Asks, at_once: int) -> None:
    places = asyncio.Semaphore(at_once)

    async def one(calls: Asked) -> None:
        async with places:
            await ask(calls)

    await asyncio.gather(*(one(calls) for calls in asked))


def wall(url: str) -> dict[str, float]:
    """Seconds for `TOGETHER` replies on all cores, the first ones not counted, by who asks: as in `cpu`."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    ours, told = guard(url, concurrency=AT_ONCE), complaints()
    many = (told * (TOGETHER // len(told) + 1))[:TOGETHER]
    asked = [questions(complaint, calm("English", complaint.text)) for complaint in many]
    door, bare = _through(Door(ours.settings)), _bare(url)
    work: dict[str, Callable[[int], object]] = {
        "bare": lambda count: loop.run(_all(asked[:count], bare, AT_ONCE)),
        "door": lambda count: loop.run(_all(asked[:count], door, AT_ONCE)),
        "pipeline": lambda count: ours.replies(many[:count]),
    }
    seconds = {}
    for name, run in work.items():
        run(AT_ONCE)
        start = time.perf_counter()
        run(TOGETHER)
        seconds[name] = time.perf_counter() - start
    return seconds


def memory(url: str) -> float:
    """MB that the process holds more after `MANY` replies than after the first `WARM`."""
    ours, told = guard(url, concurrency=32), complaints()
    _answer(ours, told, WARM)
    before = _held()
    _answer(ours, told, MANY)
    return _held() - before


def _answer(ours: ReplyGuard, told: Sequence[Complaint], count: int) -> None:
    for start in range(0, count, 100):
        ours.replies([told[(start + place) % len(told)] for place in range(100)])


def _held() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def calls(url: str) -> dict[str, int]:
    """Replies, how many of them were ready at the first draft, and the calls that these took."""
    ours, told = guard(url), complaints()
    before, made = _calls(url), 0
    clean = spent = 0
    for complaint in told:
        reply = ours.reply(complaint)
        now = _calls(url)
        if reply.review.ready and len(reply.attempts) == 1 and not reply.problems:
            clean, spent = clean + 1, spent + now - before
        before, made = now, made + 1
    return {"replies": made, "clean": clean, "calls": spent}


def _calls(url: str) -> int:
    with urllib.request.urlopen(f"{url}/calls") as answer:  # noqa: S310 (our own server on loopback)
        found: int = json.load(answer)
    return found


if __name__ == "__main__":
    _measures: dict[str, Callable[[str], Any]] = {"cpu": cpu, "wall": wall, "memory": memory, "calls": calls}
    print(json.dumps(_measures[sys.argv[1]](sys.argv[2])))
