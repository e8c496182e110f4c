"""The signature of a webhook: who made this, and when. A receiver checks both, and refuses what is old.

The header `ReplyGuard-Signature` is `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA-256 over `<t>.<body>` with the shared
key. What was overheard can be sent again, but only for as long as `TOLERANCE`, and its `id` tells it from a new one.
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta

HEADER = "ReplyGuard-Signature"
TOLERANCE = timedelta(minutes=5)

_FORM = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def signature(body: bytes, key: bytes, at: datetime) -> str:
    """The header's value for a body sent at `at`."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(seconds, body, key)}"


def is_genuine(header: str, body: bytes, key: bytes, *, now: datetime, tolerance: timedelta = TOLERANCE) -> bool:
    """Was exactly this body signed with this key, at a time no further from `now` than `tolerance`?"""
    found = _FORM.fullmatch(header)
    if found is None:
        return False
    seconds = int(found[1])
    fresh = abs(now.timestamp() - seconds) <= tolerance.total_seconds()
    return hmac.compare_digest(found[2], _digest(seconds, body, key)) and fresh


def _digest(seconds: int, body: bytes, key: bytes) -> str:
    return hmac.new(key, f"{seconds}.".encode() + body, "sha256").hexdigest()
