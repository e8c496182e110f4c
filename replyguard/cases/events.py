"""Events in a chain: each carries the digest of its content and of the event before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from replyguard.cases.contents import CONTENTS, Content, Erased, split
from replyguard.domain.case import Digest, Event, EventKind, Person, sha256_of

START = "0" * 64
"""What the first event of a case has for the digest of the one before."""


def canonical(value: Any) -> str:
    """The one way to write a JSON value. All ASCII: PostgreSQL stores no NUL and no half character as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def make(
    case: str, number: int, kind: EventKind, content: Content, *, by: Person, at: datetime, previous: Digest,
    once: str | None = None,
) -> Event:  # fmt: skip
    """The next event of a case, sealed and chained."""
    stays, personal = split(content)
    # Without it, who holds the seal of an erased phone number could find it by trying them all.
    salt = token_hex(16)
    seal = seal_of(salt, personal)
    bare = Event(
        case=case, number=number, kind=kind, at=at, by=by, content=stays, personal=personal,
        salt=salt, seal=seal, previous=previous, digest=START, once=once,
    )  # fmt: skip
    return bare.model_copy(update={"digest": digest_of(bare)})


def seal_of(salt: str, personal: dict[str, Any]) -> Digest:
    """SHA-256 of the personal part, salted."""
    return sha256_of(salt + canonical(personal))


def digest_of(event: Event) -> Digest:
    """SHA-256 of the event with all before it: everything but the personal part, for which its seal stands."""
    by = [event.by.name, event.by.role.value]
    # One spelling for one moment, whatever zone a database hands it back in.
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    head = [event.case, event.number, event.kind.value, at, by, event.once, event.seal, event.previous]
    return sha256_of(canonical([head, event.content]))


def content_of(event: Event) -> Content:
    """What the event says; what was erased reads as the default of its field."""
    return CONTENTS[event.kind].model_validate(event.content | (event.personal or {}))


def first_break(events: Sequence[Event]) -> tuple[int, str] | None:
    """The number of the first event of a case that does not hold, and what is wrong; None where the chain holds."""
    previous, blanked = START, erased_numbers(events)
    for number, event in enumerate(events, start=1):
        if event.number != number:
            return number, f"the next event after {number - 1} is {event.number}"
        if event.previous != previous:
            return number, "it does not follow from the event before"
        if event.digest != digest_of(event):
            return number, "its content is not what was written"
        if event.personal is None and number not in blanked:
            return number, "its personal part is gone, and no erasure is on record"
        if event.personal is not None and event.seal != seal_of(event.salt, event.personal):
            return number, "its words are not what was written"
        previous = event.digest
    return None


def erased_numbers(events: Sequence[Event]) -> frozenset[int]:
    """The events whose personal part was blanked by an erasure on record."""
    return frozenset(
        number for event in events if event.kind is EventKind.ERASED
        for number in Erased.model_validate(event.content).numbers if number < event.number
    )  # fmt: skip
