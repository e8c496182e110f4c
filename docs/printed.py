"""What the documents show of the program, printed by the program (`make docs`)."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

from replyguard import ReplyGuard, Settings
from tests.conftest import forty


def command(*words: str) -> str:
    """What `replyguard …` prints, as a block of Markdown."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REPLYGUARD", "OPENAI"))}
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "replyguard.cli", *words],
        capture_output=True,
        encoding="utf-8",
        env={**environment, "COLUMNS": "150", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    return f"```text\n$ replyguard {' '.join(words)}\n{done.stdout.rstrip()}\n```"


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
