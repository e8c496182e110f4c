"""The book of what was approved and of what has happened since: the gate opens for nothing that it does not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from replyguard.approval.gate import may_post
from replyguard.domain.case import Approval, CaseState, Person, Role, sha256_of
from replyguard.domain.pause import Pause
from replyguard.domain.review import Category
from tests.approval.people import (
    BOT,
    CALM,
    FLAGGED,
    KEY,
    NOON,
    SARI,
    case_of,
    review_of,
)


@dataclass(frozen=True)
class Booked:
    """What was approved, in the book's own words: no digest, no signature, nothing of the code under test.

    changes: how many edits, messages, policies, pauses and posts there had been.
    """

    approval: Approval
    text: str
    by: Person
    at: datetime
    changes: int
    in_pause: bool


class Book(RuleBasedStateMachine):
    """What one case has come to, and what may be posted of it. Who adds to it are the rules of those that inherit."""

    @initialize(language=st.sampled_from(["en", "id"]), by=st.sampled_from([SARI, BOT]))
    def open(self, language: str, by: Person) -> None:
        self.now, self.changes, self.risk = NOON, 0, False
        self.state: CaseState = case_of(CALM[language], review_of(CALM[language]), language=language, by=by)
        self.pause: Pause | None = None
        self.book: list[Booked] = []
        self.posted: list[str] = []
        self.typed = [(CALM[language], by, NOON)]
        self.agreed: set[tuple[str, str, str]] = set()
        self.overruled: set[tuple[str, str]] = set()

    def _changed(self) -> None:
        self.changes += 1
        self._tick()

    def _tick(self, by: timedelta = timedelta(seconds=1)) -> None:
        self.now += by

    @property
    def text(self) -> str:
        return self.state.versions[-1].text

    @invariant()
    def nothing_opens_that_the_book_does_not_know(self) -> None:
        for entry in self.book:
            for text in {entry.text, self.text}:
                if may_post(self.state, text, entry.approval, now=self.now, key=KEY, pause=self.pause).allowed:
                    self._opens_for(entry, text)

    @invariant()
    def nothing_is_posted_twice(self) -> None:
        assert len(self.posted) == len(set(self.posted))

    def _opens_for(self, entry: Booked, text: str) -> None:
        """The promise itself."""
        assert text == entry.text == self.text
        assert text not in self.posted
        assert entry.changes == self.changes, "an edit, a message, a policy, a pause, its end or a post came between"
        assert entry.at <= self.now < entry.at + timedelta(hours=24)
        assert entry.by.role in {Role.AGENT, Role.MANAGER}
        assert not (self._paused() or entry.in_pause) or entry.by.role is Role.MANAGER
        self._two_have_judged(text, entry.by)

    def _was_fairly_given(self, text: str, by: Person) -> None:
        assert text == self.text
        assert text not in self.posted
        assert by.role is Role.MANAGER or (by.role is Role.AGENT and not self._paused())
        self._two_have_judged(text, by)
        hot = any(
            words in FLAGGED
            and FLAGGED[words][0] in {Category.ANGER, Category.SHOUTING}
            and writer is not BOT
            and self.now < at + timedelta(minutes=10)
            and self._was_read_when_typed(words)
            for words, writer, at in self.typed
        )
        assert not hot or self._readers(text, by)

    def _two_have_judged(self, text: str, by: Person) -> None:
        if text in FLAGGED:
            assert any(said == text for said, _ in self.overruled)
        emotional = text in FLAGGED and FLAGGED[text][0] is not Category.EXCUSE
        if self.risk or emotional:
            assert self._readers(text, by)

    def _readers(self, text: str, by: Person) -> set[str]:
        """Who agreed to this text in this state, and neither approves it, nor overruled in it, nor typed it last."""
        author = [writer for words, writer, _ in self.typed if words == text]
        apart = {by.name.strip().lower(), *(writer.name.lower() for writer in author if writer is not BOT)}
        apart |= {who for said, who in self.overruled if said == text}
        allowed = {"dewi", "rahma", "tomo", "sari"}
        told = {who for who, said, state in self.agreed if said == text and state == self._words_of_state()}
        return (told & allowed) - apart

    def _words_of_state(self) -> str:
        return repr(([message.text for message in self.state.messages], self.state.policy))

    def _was_read_when_typed(self, words: str) -> bool:
        return any(seen.text_digest == sha256_of(words) for seen in self.state.reviews)

    def _paused(self) -> bool:
        return self.pause is not None and self.pause.ended is None
