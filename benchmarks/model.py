"""The model engine: what it costs beside a bare client that asks the same, and whether it stays small."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import mean
from typing import Any

from benchmarks.model_child import AT_ONCE, MANY, TOGETHER, Asked, complaints, questions
from benchmarks.model_server import calm
from benchmarks.tables import Table
from benchmarks.texts import ROOT
from replyguard.models.answers import schema_text

_SLOW = 0.3  # seconds that a provider takes for a short answer
_STEPS = 2  # calls for a clean reply

Row = tuple[str, str, str]


def model() -> Table:
    """Each figure beside its bar."""
    rows = [*_cpu(), *_wall(), *_calls(), *tokens(), *_memory()]
    return Table(
        title="The model engine, before a provider on loopback", head=("what", "measured", "bar"), rows=tuple(rows)
    )


@contextmanager
def _provider(seconds: float) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.model_server", str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 (our own)
        try:
            port = int(server.stdout.readline()) if server.stdout else 0
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _measured(what: str, seconds: float = 0.0) -> Any:
    with _provider(seconds) as url:
        command = [sys.executable, "-m", "benchmarks.model_child", what, url]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 (our own)
    return json.loads(done.stdout)


def _cpu() -> list[Row]:
    found = _measured("cpu")
    bare, whole, readers = found["bare"], found["pipeline"], found["offline readers"]
    asks = {
        "our whole pipeline: triage, draft, all readers, review": (whole, "<= 1.6x"),
        "the same, less what the offline readers take": (whole - readers, ""),
        "our door alone: time, retries, budget, LangChain": (found["door"], ""),
    }
    return [
        ("CPU per reply, a bare AsyncOpenAI, the same calls", f"{bare:.2f} ms", ""),
        *((f"CPU per reply, {name}", f"{ms:.2f} ms, {ms / bare:.2f}x", bar) for name, (ms, bar) in asks.items()),
        ("CPU per reply, the offline readers, which no bare client has", f"{readers:.2f} ms", ""),
    ]


def _wall() -> list[Row]:
    found = _measured("wall", _SLOW)
    ideal = TOGETHER / AT_ONCE * _STEPS * _SLOW
    what = f"{TOGETHER} replies, {AT_ONCE} at once, all cores, each call {_SLOW * 1000:.0f} ms (ideal {ideal:.2f} s)"
    return [
        (f"{what}: {name}", f"{found[key]:.2f} s, {found[key] / ideal:.2f}x", bar)
        for name, key, bar in (
            ("our whole pipeline", "pipeline", "<= 1.10x"),
            ("our door alone", "door", "<= 1.10x"),
            ("a bare AsyncOpenAI", "bare", ""),
        )
    ]


def _calls() -> list[Row]:
    found = _measured("calls")
    share = found["calls"] / found["clean"] if found["clean"] else 0.0
    return [(f"calls per clean reply ({found['clean']} of {found['replies']})", f"{share:.2f}", f"<= {_STEPS}")]


def _memory() -> list[Row]:
    return [(f"memory that {MANY:,} replies leave behind", f"{_measured('memory'):.1f} MB", "< 20 MB")]


def tokens() -> list[Row]:
    """Tokens of the prompts for a clean reply, as OpenAI's present models count them; how many stand first."""
    try:
        from bpe_openai import get_encoding
    except ImportError:
        return [("prompt tokens per clean reply", "not measured: bpe-openai is not installed", "<= 1,800")]
    encoding = get_encoding("o200k_base")
    asked = [questions(complaint, calm("English", complaint.text)) for complaint in complaints()]
    counted = [_counted(calls, lambda text: len(encoding.encode(text))) for calls in asked]
    whole = [fixed + case for fixed, case in counted]
    shares = [fixed / (fixed + case) for fixed, case in counted]
    return [
        ("prompt tokens per clean reply, draft and review, their schemas too, mean", f"{mean(whole):,.0f}", "<= 1,800"),
        ("the most for one of our 200 complaints", f"{max(whole):,}", "<= 1,800"),
        ("of prompts and schemas the cacheable part, least", f"{min(shares):.0%}", ">= 60 %"),
    ]


def _counted(asked: Asked, count: Callable[[str], int]) -> tuple[int, int]:
    """Tokens of what is the same for every case, prompts and schemas, and of the case."""
    fixed = sum(count(messages.system) + count(schema_text(shape)) for messages, shape in asked)
    case = sum(count(messages.user) for messages, _ in asked)
    return fixed, case
