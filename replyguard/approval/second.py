"""The second reader: when another person has to judge a text, and whose reading counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from replyguard.approval.findings import of_text, overrides
from replyguard.approval.reasons import Reason, Why
from replyguard.approval.roles import Right, may, same_person
from replyguard.domain.case import CaseState, Dismissal, Person, SecondReading, sha256_of
from replyguard.domain.reply import Engine
from replyguard.domain.review import Category
from replyguard.domain.triage import Urgency

EMOTIONS = frozenset({Category.ANGER, Category.SARCASM, Category.HURT, Category.SHOUTING})
"""What the taxonomy groups as emotional."""


def needed(state: CaseState, text: str, dismissals: Sequence[Dismissal], *, always: bool = False) -> Iterator[Reason]:
    """Why another person must judge `text` before it is approved; nothing where nobody must."""
    review = state.review_of(text)
    for one in overrides(review, of_text(dismissals, text)):
        yield Reason.of(Why.SECOND_AFTER_OVERRIDE, by=one.by.name)
    felt = sorted({finding.category for finding in review.findings} & EMOTIONS) if review else ()
    if felt:
        yield Reason.of(Why.SECOND_AFTER_EMOTION, categories=", ".join(felt))
    if state.triage is not None and state.triage.urgency is Urgency.SERIOUS_RISK:
        yield Reason.of(Why.SECOND_FOR_RISK)
    if always:
        yield Reason.of(Why.SECOND_BY_POLICY)


def judged(state: CaseState, text: str, *, by: Person, dismissals: Sequence[Dismissal]) -> SecondReading | None:
    """The newest reading of exactly `text`, in exactly this state, by somebody apart: it decides, either way.

    Apart is who may read second and did not write in this round, did not dismiss a finding of this text, and does not
    approve it (`by`).
    """
    involved = (*writers(state, text), *(one.by for one in of_text(dismissals, text)), by)
    wanted = (sha256_of(text), state.state_digest)
    return next(
        (
            reading
            for reading in reversed(state.second_reads)
            if (reading.text_digest, reading.state_digest) == wanted
            and may(reading.by, Right.SECOND_READ)
            and not any(same_person(reading.by, other) for other in involved)
        ),
        None,
    )


def may_read(state: CaseState, text: str, reader: Person) -> bool:
    """May this person be the second reader of `text`? Asked before a reading is taken; writer and reader are two."""
    involved = (*writers(state, text), *(one.by for one in of_text(state.dismissals, text)))
    return may(reader, Right.SECOND_READ) and not any(same_person(reader, other) for other in involved)


def writers(state: CaseState, text: str) -> tuple[Person, ...]:
    """Who typed since the last answer was posted, or typed this very text at any time."""
    last = max((post.at for post in state.posted if not post.holding), default=None)
    wanted = sha256_of(text)
    return tuple(
        version.by
        for version in state.versions
        if version.engine is Engine.PERSON and (last is None or version.at > last or version.digest == wanted)
    )


def blind(state: CaseState) -> CaseState:
    """The case as a second reader first sees it: complaint, facts, the newest text and its review, and nobody's view.

    What others overruled, decided or said of the text is left out: it would be judged instead of the text.
    """
    return state.model_copy(
        update={
            "versions": state.versions[-1:],
            "dismissals": (),
            "second_reads": (),
            "decisions": (),
            "approvals": (),
        }
    )
