"""People, texts and cases that the tests of the approval share. Every text is in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from replyguard.approval.reasons import Reason, Why, codes
from replyguard.domain.case import (
    Approval,
    CaseState,
    ConfirmedFact,
    Dismissal,
    Message,
    Person,
    Reviewed,
    Role,
    SecondReading,
    Version,
    sha256_of,
)
from replyguard.domain.reply import Engine
from replyguard.domain.review import Category, Finding, Review, Severity, Verdict
from replyguard.domain.triage import Triage, Urgency
from replyguard.errors import ApprovalRefused
from replyguard.settings import Settings

SARI = Person(name="Sari", role=Role.AGENT)
BUDI = Person(name="Budi", role=Role.AGENT)
DEWI = Person(name="Dewi", role=Role.READER)
RAHMA = Person(name="Rahma", role=Role.MANAGER)
TOMO = Person(name="Tomo", role=Role.MANAGER)
BOT = Person(name="ReplyGuard", role=Role.BOT)
SARI_AS_MANAGER = Person(name=" sari", role=Role.MANAGER)

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
KEY = b"the key of these tests, thirty-two and more"
SETTINGS = Settings()

COMPLAINT = {
    "en": "My parcel is a week late and nobody answers!",
    "id": "Paket saya telat seminggu, nggak ada yang balas!",
}
CALM = {
    "en": "We are sorry, Dana. The parcel waited in our warehouse, and that was our mistake.",
    "id": "Maaf ya Kak Dana. Paketnya tertahan di gudang kami, dan itu salah kami.",
}
OTHER = {"en": "We are sorry. We will send it again today.", "id": "Maaf, Kak. Kami kirim ulang hari ini."}
# What a review finds fault with, and what it calls it.
FLAGGED = {
    "Kami TIDAK terlambat!": (Category.SHOUTING, Severity.WARN),
    "You are lying to us.": (Category.ANGER, Severity.BLOCK),
    "Tulis nomor HP Kakak di sini.": (Category.PRIVACY, Severity.BLOCK),
    "We were rather busy.": (Category.EXCUSE, Severity.WARN),
}
TEXTS = [*CALM.values(), *OTHER.values(), *FLAGGED]
FACT = {"en": "The parcel waited in our warehouse", "id": "Paket tertahan di gudang kami"}


def finding(text: str, quote: str, category: Category, severity: Severity) -> Finding:
    start = text.index(quote)
    return Finding(
        category=category,
        severity=severity,
        start=start,
        end=start + len(quote),
        quote=quote,
        reason="as the tests need it",
        reader="rules",
    )


def review_with(*findings: Finding, verdict: Verdict | None = None) -> Review:
    severities = {one.severity for one in findings}
    found = Verdict.HOLD if Severity.BLOCK in severities else Verdict.REVISE if severities else Verdict.READY
    return Review(verdict=verdict or found, findings=findings, checked_by=("rules",))


READY = review_with()


def review_of(text: str) -> Review:
    """What a review of one of `TEXTS` says: the same whoever asks."""
    if text not in FLAGGED:
        return READY
    category, severity = FLAGGED[text]
    return review_with(finding(text, text, category, severity))


def version(text: str, by: Person = SARI, *, at: datetime = NOON, number: int = 3) -> Version:
    engine = Engine.OFFLINE if by.role is Role.BOT else Engine.PERSON
    return Version(number=number, text=text, digest=sha256_of(text), by=by, at=at, engine=engine)


def case_of(text: str, review: Review | None = READY, *, language: str = "en", by: Person = SARI) -> CaseState:
    """A case with one complaint, one fact, one text and its review."""
    known = {
        "id": "a" * 32,
        "version": 4,
        "opened_at": NOON,
        "changed_at": NOON,
        "channel": "instagram",
        "language": language,
        "messages": (Message(text=COMPLAINT[language], at=NOON),),
        "facts": (ConfirmedFact(text=FACT[language], by=SARI, at=NOON),),
        "triage": Triage(language=language),
        "versions": (version(text, by),),
    }
    state = CaseState.model_validate({name: value for name, value in known.items() if name in CaseState.model_fields})
    return reviewed(state, text, review) if review is not None else state


def having(state: CaseState, **changes: Any) -> CaseState:
    """The case with these fields in place of its own."""
    return state.model_copy(update=changes)


def reviewed(state: CaseState, text: str, review: Review, *, at: datetime = NOON) -> CaseState:
    seen = Reviewed(number=4, text_digest=sha256_of(text), state_digest=state.state_digest, review=review, at=at)
    return having(state, reviews=(*state.reviews, seen))


def edited(state: CaseState, text: str, *, by: Person = SARI, at: datetime = NOON) -> CaseState:
    return having(state, versions=(*state.versions, version(text, by, at=at)))


def approved(state: CaseState, approval: Approval) -> CaseState:
    return having(state, approvals=(*state.approvals, approval))


def risky(state: CaseState) -> CaseState:
    assert state.triage is not None
    return having(state, triage=state.triage.model_copy(update={"urgency": Urgency.SERIOUS_RISK}))


def second(
    state: CaseState, text: str, by: Person, *, agrees: bool = True, note: str = "", at: datetime = NOON
) -> CaseState:
    read = SecondReading(
        text_digest=sha256_of(text), state_digest=state.state_digest, agrees=agrees, note=note, by=by, at=at
    )
    return having(state, second_reads=(*state.second_reads, read))


def dismissal(text: str, found: Finding, by: Person = SARI, *, reason: str = "it is what happened") -> Dismissal:
    return Dismissal(
        text_digest=sha256_of(text),
        category=found.category,
        start=found.start,
        end=found.end,
        reason=reason,
        by=by,
        at=NOON,
    )


def why(refused: ApprovalRefused) -> tuple[Why, ...]:
    """The codes of its reasons; each has to be a `Reason`."""
    reasons = [reason for reason in refused.reasons if isinstance(reason, Reason)]
    assert len(reasons) == len(refused.reasons) > 0
    return codes(reasons)
