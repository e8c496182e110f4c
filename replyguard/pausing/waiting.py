"""What was approved and not posted when a pause begins or ends: it goes back for review."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from replyguard.cases.contents import Voided
from replyguard.cases.record import Happening, Plan
from replyguard.cases.store import Cases
from replyguard.cases.tables import EventRow
from replyguard.domain.case import CaseState, EventKind, Person
from replyguard.errors import CaseChanged

_LONGEST_APPROVAL = timedelta(hours=8_760)  # what the setting allows


def void_what_waits(cases: Cases, before: datetime, *, by: Person) -> int:
    """Void every approval given before `before` that no post has used up; how many cases that were.

    The gate refuses them without this too: here it goes on record, so that whoever lists approvals sees it.
    """
    found = cases.database.reading(lambda connection: _with_approvals(connection, before))
    return sum(_void(cases, case, before, by) for case in found)


def _void(cases: Cases, case: str, before: datetime, by: Person) -> bool:
    while True:
        state = cases.get(case)
        waiting = tuple(one.signature for one in state.approvals if one.at < before)
        if not waiting:
            return False
        try:
            cases.write(state, _voiding(waiting), by=by)
        except CaseChanged:
            continue  # Somebody wrote in between: look again at what is left to void.
        return True


def _voiding(signatures: tuple[str, ...]) -> Plan:
    def plan(_: CaseState, __: datetime) -> list[Happening]:
        return [(EventKind.VOIDED, Voided(signatures=signatures, because="pause"))]

    return plan


def _with_approvals(connection: Connection, before: datetime) -> list[str]:
    since = before - _LONGEST_APPROVAL
    query = (
        select(EventRow.case_id)
        .where(EventRow.kind == EventKind.APPROVAL.value, EventRow.at >= since, EventRow.at < before)
        .distinct()
    )
    return list(connection.execute(query).scalars())
