"""Holding in one step: the promise, the reply that says it and its review go into the record together."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from replyguard.cases import contents as held
from replyguard.cases.happenings import read
from replyguard.cases.record import Happening
from replyguard.cases.store import Cases
from replyguard.clock.holding import check_promise, compose, pack_of, told
from replyguard.clock.targets import Clock
from replyguard.domain.case import CaseState, ConfirmedFact, EventKind, Person, sha256_of
from replyguard.domain.reply import Engine

if TYPE_CHECKING:
    from replyguard.guard import ReplyGuard


def hold(
    cases: Cases, guard: ReplyGuard, clock: Clock, case: CaseState, *,
    owner: Person, due: datetime, by: Person, once: str | None = None,
) -> CaseState:  # fmt: skip
    """A reviewed holding reply stands in the case, ready to be approved; `owner` answers before `due`.

    Once it is posted (`Cases.posted`), the follow-up it promises is in the queue. What an earlier holding reply
    promised is withdrawn as a fact. `InputError` where `by` may not promise this; `CaseChanged` as for every write.
    """
    check_promise(owner, due, by=by, now=cases.now())
    pack, zone = pack_of(case), clock.calendar.zone
    fact = told(owner, due, pack, zone)
    earlier = {told(one.owner, one.due, pack, zone) for one in case.promises} - {fact}
    withdrawn = [one.text for one in case.facts if one.text in earlier]
    after = _knowing(case, fact, withdrawn, by=by, at=cases.now())
    text = compose(after, owner, due, brand=guard.brand, zone=zone)
    review = guard.review(text, after.complaint, language=pack.code)

    def plan(state: CaseState, at: datetime) -> list[Happening]:
        digest, known = sha256_of(text), _knowing(state, fact, withdrawn, by=by, at=at)
        return [
            *((EventKind.FACT, held.Stated(stands=False, fact=one)) for one in withdrawn),
            (EventKind.FACT, held.Stated(fact=fact)),
            (EventKind.PROMISE, held.Promised(text_digest=digest, owner=owner, due=due)),
            (EventKind.DRAFT, held.Written(text_digest=digest, engine=Engine.OFFLINE, text=text)),
            read(known, text, review),
        ]

    return cases.write(case, plan, by=by, once=once)


def _knowing(state: CaseState, fact: str, withdrawn: list[str], *, by: Person, at: datetime) -> CaseState:
    kept = tuple(one for one in state.facts if one.text != fact and one.text not in withdrawn)
    return state.model_copy(update={"facts": (*kept, ConfirmedFact(text=fact, by=by, at=at))})
