"""What the page remembers while a person works on one reply: all in `st.session_state`, nothing on disk."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from replyguard import Brand, Complaint, Finding, ReplyGuard, Review, Triage
from replyguard.domain.reply import Engine
from replyguard.domain.review import Verdict
from replyguard.revising.rewrites import accept

_MOST_UNDOS = 50


@dataclass
class Work:
    """One complaint and the reply to it. `version` grows when the page, not the person, changes the text."""

    complaint: Complaint
    brand: Brand
    triage: Triage
    text: str = ""
    version: int = 0
    engine: Engine = Engine.PERSON
    questions: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    before: list[str] = field(default_factory=list)
    model_review: tuple[str, Review] | None = None

    def put(self, text: str) -> None:
        """A new text from the page; the old one can be brought back."""
        self.before = [*self.before, self.text][-_MOST_UNDOS:]
        self.text, self.version = text, self.version + 1

    def typed(self, text: str) -> None:
        """A new text from the person."""
        if text != self.text:
            self.text, self.engine = text, Engine.PERSON

    def undo(self) -> None:
        """The text before the page last changed it."""
        if self.before:
            self.text = self.before.pop()
            self.version += 1

    def take(self, finding: Finding) -> None:
        """Put the finding's rewrite in; nothing happens where the text has moved on since it was read."""
        if self.text[finding.start : finding.end] == finding.quote:
            self.put(accept(self.text, finding))

    def review(self) -> Review | None:
        """The review of the text as it stands: the model's where it read just this text, else the offline readers'."""
        if not self.text.strip():
            return None
        if self.model_review is not None and self.model_review[0] == self.text:
            return self.model_review[1]
        return quick(self.brand).review(self.text, self.complaint)


def work() -> Work | None:
    """What is on the desk, or None."""
    found = st.session_state.get("work")
    return found if isinstance(found, Work) else None


@st.cache_resource
def guard() -> ReplyGuard:
    """The guard of this process: with a model where one is configured."""
    return ReplyGuard()


@st.cache_resource(max_entries=64)
def _quick(brand: str) -> ReplyGuard:
    return ReplyGuard(brand=Brand.model_validate_json(brand), offline=True)


def quick(brand: Brand) -> ReplyGuard:
    """A guard that reads at every key: only with the readers that need no network."""
    return _quick(brand.model_dump_json())


def may_copy(review: Review | None) -> bool:
    """True where the verdict allows the text to leave the page."""
    return review is not None and review.verdict is Verdict.READY
