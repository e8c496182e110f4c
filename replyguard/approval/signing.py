"""An approval's signature: who holds the key can check it, without the database."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from replyguard.approval.reasons import Reason, Why
from replyguard.domain.case import Approval, CaseState, Person, sha256_of

_UNSIGNED = "0" * 64
# Keeps a signature from being read as one over anything else that the same key may sign one day.
_PURPOSE = "replyguard approval 1"


def signed(
    state: CaseState,
    text: str,
    *,
    by: Person,
    second_reader: Person | None,
    now: datetime,
    lasts: timedelta,
    key: bytes,
) -> Approval:
    """The approval of `text` in this state of its case, signed. Whether it may be given is asked before."""
    blank = Approval(
        case=state.id,
        text_digest=sha256_of(text),
        state_digest=state.state_digest,
        by=by,
        at=now.astimezone(UTC),
        expires=now.astimezone(UTC) + lasts,
        second_reader=second_reader,
        signature=_UNSIGNED,
    )
    return blank.model_copy(update={"signature": _signature(blank, key)})


def is_ours(approval: Approval, key: bytes) -> bool:
    """Was every field of it signed with this key?"""
    return hmac.compare_digest(approval.signature.encode(), _signature(approval, key).encode())


def check(approval: Approval, text: str, *, case: str, now: datetime, key: bytes) -> tuple[Reason, ...]:
    """Why this approval does not hold for `text` at `now`, as far as it can tell without the database; () if it does.

    It cannot tell an edit, a new message, a pause or a post that came later: `may_post` can.
    """
    return tuple(_flaws(approval, text, case, now, key))


def _flaws(approval: Approval, text: str, case: str, now: datetime, key: bytes) -> Iterator[Reason]:
    by = approval.by.name
    if not is_ours(approval, key):
        yield Reason.of(Why.NOT_OURS)
    if approval.case != case:
        yield Reason.of(Why.OTHER_CASE)
    if approval.text_digest != sha256_of(text):
        yield Reason.of(Why.OTHER_TEXT, by=by)
    if now < approval.at:
        yield Reason.of(Why.NOT_YET, by=by, at=approval.at)
    if now >= approval.expires:
        yield Reason.of(Why.EXPIRED, by=by, expires=approval.expires)


def _signature(approval: Approval, key: bytes) -> str:
    second = approval.second_reader
    parts = [
        _PURPOSE,
        approval.case,
        approval.text_digest,
        approval.state_digest,
        *_who(approval.by),
        _when(approval.at),
        _when(approval.expires),
        *(_who(second) if second else ()),
    ]
    # JSON, not a join: no name can pose as two fields.
    return hmac.new(key, json.dumps(parts).encode(), "sha256").hexdigest()


def _who(person: Person) -> tuple[str, str]:
    return person.name, person.role.value


def _when(moment: datetime) -> str:
    # One spelling for one moment, whatever zone a database hands it back in.
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
