"""Cases: what people and bots ask of the record, and what they tell it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from replyguard.approval.approving import approve
from replyguard.approval.gate import Gate, may_post
from replyguard.approval.key import key_from
from replyguard.approval.roles import Right
from replyguard.approval.second import may_read
from replyguard.cases import contents as held
from replyguard.cases.audit import Audit, Head, heads, verify
from replyguard.cases.database import Database, address, data_folder
from replyguard.cases.export import as_json, as_report
from replyguard.cases.happenings import allow, live, not_a_bot, overruled, post, read
from replyguard.cases.listing import Filter, Listed, listed
from replyguard.cases.pauses import newest_pause
from replyguard.cases.record import Happening, Plan, Record, Seen
from replyguard.cases.rows import events_of_kinds
from replyguard.domain.case import Approval, CaseState, Dismissal, Event, EventKind, Person, Role, sha256_of
from replyguard.domain.complaint import Complaint
from replyguard.domain.pause import Pause
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.review import Finding, Review, Verdict
from replyguard.domain.triage import Triage
from replyguard.errors import InputError
from replyguard.policy import load_policy
from replyguard.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


def _twin(method: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(method, *args, **kwargs)

    return run


class Cases:
    """The record in one database: by default that of the settings. Threads may share it; `close` it at the end.

    A write names the case in the version its writer saw (a `CaseState`, or anything with `id` and `version`), and
    gives the state after it. `CaseChanged`: somebody wrote first, nothing was written; what happened outside
    (`message`, `posted`, `hold`) is written all the same. `once`: a name for this write, so that the same request
    sent twice is written once. The async twin of a method has its name with an `a` before it.
    """

    def __init__(
        self, url: str | None = None, *, settings: Settings | None = None, now: Callable[[], datetime] | None = None
    ) -> None:
        self._settings = settings or Settings.read()
        self._database = Database(url or address(self._settings))
        policy = self._settings.policy
        version = sha256_of(load_policy(policy).model_dump_json())[:16] if policy else ""
        self._record = Record(self._database, policy=version, now=now or (lambda: datetime.now(UTC)))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def open_case(self, complaint: Complaint, *, by: Person, once: str | None = None) -> CaseState:
        """A new case; its facts are vouched for by `by`."""
        opened = held.Opened(
            channel=complaint.channel, language=complaint.language, text=complaint.text, customer=complaint.customer
        )
        facts = [(EventKind.FACT, held.Stated.told(fact=fact)) for fact in complaint.facts]
        return self._record.open([(EventKind.OPENED, opened), *facts], by=by, once=once)

    def get(self, case: str) -> CaseState:
        """Where a case stands; `CaseNotFound` where there is none of this id."""
        return self._record.state(case)

    def events(self, case: str) -> tuple[Event, ...]:
        """All that happened to a case, oldest first."""
        return self._record.events(case)

    def find(self, filter: Filter | None = None) -> tuple[Listed, ...]:
        """The cases that a filter lets through, oldest first; all but the ended without one."""
        return listed(self._database, filter or Filter())

    def message(self, case: Seen, text: str, *, by: Person, once: str | None = None) -> CaseState:
        """The customer wrote again."""
        if not text.strip():
            raise InputError("text", "is blank; paste the customer's words")
        said = held.Said.told(text=text)
        return self._record.append(case, lambda *_: [(EventKind.MESSAGE, said)], by=by, once=once, newest=True)

    def triaged(self, case: Seen, triage: Triage, *, by: Person, once: str | None = None) -> CaseState:
        """What the first look found."""
        return self._one(case, EventKind.TRIAGED, held.Triaged.of(triage), by=by, once=once)

    def fact(self, case: Seen, text: str, *, by: Person, stands: bool = True, once: str | None = None) -> CaseState:
        """A sentence that `by` vouches for or, where it does not stand, withdraws."""
        allow(by, Right.EDIT)
        return self._one(case, EventKind.FACT, held.Stated.told(fact=text, stands=stands), by=by, once=once)

    def draft(
        self, case: Seen, draft: Draft, *, by: Person, review: Review | None = None, once: str | None = None
    ) -> CaseState:
        """A draft, with the review it got."""
        allow(by, Right.DRAFT)
        return self._written(case, EventKind.DRAFT, draft.text, draft.engine, by=by, review=review, once=once)

    def edit(
        self, case: Seen, text: str, *, by: Person, review: Review | None = None, once: str | None = None
    ) -> CaseState:
        """What a person made of the reply, with the review it got. `CaseChanged` holds both texts."""
        allow(by, Right.EDIT)
        return self._written(case, EventKind.EDIT, text, Engine.PERSON, by=by, review=review, once=once)

    def review(self, case: Seen, text: str, review: Review, *, by: Person, once: str | None = None) -> CaseState:
        """A review of exactly `text`, as the case stood in the version seen."""
        return self._record.append(case, lambda state, _: [read(state, text, review)], by=by, once=once)

    def dismiss(
        self, case: Seen, text: str, finding: Finding, reason: str, *, by: Person, once: str | None = None
    ) -> CaseState:
        """`by` overrules a finding of exactly `text`, and says why."""
        return self._one(case, *overruled(text, finding, reason, by), by=by, once=once)

    def decide(self, case: Seen, what: str, reason: str, *, by: Person, once: str | None = None) -> CaseState:
        """What a person decided, in a word or a short phrase, and why. A bot decides nothing."""
        not_a_bot(by)
        return self._one(case, EventKind.DECISION, held.Decided.told(what=what, reason=reason), by=by, once=once)

    def approve(
        self,
        case: Seen,
        text: str,
        *,
        by: Person,
        dismissals: Sequence[tuple[Finding, str]] = (),
        once: str | None = None,
    ) -> CaseState:
        """`by` approves exactly `text`; the newest of `approvals` is theirs. `ApprovalRefused` with every reason.

        dismissals: findings that are overruled with it, each with the reason.
        """
        pause = self.newest_pause()
        dismissed = [overruled(text, finding, reason, by) for finding, reason in dismissals]

        def plan(state: CaseState, at: datetime) -> list[Happening]:
            said = [Dismissal(**content.model_dump(), by=by, at=at) for _, content in dismissed]
            review = state.review_of(text) or Review(verdict=Verdict.UNREVIEWED)
            given = approve(
                state, text, review, by=by, dismissals=said, now=at, key=self.key(), settings=self._settings,
                pause=pause,
            )  # fmt: skip
            return [*dismissed, (EventKind.APPROVAL, held.Approved(approval=given))]

        return self._record.append(case, plan, by=by, once=once)

    def second_read(
        self, case: Seen, text: str, *, agrees: bool, by: Person, note: str = "", once: str | None = None
    ) -> CaseState:
        """What a second person makes of `text`. `InputError` where they wrote it, or may not read second."""

        def plan(state: CaseState, _: datetime) -> list[Happening]:
            if not may_read(state, text, by):
                raise InputError("by", f"{by.name} wrote in this case or may not read second; ask another person")
            read = held.ReadAgain.told(
                text_digest=sha256_of(text), state_digest=state.state_digest, agrees=agrees, note=note
            )
            return [(EventKind.SECOND_READ, read)]

        return self._record.append(case, plan, by=by, once=once)

    def may_post(self, case: str, text: str, approval: Approval | None) -> Gate:
        """May exactly `text` be posted now, whatever pause there is? Asking changes nothing."""
        state, pause = self.get(case), self.newest_pause()
        return may_post(state, text, approval, now=self._record.now(), key=self.key(), pause=pause)

    def posted(self, case: Seen, text: str, link: str, *, by: Person, once: str | None = None) -> CaseState:
        """`text` now stands at `link`: its approval is used up. Told twice, it is written once."""

        def plan(state: CaseState, _: datetime) -> list[Happening]:
            digest = sha256_of(text)
            if any((one.text_digest, one.link) == (digest, link) for one in state.posted):
                return []
            return [post(state, text, link)]

        return self._record.append(case, plan, by=by, once=once, newest=True)

    def hold(
        self, case: Seen, text: str, link: str, *, owner: Person, due: datetime, by: Person, once: str | None = None
    ) -> CaseState:
        """A holding reply stands at `link`; `owner` answers before `due`."""

        def plan(state: CaseState, _: datetime) -> list[Happening]:
            digest = sha256_of(text)
            promise = held.Held.told(
                text_digest=digest, text=text, link=link, owner=owner, due=due, signature=live(state, digest)
            )
            return [(EventKind.HELD, promise)]

        return self._record.append(case, plan, by=by, once=once, newest=True)

    def due(self, case: Seen, when: datetime | None, *, by: Person, once: str | None = None) -> CaseState:
        """By when the case wants an answer; None: by no time."""
        return self._one(case, EventKind.DUE, held.Due(due=when), by=by, once=once)

    def pause(self, case: Seen, reason: str, *, by: Person, once: str | None = None) -> CaseState:
        """Nothing of this case is posted until it is resumed, but what a manager approves."""
        not_a_bot(by)
        return self._one(case, EventKind.PAUSED, held.Paused.told(reason=reason), by=by, once=once)

    def resume(self, case: Seen, *, by: Person, once: str | None = None) -> CaseState:
        """The pause of this case is over. What was approved before it stays voided."""
        not_a_bot(by)
        return self._one(case, EventKind.RESUMED, held.Resumed(), by=by, once=once)

    def outcome(self, case: Seen, what: str, *, by: Person, note: str = "", once: str | None = None) -> CaseState:
        """How it ended, in a word or a short phrase."""
        return self._one(case, EventKind.OUTCOME, held.Ended.told(what=what, note=note), by=by, once=once)

    def erase(self, case: str, basis: str, *, by: Person) -> CaseState:
        """Blank all personal text of a case, on a legal `basis`, for good; events and digests stay."""
        if by.role is not Role.MANAGER:
            raise InputError("by", "only a manager may erase; ask one")

        def plan(state: CaseState, _: datetime) -> list[Happening]:
            numbers = tuple(range(1, state.version + 1))
            return [(EventKind.ERASED, held.Erased.told(numbers=numbers, basis=basis))]

        state = self._record.append(self.get(case), plan, by=by, newest=True)
        self._database.forget()
        return state

    def verify(self, since: Iterable[Head] = ()) -> Audit:
        """Walk every chain; `since`: heads noted earlier and kept elsewhere, which must still be there."""
        return verify(self._database, since)

    def heads(self) -> tuple[Head, ...]:
        """Where every chain ends now: kept elsewhere, it shows later that none was cut or written anew."""
        return heads(self._database)

    def export(self, case: str) -> str:
        """Every event of a case with its digests, as JSON."""
        return as_json(self.events(case))

    def report(self, case: str, language: str = "en") -> str:
        """The case as a manager reads it, in Markdown."""
        return as_report(self.events(case), language)

    def key(self) -> bytes:
        """The key that approvals are signed with."""
        return key_from(self._settings.approval_key, Path(data_folder(self._settings)) / "approval.key")

    def write(self, case: Seen, plan: Plan, *, by: Person, once: str | None = None) -> CaseState:
        """What another part of the house adds: the events that `plan` makes of the state they are written upon."""
        return self._record.append(case, plan, by=by, once=once)

    def newest_pause(self) -> Pause | None:
        """The newest pause of all posts, over or not; None where there never was one."""
        return self._database.reading(newest_pause)

    @property
    def database(self) -> Database:
        """Where the record stands, for what is kept or counted beside the cases."""
        return self._database

    def happened(self, kinds: Collection[EventKind]) -> tuple[Event, ...]:
        """Every event of these kinds, of all cases, oldest first."""
        return self._database.reading(lambda connection: events_of_kinds(connection, kinds))

    def now(self) -> datetime:
        """The time by the clock of this record, in UTC."""
        return self._record.now()

    def _one(self, case: Seen, kind: EventKind, content: held.Content, *, by: Person, once: str | None) -> CaseState:
        return self._record.append(case, lambda *_: [(kind, content)], by=by, once=once)

    def _written(
        self, case: Seen, kind: EventKind, text: str, engine: Engine, *, by: Person, review: Review | None,
        once: str | None,
    ) -> CaseState:  # fmt: skip
        wrote = held.Written.told(text_digest=sha256_of(text), engine=engine, text=text)

        def plan(state: CaseState, _: datetime) -> list[Happening]:
            return [(kind, wrote), *([read(state, text, review)] if review else [])]

        return self._record.append(case, plan, by=by, once=once, yours=text)

    aopen_case, aget, aevents, afind = _twin(open_case), _twin(get), _twin(events), _twin(find)
    amessage, atriaged, afact, adraft = _twin(message), _twin(triaged), _twin(fact), _twin(draft)
    aedit, areview, adismiss, adecide = _twin(edit), _twin(review), _twin(dismiss), _twin(decide)
    aapprove, asecond_read, amay_post = _twin(approve), _twin(second_read), _twin(may_post)
    aposted, ahold, adue, aoutcome = _twin(posted), _twin(hold), _twin(due), _twin(outcome)
    apause, aresume, aerase, averify = _twin(pause), _twin(resume), _twin(erase), _twin(verify)
    aheads, aexport, areport, awrite = _twin(heads), _twin(export), _twin(report), _twin(write)
