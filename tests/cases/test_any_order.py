"""The record in the hands of random people, who act on what they saw a while ago.

Nothing is posted that was not approved for exactly that state, and no edit is lost.

The machine keeps a book of its own, without digests or signatures, and holds the gate and the record to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from replyguard.cases.store import Cases
from replyguard.domain.case import Approval, CaseState, Person, Role
from replyguard.domain.complaint import Complaint
from replyguard.domain.review import Severity
from replyguard.domain.triage import Triage, Urgency
from replyguard.errors import ApprovalRefused, CaseChanged, InputError
from replyguard.pausing.pauses import Pauses
from replyguard.settings import Settings
from tests.approval.people import (
    BOT,
    BUDI,
    COMPLAINT,
    DEWI,
    FLAGGED,
    NOON,
    RAHMA,
    SARI,
    SARI_AS_MANAGER,
    TEXTS,
    review_of,
)

PEOPLE = [SARI, BUDI, DEWI, RAHMA, BOT, SARI_AS_MANAGER]
LINK = "https://example.com/1"
SECOND, DAY = timedelta(seconds=1), timedelta(hours=24)
who = st.sampled_from(PEOPLE)


@dataclass(frozen=True)
class Booked:
    """What was approved. `changes`: how many edits, messages, facts, pauses and posts there had been."""

    approval: Approval
    text: str
    by: Person
    at: datetime
    changes: int
    policy: int


class Hands(RuleBasedStateMachine):
    """One case, many hands, one of two policies in force, one database."""

    stores: ClassVar[tuple[Cases, Cases]]
    now: ClassVar[datetime] = NOON

    @initialize(language=st.sampled_from(["en", "id"]), risk=st.booleans())
    def open(self, language: str, risk: bool) -> None:
        self.policy, self.changes, self.risk = 0, 0, risk
        self.book: list[Booked] = []
        self.posted: list[str] = []
        self.typed: list[str] = []
        self.agreed: set[tuple[str, str, int, int]] = set()
        urgency = Urgency.SERIOUS_RISK if risk else Urgency.ROUTINE
        case = self.cases.open_case(Complaint(text=COMPLAINT[language]), by=BOT)
        case = self.cases.triaged(case, Triage(language=language, urgency=urgency), by=BOT)
        self.seen = dict.fromkeys(PEOPLE, case)
        self.says = 0
        assert not self._paused()

    @property
    def cases(self) -> Cases:
        return self.stores[self.policy]

    def _act(self, by: Person, work: Callable[[CaseState], CaseState]) -> bool:
        """What `by` does upon what they saw; False where the record refused it, for one reason or another."""
        type(self).now += SECOND
        stale = self.seen[by].version != self.cases.get(self.seen[by].id).version
        try:
            self.seen[by] = work(self.seen[by])
        except CaseChanged:
            assert stale
            return False
        except (ApprovalRefused, InputError):
            return False
        return True

    @rule(by=who)
    def somebody_looks(self, by: Person) -> None:
        self.seen[by] = self._case()

    @rule(by=st.sampled_from([timedelta(minutes=11), timedelta(hours=25)]))
    def time_passes(self, by: timedelta) -> None:
        type(self).now += by

    @rule(by=who, text=st.sampled_from(TEXTS), reads=st.sampled_from([True, True, False]))
    def somebody_edits(self, by: Person, text: str, reads: bool) -> None:
        review = review_of(text) if reads else None
        if self._act(by, lambda seen: self.cases.edit(seen, text, by=by, review=review)):
            assert by.role is not Role.BOT
            self.changes += 1
            self.typed.append(text)

    @rule(by=who)
    def the_text_is_reviewed(self, by: Person) -> None:
        text = self._text()
        self._act(by, lambda seen: self.cases.review(seen, text, review_of(text), by=BOT))

    @rule(by=who)
    def the_customer_writes(self, by: Person) -> None:
        self.says += 1
        if self._act(by, lambda seen: self.cases.message(seen, f"Halo? ({self.says})", by=by)):
            self.changes += 1

    @rule(by=who)
    def a_fact_is_confirmed(self, by: Person) -> None:
        self.says += 1
        if self._act(by, lambda seen: self.cases.fact(seen, f"Paket nomor {self.says}", by=by)):
            self.changes += 1

    @rule(by=who)
    @precondition(lambda self: self._text() in FLAGGED)
    def somebody_dismisses(self, by: Person) -> None:
        text = self._text()
        self._act(by, lambda seen: self.cases.dismiss(seen, text, review_of(text).findings[0], "kutipan", by=by))

    @rule(by=who, agrees=st.sampled_from([True, True, False]))
    def somebody_reads_second(self, by: Person, agrees: bool) -> None:
        text = self._text()
        if self._act(by, lambda seen: self.cases.second_read(seen, text, agrees=agrees, by=by)) and agrees:
            self.agreed.add((by.name.strip().lower(), text, self.says, self.policy))

    @rule(other=st.sampled_from([0, 1]))
    def the_policy_changes(self, other: int) -> None:
        self.policy = other

    @rule(by=st.sampled_from([RAHMA, SARI]))
    def posts_are_paused(self, by: Person) -> None:
        if self._act(by, lambda seen: self._paused_by(by, seen)):
            self.changes += 1

    def _paused_by(self, by: Person, seen: CaseState) -> CaseState:
        Pauses(self.cases).start("krisis", by=by)
        return seen

    @rule()
    @precondition(lambda self: self._paused())
    def posts_are_resumed(self) -> None:
        type(self).now += SECOND
        Pauses(self.cases).resume(by=RAHMA)
        self.changes += 1

    @rule(by=who, text=st.sampled_from([None, None, None, *TEXTS]), dismisses=st.booleans())
    def somebody_approves(self, by: Person, text: str | None, dismisses: bool) -> None:
        wanted = text or self._text()
        said = [(review_of(wanted).findings[0], "kutipan")] if dismisses and wanted in FLAGGED else []
        if self._act(by, lambda seen: self.cases.approve(seen, wanted, by=by, dismissals=said)):
            self._fair(wanted, by)
            given = self.seen[by].approvals[-1]
            self.book.append(Booked(given, wanted, by, self.now, self.changes, self.policy))

    @rule(
        text=st.sampled_from(TEXTS), writer=st.sampled_from([SARI, BUDI, RAHMA]), reader=st.sampled_from([DEWI, None]),
        approver=st.sampled_from([SARI, BUDI, RAHMA]), posts=st.booleans(),
    )  # fmt: skip
    def a_reply_goes_its_way(
        self, text: str, writer: Person, reader: Person | None, approver: Person, posts: bool
    ) -> None:
        """The usual order in one step: left to chance alone, an approval would be too rare to try the gate with."""
        self.somebody_looks(writer)
        self.somebody_edits(writer, text, True)
        self.time_passes(timedelta(minutes=11))
        if text in FLAGGED:
            self.somebody_looks(RAHMA)
            self.somebody_dismisses(RAHMA)
        if reader is not None:
            self.somebody_looks(reader)
            self.somebody_reads_second(reader, True)
        self.somebody_looks(approver)
        self.somebody_approves(approver, None, False)
        if posts and self.book:
            self.somebody_posts(BOT, -1, None)

    @rule(by=who, which=st.integers(0, 99), text=st.sampled_from([None, None, *TEXTS]))
    @precondition(lambda self: self.book)
    def somebody_posts(self, by: Person, which: int, text: str | None) -> None:
        entry = self.book[which % len(self.book)]
        wanted = text or entry.text
        case = self.seen[by]
        if not self.cases.may_post(case.id, wanted, entry.approval).allowed:
            return
        self._opens_for(entry, wanted)
        assert self._act(by, lambda seen: self.cases.posted(seen, wanted, LINK, by=by))
        assert self._act(by, lambda seen: self.cases.posted(seen, wanted, LINK, by=by)), "told twice"
        self.changes += 1
        self.posted.append(wanted)

    @rule(which=st.integers(0, 99), by=who)
    @precondition(lambda self: self.book)
    def somebody_forges(self, which: int, by: Person) -> None:
        case = self._case()
        forged = self.book[which % len(self.book)].approval.model_copy(
            update={"state_digest": case.state_digest, "by": by, "at": self.now, "expires": self.now + DAY * 2}
        )
        assert not self.cases.may_post(case.id, self._text(), forged).allowed

    @invariant()
    def nothing_opens_that_the_book_does_not_know(self) -> None:
        for entry in self.book[-3:]:
            if self.cases.may_post(entry.approval.case, entry.text, entry.approval).allowed:
                self._opens_for(entry, entry.text)

    @invariant()
    def no_edit_is_lost_and_none_is_doubled(self) -> None:
        case = self._case()
        assert [version.text for version in case.versions] == self.typed
        assert [post.text for post in case.posted] == self.posted
        assert len(self.posted) == len(set(self.posted))

    def teardown(self) -> None:
        if hasattr(self, "seen"):
            if self._paused():
                self.posts_are_resumed()
            assert self.cases.verify().holds

    def _case(self) -> CaseState:
        return self.cases.get(self.seen[BOT].id)

    def _text(self) -> str:
        return self.typed[-1] if self.typed else "Maaf."

    def _paused(self) -> bool:
        return Pauses(self.cases).status().paused

    def _opens_for(self, entry: Booked, text: str) -> None:
        """The promise itself."""
        assert text == entry.text == self.typed[-1]
        assert text not in self.posted
        assert entry.changes == self.changes, "an edit, a message, a fact, a pause or a post came between"
        assert entry.policy == self.policy
        assert entry.at <= self.now < entry.at + DAY
        assert not self._paused() or entry.by.role is Role.MANAGER
        self._fair(text, entry.by)

    def _fair(self, text: str, by: Person) -> None:
        assert text == self.typed[-1] and text not in self.posted
        assert by.role in {Role.AGENT, Role.MANAGER}
        if self.risk or FLAGGED.get(text, (None, None))[1] is Severity.BLOCK:
            told = {name for name, *state in self.agreed if state == [text, self.says, self.policy]}
            assert told - {by.name.strip().lower()}, "nobody else has judged it"


def test_in_any_order_on_the_record(url: str, tmp_path: Path) -> None:
    """The machine on a real database; one case after another, in the same one."""
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules: {}\n", encoding="utf-8")
    ours = Settings(offline=True, data_folder=tmp_path)
    Hands.now = NOON
    Hands.stores = (
        Cases(url, settings=ours, now=lambda: Hands.now),
        Cases(url, settings=ours.model_copy(update={"policy": policy}), now=lambda: Hands.now),
    )
    try:
        run_state_machine_as_test(
            Hands,
            settings=settings(
                max_examples=25, stateful_step_count=20, deadline=None, derandomize=True, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    finally:
        for store in Hands.stores:
            store.close()
