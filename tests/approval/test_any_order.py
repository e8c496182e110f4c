"""Whatever people do, in whatever order: nothing is posted that was not approved for exactly that state.

The machine keeps its own, independent book of what was approved and what has happened since, and holds the gate to it.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from replyguard.approval.approving import approve
from replyguard.approval.gate import may_post
from replyguard.domain.case import Message, Person, Posting, sha256_of
from replyguard.domain.pause import Pause
from replyguard.errors import ApprovalRefused
from tests.approval.book import Book, Booked
from tests.approval.people import (
    BOT,
    BUDI,
    DEWI,
    FLAGGED,
    KEY,
    RAHMA,
    SARI,
    SARI_AS_MANAGER,
    SETTINGS,
    TEXTS,
    TOMO,
    approved,
    dismissal,
    edited,
    having,
    review_of,
    reviewed,
    risky,
    second,
)

PEOPLE = st.sampled_from([SARI, BUDI, DEWI, RAHMA, TOMO, BOT, SARI_AS_MANAGER])
# Twice in three times the store reads the text again, as it should: else nothing would ever be approved.
READ = st.sampled_from([True, True, False])
STEPS = st.sampled_from([timedelta(seconds=1), timedelta(minutes=4), timedelta(minutes=11), timedelta(hours=25)])


class AnyOrder(Book):
    """One case, many hands. Records do not void approvals here: the gate must see it all by itself."""

    @rule(by=STEPS)
    def time_passes(self, by: timedelta) -> None:
        self._tick(by)

    @rule(text=st.sampled_from(TEXTS), by=st.sampled_from([SARI, BUDI, RAHMA, BOT]), read=READ)
    def somebody_edits(self, text: str, by: Person, read: bool) -> None:
        self._changed()
        self.typed.append((text, by, self.now))
        self.state = edited(self.state, text, by=by, at=self.now)
        self._read(read)

    def _read(self, read: bool) -> None:
        if read:
            self.state = reviewed(self.state, self.text, review_of(self.text), at=self.now)

    @rule()
    def it_is_reviewed(self) -> None:
        self._tick()
        self._read(True)

    @rule(words=st.sampled_from(["Halo? Kok diam saja?", "Hello?"]), read=READ)
    def the_customer_writes(self, words: str, read: bool) -> None:
        self._changed()
        messages = (*self.state.messages, Message(text=words, at=self.now))
        self.state = having(self.state, messages=messages)
        self._read(read)

    @rule(read=READ)
    def the_policy_changes(self, read: bool) -> None:
        self._changed()
        self.state = having(self.state, policy=f"{self.changes}")
        self._read(read)

    @rule()
    def it_turns_out_serious(self) -> None:
        self._tick()
        self.risk = True
        self.state = risky(self.state)

    @rule(by=st.sampled_from([SARI, BUDI, RAHMA, BOT, DEWI]))
    @precondition(lambda self: self.text in FLAGGED)
    def somebody_dismisses(self, by: Person) -> None:
        self._tick()
        self.overruled.add((self.text, by.name.strip().lower()))
        said = dismissal(self.text, review_of(self.text).findings[0], by)
        self.state = having(self.state, dismissals=(*self.state.dismissals, said))

    @rule(by=st.sampled_from([DEWI, DEWI, RAHMA, TOMO, BUDI, SARI_AS_MANAGER]), agrees=READ)
    def somebody_reads_second(self, by: Person, agrees: bool) -> None:
        self._tick()
        if agrees:
            self.agreed.add((by.name.strip().lower(), self.text, self._words_of_state()))
        self.state = second(self.state, self.text, by, agrees=agrees, at=self.now)

    @rule(by=st.sampled_from([RAHMA, TOMO]))
    @precondition(lambda self: not self._paused())
    def a_manager_pauses(self, by: Person) -> None:
        self._changed()
        self.pause = Pause(reason="krisis", by=by, since=self.now)

    @rule()
    @precondition(lambda self: self._paused())
    def a_manager_resumes(self) -> None:
        self._changed()
        assert self.pause is not None
        self.pause = self.pause.model_copy(update={"ended": self.now})

    @rule(
        text=st.sampled_from(TEXTS),
        writer=st.sampled_from([SARI, BUDI, RAHMA, BOT]),
        dismisser=st.sampled_from([SARI, RAHMA, RAHMA, None]),
        reader=st.sampled_from([DEWI, DEWI, TOMO, SARI_AS_MANAGER, None]),
        wait=STEPS,
        approver=st.sampled_from([SARI, BUDI, RAHMA, TOMO]),
        posts=st.booleans(),
        heated=st.sampled_from([None, *list(FLAGGED)[:2]]),
    )
    def a_reply_goes_its_way(
        self,
        text: str,
        writer: Person,
        dismisser: Person | None,
        reader: Person | None,
        wait: timedelta,
        approver: Person,
        posts: bool,
        heated: str | None,
    ) -> None:
        """The usual order, in one step: left to chance alone, an approval would be too rare to try the gate with."""
        if heated is not None:
            self.somebody_edits(heated, writer, True)
        self.somebody_edits(text, writer, True)
        if dismisser is not None and text in FLAGGED:
            self.somebody_dismisses(dismisser)
        if reader is not None:
            self.somebody_reads_second(reader, True)
        self._tick(wait)
        self.somebody_approves(approver, 1)
        if posts and self.book:
            self.somebody_posts(-1, None)

    @rule()
    @precondition(lambda self: not self._paused())
    def a_pause_comes_and_goes(self) -> None:
        self.a_manager_pauses(RAHMA)
        self.a_manager_resumes()

    @rule(by=PEOPLE, back=st.integers(1, 4))
    def somebody_approves(self, by: Person, back: int) -> None:
        wanted = self.typed[-min(back, len(self.typed))][0]
        self._tick()
        try:
            approval = approve(
                self.state,
                wanted,
                review_of(wanted),
                by=by,
                now=self.now,
                key=KEY,
                settings=SETTINGS,
                pause=self.pause,
            )
        except ApprovalRefused as refused:
            assert refused.reasons
            return
        self._was_fairly_given(wanted, by)
        self.state = approved(self.state, approval)
        self.book.append(Booked(approval, wanted, by, self.now, self.changes, self._paused()))

    @rule(which=st.integers(0, 99), other=st.sampled_from([None, None, *TEXTS[:2]]))
    @precondition(lambda self: self.book)
    def somebody_posts(self, which: int, other: str | None) -> None:
        entry = self.book[which % len(self.book)]
        wanted = other or entry.text
        gate = may_post(self.state, wanted, entry.approval, now=self.now, key=KEY, pause=self.pause)
        assert gate == may_post(self.state, wanted, entry.approval, now=self.now, key=KEY, pause=self.pause)
        if not gate.allowed:
            return
        self._opens_for(entry, wanted)
        self._changed()
        self.posted.append(wanted)
        post = Posting(text_digest=sha256_of(wanted), text=wanted, link="https://example.com", by=BOT, at=self.now)
        self.state = having(self.state, posted=(*self.state.posted, post))

    @rule(which=st.integers(0, 99), by=PEOPLE)
    @precondition(lambda self: self.book)
    def somebody_forges(self, which: int, by: Person) -> None:
        forged = self.book[which % len(self.book)].approval.model_copy(
            update={
                "text_digest": sha256_of(self.text),
                "state_digest": self.state.state_digest,
                "by": by,
                "at": self.now,
                "expires": self.now + timedelta(hours=1),
            }
        )
        gate = may_post(approved(self.state, forged), self.text, forged, now=self.now, key=KEY, pause=self.pause)
        assert not gate.allowed


AnyOrder.TestCase.settings = settings(
    max_examples=200,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
test_in_any_order = AnyOrder.TestCase
