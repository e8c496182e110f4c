"""ReplyGuard by itself: how long its readers take together and apart, how it starts, what it holds, what slows it."""

from __future__ import annotations

import io
import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence

from benchmarks.tables import Table
from benchmarks.texts import ROOT, development, hostile, of_hundred_words
from benchmarks.timing import clocked, some, timed
from replyguard import loop
from replyguard.batch import review_lines
from replyguard.cooldown.parts import missing_parts
from replyguard.cooldown.reader import Context, Reader
from replyguard.cooldown.reviewer import offline_readers
from replyguard.evaluation.labelled import Labelled
from replyguard.evaluation.measuring import reviewing
from replyguard.guard import ReplyGuard
from replyguard.languages.identify import identify
from replyguard.languages.pack import available, load

TAGGER = "tagger"
_STARTS = 5
_LONGEST = 60


def without_tagger() -> tuple[str, ...]:
    """The offline readers beside the tagger; none where there is no tagger."""
    names = [reader.name for reader in offline_readers()]
    return tuple(name for name in names if name != TAGGER) if TAGGER in names else ()


def readers(guard: ReplyGuard, replies: Sequence[Labelled] | None = None) -> Table:
    """Milliseconds for a reply of 100 words, warm: a whole review, and each reader alone."""
    given = of_hundred_words() if replies is None else replies
    rows = [_row("all offline readers, a whole review", reviewing(guard, ()), given, "p50 < 25, p99 < 60")]
    if without_tagger():
        rows.append(_row("a whole review without the tagger", reviewing(guard, without_tagger()), given, ""))
    apart = {reader.name: _alone(reader, guard) for reader in offline_readers()}
    light = [_alone(reader, guard) for reader in offline_readers() if reader.name in ("rules", "claims")]
    parts = _parts(guard)

    def three(one: Labelled) -> None:
        for read in (*light, parts):
            read(one)

    rows.append(_row("rules, claims and parts, one after the other", three, given, "p50 < 2"))
    rows += [_row(f"{name} alone", read, given, "") for name, read in apart.items()]
    rows.append(_row("parts alone", parts, given, ""))
    rows.append(_row("which language it is", lambda one: identify(one.reply), given, ""))
    head = ("100 words, warm, one core", "replies", "p50, ms", "p99, ms", "longest, ms", "bar, ms")
    return Table(title="Readers together and apart", head=head, rows=tuple(rows))


def _row(name: str, work: Callable[[Labelled], object], replies: Sequence[Labelled], bar: str) -> tuple[str, ...]:
    timed(work, some(replies))
    found = timed(work, replies)
    return name, str(found.runs), f"{found.p50:.2f}", f"{found.p99:.2f}", f"{found.longest:.2f}", bar


def _context(one: Labelled, guard: ReplyGuard) -> Context:
    return Context(load(one.lang), one.complaint, one.facts, one.channel, guard.brand)


def _alone(reader: Reader, guard: ReplyGuard) -> Callable[[Labelled], object]:
    async def read(one: Labelled) -> object:
        return await reader.read(one.reply, _context(one, guard))

    return lambda one: loop.run(read(one))


def _parts(guard: ReplyGuard) -> Callable[[Labelled], object]:
    return lambda one: missing_parts(one.reply, _context(one, guard))


def starting() -> Table:
    """A fresh process: seconds to its first review, and the most memory it held."""
    rows = []
    for language in available():
        seconds, memory = zip(*(_fresh("first", language) for _ in range(_STARTS)), strict=True)
        rows.append((f"first review, {language}", f"{statistics.median(seconds):.2f} s", f"{max(memory):.0f} MB"))
    seconds_all, memory_all = _fresh("all", available()[0])
    rows.append(("every labelled reply, all languages", f"{seconds_all:.2f} s", f"{memory_all:.0f} MB"))
    rows.append(("bar", "first review < 1.0 s", "< 300 MB"))
    head = (f"fresh process (middle of {_STARTS}), interpreter included", "time", "most memory")
    return Table(title="Starting", head=head, rows=tuple(rows))


def _fresh(what: str, language: str) -> tuple[float, float]:
    printed, taken = clocked(lambda words: _child(*words), (what, language))
    return taken / 1_000, float(json.loads(str(printed)))


def _child(*words: str) -> str:
    # An installed package has its bytecode; a checkout gets it on the first run, where writing it is allowed.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(  # noqa: S603 (our own module)
        [sys.executable, "-m", "benchmarks.child", *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
        timeout=_LONGEST,
    )
    return done.stdout


def slowest(names: Sequence[str] | None = None) -> Table:
    """Hostile texts of 5,000 characters, in each language: the longest of three reviews of each."""
    times = {name: _hostile(name) for name in (hostile() if names is None else names)}
    ranked = sorted(times, key=lambda name: -max(times[name].values(), default=math.inf))
    rows = [(name, *(_milliseconds(times[name].get(code)) for code in available())) for name in ranked]
    rows.append(("bar", *("< 150" for _ in available())))
    head = ("5,000 characters of", *(f"read as {code}, ms" for code in available()))
    return Table(title="Hostile texts", head=head, rows=tuple(rows))


def _hostile(name: str) -> dict[str, float]:
    # In a process of its own: a review that would not end can be ended.
    try:
        times: dict[str, float] = json.loads(_child("hostile", name))
    except subprocess.TimeoutExpired:
        return {}
    return times


def _milliseconds(taken: float | None) -> str:
    return f"{taken:.0f}" if taken is not None else f"not done in {_LONGEST} s"


def batch(guard: ReplyGuard, replies: Sequence[Labelled] | None = None) -> Table:
    """Replies a second through `replyguard review --jsonl`, on one core."""
    given = development() if replies is None else replies
    lines = [json.dumps(_line(one), ensure_ascii=False) for one in given]
    words = statistics.mean(len(one.reply.split()) for one in given)

    def work(source: Sequence[str]) -> object:
        return review_lines(source, io.StringIO(), guard, step=lambda: None)

    work(some(lines))
    _, taken = clocked(work, lines)
    row = (
        f"{len(lines)} labelled replies of {words:.0f} words on average",
        f"{len(lines) / taken * 1_000:.0f}",
        ">= 80",
    )
    return Table(title="Many at once", head=("batch, one core", "replies/s", "bar"), rows=(row,))


def _line(one: Labelled) -> dict[str, object]:
    return {"id": one.id, "reply": one.reply, "complaint": one.complaint, "facts": one.facts, "channel": one.channel}
