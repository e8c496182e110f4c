"""What the review of a text still holds against it, after what people dismissed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from replyguard.approval.reasons import Reason, Why
from replyguard.approval.roles import may_dismiss
from replyguard.domain.case import CaseState, Dismissal, sha256_of
from replyguard.domain.review import Finding, Review, Severity, Verdict


def of_text(dismissals: Sequence[Dismissal], text: str) -> tuple[Dismissal, ...]:
    """Those that are about exactly this text and say why."""
    wanted = sha256_of(text)
    return tuple(one for one in dismissals if one.text_digest == wanted and one.reason.strip())


def against(state: CaseState, text: str, dismissals: Sequence[Dismissal]) -> Iterator[Reason]:
    """Every reason of the review of exactly `text`, as the case now stands, against posting it."""
    review = state.review_of(text)
    if review is None:
        yield Reason.of(Why.NOT_READ)
    elif any(text[finding.start : finding.end] != finding.quote for finding in review.findings):
        yield Reason.of(Why.OTHER_REVIEW)
    elif review.verdict is Verdict.UNREVIEWED:
        yield Reason.of(Why.UNREVIEWED)
    elif review.verdict is not Verdict.READY and not review.findings:
        yield Reason.of(Why.NOT_READY, verdict=review.verdict.value)
    else:
        yield from _standing(review, of_text(dismissals, text))


def overrides(review: Review | None, dismissals: Sequence[Dismissal]) -> tuple[Dismissal, ...]:
    """The dismissals that overrule a finding that blocks."""
    blocks = [finding for finding in review.findings if finding.severity is Severity.BLOCK] if review else []
    return tuple(one for one in dismissals if any(_settles(one, finding) for finding in blocks))


def _standing(review: Review, dismissals: tuple[Dismissal, ...]) -> Iterator[Reason]:
    for finding in review.findings:
        said = [one.by for one in dismissals if _settles(one, finding)]
        if any(may_dismiss(person, finding.category) for person in said):
            continue
        yield Reason.of(Why.FINDING_STANDS, category=finding.category.value, start=finding.start, end=finding.end)
        for person in said:
            yield Reason.of(
                Why.MAY_NOT_DISMISS, by=person.name, role=person.role.value, category=finding.category.value
            )


def _settles(dismissal: Dismissal, finding: Finding) -> bool:
    about = (dismissal.category, dismissal.start, dismissal.end)
    return about == (finding.category, finding.start, finding.end)
