"""Webhooks: every event of a pause goes to each address that asked; what did not arrive is listed and can be resent."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime
from sqlalchemy import Connection, func, insert, select

from replyguard.approval.key import key_from
from replyguard.cases.database import Database, data_folder
from replyguard.cases.pauses import DeliveryRow, PauseEvent, pause_events, pause_of
from replyguard.domain.base import Frozen
from replyguard.pausing.sending import Sent, name_of, send
from replyguard.settings import Settings


class Letter(Frozen):
    """An event for a target that has not arrived. `tries`: made in all; `at`: of the last, None where none was made."""

    event: int
    target: str
    tries: int = 0
    status: int | None = None
    problem: str = "never sent"
    at: AwareDatetime | None = None


class Webhooks:
    """Those who are told, by the settings; `InputError` for an address or a key that will not do.

    sleep: waits between tries.
    """

    def __init__(
        self, database: Database, settings: Settings, *, now: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._database, self._settings, self._now, self._sleep = database, settings, now, sleep
        self._urls = {name_of(url): url for url in settings.pause_webhooks}
        if self._urls:
            self.key()  # Before anything happens: one that will not do is told now.

    def tell(self, event: PauseEvent) -> tuple[Letter, ...]:
        """Tell every target of an event that is on record; those that it did not reach. How each went is on record."""
        return self._sent([Letter(event=event.number, target=target) for target in self._urls])

    def dead_letters(self) -> tuple[Letter, ...]:
        """What did not arrive, oldest first: given up, or never sent because we were stopped in between."""
        return self._database.reading(lambda connection: tuple(self._undelivered(connection)))

    def resend(self) -> tuple[Letter, ...]:
        """Send the dead letters again; those that are still dead. An address no longer in the settings gets none."""
        return self._sent([letter for letter in self.dead_letters() if letter.target in self._urls])

    def key(self) -> bytes:
        """The key that the receivers share."""
        return key_from(self._settings.webhook_key, Path(data_folder(self._settings)) / "webhook.key")

    def _sent(self, letters: list[Letter]) -> tuple[Letter, ...]:
        if not letters:
            return ()
        events = self._database.reading(pause_events)
        dead = []
        for letter in letters:
            body = _body(events[: letter.event])
            sent = send(self._urls[letter.target], body, self.key(), now=self._now, sleep=self._sleep)
            self._note(letter, sent)
            if not sent.delivered:
                found = {"tries": letter.tries + sent.tries, "status": sent.status, "problem": sent.problem}
                dead.append(letter.model_copy(update={**found, "at": self._now()}))
        return tuple(dead)

    def _note(self, letter: Letter, sent: Sent) -> None:
        where = (DeliveryRow.event == letter.event) & (DeliveryRow.target == letter.target)

        def work(connection: Connection) -> None:
            rounds = connection.execute(select(func.count()).select_from(DeliveryRow).where(where)).scalar_one()
            connection.execute(
                insert(DeliveryRow).values(
                    event=letter.event, target=letter.target, number=rounds + 1, at=self._now(),
                    delivered=sent.delivered, tries=sent.tries, status=sent.status, problem=sent.problem,
                )
            )  # fmt: skip

        self._database.writing(work)

    def _undelivered(self, connection: Connection) -> Iterator[Letter]:
        columns = tuple(DeliveryRow.__table__.columns)
        told: dict[tuple[int, str], Letter | None] = {
            (event.number, target): Letter(event=event.number, target=target)
            for event in pause_events(connection) for target in self._urls
        }  # fmt: skip
        for row in connection.execute(select(*columns).order_by(*columns[:3])):
            known = told.get((row.event, row.target), Letter(event=row.event, target=row.target))
            if row.delivered or known is None:
                told[row.event, row.target] = None
                continue
            last = {"tries": known.tries + row.tries, "status": row.status, "problem": row.problem, "at": row.at}
            told[row.event, row.target] = known.model_copy(update=last)
        yield from (letter for _, letter in sorted(told.items()) if letter is not None)


def _body(events: tuple[PauseEvent, ...]) -> bytes:
    """What is told of the last of these events: with it, how things stood then."""
    event, pause = events[-1], pause_of(events)
    told = {
        "id": event.digest, "number": event.number, "event": f"pause.{event.kind.value}", "at": event.at.isoformat(),
        "by": event.by.name, "paused": pause is not None and pause.covers(event.at),
        "until": pause.until.isoformat() if pause and pause.until else None, **_why(event),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False).encode()


def _why(event: PauseEvent) -> dict[str, object]:
    return {name: event.content[name] for name in ("reason", "signals") if name in event.content}
