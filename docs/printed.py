"""What the documents show of the program, printed by the program (`make docs`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

from replyguard import ReplyGuard, Review, Settings
from tests.conftest import forty

# What we ask of all readers together, in each language.
CAUGHT, ALARMS, F1 = 0.90, 0.05, 0.75


def command(*words: str) -> str:
    """What `replyguard …` prints, as a block of Markdown."""
    return f"```text\n$ replyguard {' '.join(words)}\n{_printed(*words).rstrip()}\n```"


def _printed(*words: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REPLYGUARD", "OPENAI"))}
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "replyguard.cli", *words],
        capture_output=True,
        encoding="utf-8",
        env={**environment, "COLUMNS": "150", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    return done.stdout


def bars(**files: str) -> str:
    """Whether the figures of each file of labelled replies hold our bars, as a table; what misses one is said so."""
    heads = (f"caught, >= {CAUGHT:.2f}", f"wrongly flagged, <= {ALARMS:.2f}", f"category F1, >= {F1:.2f}")
    lines = [("replies", "language", *heads), ("---",) * 5]
    for name, file in files.items():
        for found in json.loads(_printed("eval", file, "--json"))["languages"]:
            caught, alarms, f1 = found["caught"]["value"], found["alarms"]["value"], found["micro"]["f1"]
            held = ((caught, caught >= CAUGHT), (alarms, alarms <= ALARMS), (f1, f1 >= F1))
            lines.append((name, found["language"], *(f"{it:.2f}" + ("" if ok else ", **missed**") for it, ok in held)))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def tried(*replies: tuple[str, str, str]) -> str:
    """What the embedded readers say of replies, as a table. Each: its language, its text, and what it is in truth."""
    guard = ReplyGuard(Settings(offline=True))
    lines = [("the reply", "in truth", "the review"), ("---",) * 3]
    lines += [
        (f"“{_plain(text)}”", truth, _said(guard.review(text, language=language))) for language, text, truth in replies
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _said(review: Review) -> str:
    found = dict.fromkeys(finding.category.replace("_", " ") for finding in review.findings)
    return f"{review.verdict}: {', '.join(found)}" if found else str(review.verdict)


def draft(name: str) -> str:
    """The complaint `name` of `tests/data/complaints_40.yaml`, its facts, and the draft for it."""
    told = next(one for one in forty() if one.id == name)
    reply = ReplyGuard(Settings(offline=True)).reply(told.complaint)
    lines = [f"**{told.channel.replace('_', ' ')}**: {_plain(told.text)}", ""]
    lines += [f"- confirmed: {_plain(fact)}" for fact in told.facts] or ["- nothing confirmed yet"]
    lines += ["", *textwrap.wrap(reply.text, 116, initial_indent="> ", subsequent_indent="> "), ""]
    cause = f"{reply.triage.cause.replace('_', ' ')}, {reply.triage.confidence:.0%} sure"
    lines.append(f"Verdict: {reply.review.verdict} · cause: {cause} · {len(reply.text)} characters")
    lines += [f"- ask first: {_plain(question)}" for question in reply.draft.questions]
    return "\n".join(lines)


def _plain(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_<>[]" else sign for sign in text)
