"""What people would otherwise use, and ReplyGuard, on the same replies: what each flags, and how long it takes.

The others read words without the case: none of them knows the complaint or the facts, and none says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, Protocol

from benchmarks.node import tools
from benchmarks.tables import Table
from benchmarks.texts import development, of_hundred_words
from benchmarks.timing import Timing, clocked, some
from replyguard.evaluation.figures import Share
from replyguard.evaluation.labelled import LABELLED, Labelled
from replyguard.evaluation.measuring import reviewing
from replyguard.guard import ReplyGuard

# Its authors' own threshold for a negative text.
_NEGATIVE = -0.05

Answer = tuple[bool, float]


class Tool(Protocol):
    """Says of each reply whether it flags it, and after how many milliseconds."""

    name: str

    def read(self, replies: Sequence[Labelled]) -> list[Answer]: ...


class OneByOne:
    """A tool that runs in this process."""

    def __init__(self, name: str, flags: Callable[[Labelled], bool]) -> None:
        self.name, self._flags = name, flags

    def read(self, replies: Sequence[Labelled]) -> list[Answer]:
        for reply in some(replies):
            self._flags(reply)
        answers = (clocked(self._flags, reply) for reply in replies)
        return [(bool(flagged), taken) for flagged, taken in answers]


class InNode:
    """A tool that runs in Node; its own clock, without the start of the process."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, replies: Sequence[Labelled]) -> list[Answer]:
        return tools.read(self.name, [reply.reply for reply in replies])


def ours(guard: ReplyGuard, name: str, readers: Sequence[str] = ()) -> Tool:
    """ReplyGuard with some of its offline readers, or with all."""
    review = reviewing(guard, readers)
    return OneByOne(name, lambda one: any(found.category in LABELLED for found in review(one).findings))


def vader() -> Tool:
    """A sentiment word list: a reply is flagged where its authors would call it negative."""
    module: Any = import_module("vaderSentiment.vaderSentiment")
    analyser = module.SentimentIntensityAnalyzer()
    return OneByOne("VADER", lambda one: analyser.polarity_scores(one.reply)["compound"] <= _NEGATIVE)


def profanity() -> Tool:
    """A linear classifier of insults and swear words."""
    module: Any = import_module("profanity_check")
    return OneByOne("alt-profanity-check", lambda one: bool(module.predict([one.reply])[0]))


def tools_at_hand(guard: ReplyGuard, without_tagger: Sequence[str]) -> Iterator[Tool]:
    """Every tool that this machine can run, ReplyGuard first."""
    yield ours(guard, "ReplyGuard, all offline readers")
    if without_tagger:
        yield ours(guard, "ReplyGuard without its tagger", without_tagger)
    yield from (vader(), profanity())
    if not tools.problem():
        yield from (InNode(name) for name in tools.NAMES)


def comparison(guard: ReplyGuard, without_tagger: Sequence[str]) -> Table:
    """Quality and speed side by side."""
    labelled, long = development(), of_hundred_words((1, 7))
    languages = sorted({one.lang for one in labelled})
    rows = [_row(tool, labelled, long, languages) for tool in tools_at_hand(guard, without_tagger)]
    if tools.problem():
        rows += [(name, *["not measured"] * (2 * len(languages) + 3)) for name in tools.NAMES]
    quality = [f"{language}: {what}" for language in languages for what in ("flagged replies caught", "false alarms")]
    head = ("tool", *quality, "p50, 100 words", "p99", "replies/s")
    return Table(title="Beside what people would otherwise use", head=head, rows=tuple(rows))


def _row(
    tool: Tool, labelled: Sequence[Labelled], long: Sequence[Labelled], languages: Sequence[str]
) -> tuple[str, ...]:
    answers = _twice(tool, labelled)
    shares = [
        _share(
            [
                answer
                for one, answer in zip(labelled, answers, strict=True)
                if one.lang == language and bool(one.findings) is faulty
            ]
        )
        for language in languages
        for faulty in (True, False)
    ]
    times = Timing.of([taken for _, taken in _twice(tool, long)])
    total = sum(taken for _, taken in answers) / 1_000
    speed = (f"{times.p50:.2f} ms", f"{times.p99:.2f} ms", f"{len(answers) / total:,.0f}")
    return (tool.name, *shares, *speed)


def _twice(tool: Tool, replies: Sequence[Labelled]) -> list[Answer]:
    """The answers, each with the shorter time of two rounds: what the machine did besides is no tool's fault."""
    return [min(both, key=lambda one: one[1]) for both in zip(tool.read(replies), tool.read(replies), strict=True)]


def _share(answers: Sequence[Answer]) -> str:
    share = Share.of(sum(flagged for flagged, _ in answers), len(answers))
    return f"{share.value:.2f} ({share.low:.2f}–{share.high:.2f})"
