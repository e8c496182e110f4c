"""What the staff must answer before an honest reply is possible: only what the facts leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from replyguard.domain.triage import Cause, Topic, Urgency
from replyguard.languages.pack import available
from replyguard.triage.signals import answers, triage_file

MOST = 4


def ask(code: str, cause: Cause, topics: Sequence[Topic], urgency: Urgency, facts: Sequence[str]) -> tuple[str, ...]:
    """At most four questions, in language `code` (English where no pack has it), the weightiest first."""
    language = code if code in available() else "en"
    return tuple(dict.fromkeys(_open(language, cause, topics, urgency, facts)))[:MOST]


def _open(code: str, cause: Cause, topics: Sequence[Topic], urgency: Urgency, facts: Sequence[str]) -> Iterator[str]:
    file = triage_file(code)
    if urgency is Urgency.SERIOUS_RISK:
        yield file.risk_question
    if cause in file.cause_questions and not facts:
        yield file.cause_questions[cause]
    if cause is Cause.TROLL:
        return
    for topic in topics:
        if topic in file.topics and not any(answers(code, topic).any(fact) for fact in facts):
            yield file.topics[topic].question
    if not facts and topics == (Topic.OTHER,) and cause not in file.cause_questions:
        yield file.open_question
