"""Why a complaint was written, how sure that is, and the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from replyguard.domain.base import Frozen
from replyguard.domain.triage import Cause, Mark
from replyguard.languages.text import words_of
from replyguard.triage.signals import Heard, hear

# Fewer words than this, and no topic, no fact: too little to go on.
_LITTLE = 7


class Reason(Frozen):
    """A cause. `confidence`: 0 to 1; `because`: words of the complaint."""

    cause: Cause
    confidence: float
    because: tuple[Mark, ...] = ()


def find_cause(text: str, facts: Sequence[str], heard: Sequence[Heard], breaches: Sequence[Mark]) -> Reason:
    """The likeliest cause. A grievance is never a troll's, however angry; the facts weigh more than the tone."""
    about: set[str] = {
        kind for fact in facts for one in hear(fact) if (kind := one.kind) in ("admitted", "contradicted")
    }
    topics = tuple(one.mark for one in heard if one.kind == "topic")
    insider = _of(heard, Cause.DISGRUNTLED_EMPLOYEE)
    if insider.confidence >= 0.5:
        return insider
    mistaken = _of(heard, Cause.MISUNDERSTANDING)
    if "admitted" not in about and (mistaken.confidence >= 0.5 or (mistaken.because and "contradicted" in about)):
        return _raised(mistaken, 0.15 if "contradicted" in about else 0.0)
    grievance = bool(topics or facts or _of(heard, Cause.BUSINESS_ERROR).because)
    if not grievance and (trolled := _troll(heard, breaches)):
        return trolled
    return _fault(text, about, facts, topics, _of(heard, Cause.BUSINESS_ERROR))


def _fault(text: str, about: set[str], facts: Sequence[str], topics: tuple[Mark, ...], signs: Reason) -> Reason:
    because = topics + signs.because
    if "admitted" in about or facts:
        confidence = 0.9 if "admitted" in about else 0.75
        return Reason(cause=Cause.BUSINESS_ERROR, confidence=confidence, because=because)
    if topics:
        return Reason(cause=Cause.BUSINESS_ERROR, confidence=max(0.6, signs.confidence), because=because)
    if signs.because and len(words_of(text)) >= _LITTLE:
        return Reason(cause=Cause.BUSINESS_ERROR, confidence=0.45, because=because)
    return Reason(cause=Cause.UNCLEAR, confidence=0.5, because=because)


def _troll(heard: Sequence[Heard], breaches: Sequence[Mark]) -> Reason | None:
    signs = _of(heard, Cause.TROLL)
    if not breaches and signs.confidence < 0.5:
        return None
    confidence = max(0.75 if breaches else 0.0, signs.confidence)
    return Reason(cause=Cause.TROLL, confidence=confidence, because=(*breaches, *signs.because))


def _of(heard: Sequence[Heard], cause: Cause) -> Reason:
    mine = [one for one in heard if one.kind == "cause" and one.mark.what == cause]
    # Independent hints: each leaves its share of doubt.
    doubt = prod(1 - one.weight for one in mine)
    return Reason(cause=cause, confidence=round(1 - doubt, 2), because=tuple(one.mark for one in mine))


def _raised(reason: Reason, by: float) -> Reason:
    return reason.model_copy(update={"confidence": min(0.95, round(max(reason.confidence, 0.6) + by, 2))})
