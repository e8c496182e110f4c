"""Who answers, what they answer, and when: a Monday in November without holidays, in Jakarta."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from replyguard.domain.case import Person, Role
from replyguard.domain.complaint import Complaint

JAKARTA = ZoneInfo("Asia/Jakarta")
HOUR = timedelta(hours=1)
SARI = Person(name="Sari", role=Role.AGENT)
BUDI = Person(name="Budi", role=Role.AGENT)
MEI = Person(name="Mei", role=Role.MANAGER)
BOT = Person(name="poster", role=Role.BOT)
LINK = "https://example.com/reply/1"

COMPLAINTS = {
    "id": Complaint(text="Kopi saya datang dingin dan telat sejam!", channel="instagram", customer="Dewi"),
    "en": Complaint(text="My coffee came cold and an hour late!", channel="google_review", customer="Dana"),
}
ANSWERS = {
    "id": "Maaf ya Kak Dewi, kopinya telat sejam dan sudah dingin. Itu salah kami.",
    "en": "We are sorry, Dana. Your coffee was an hour late and cold, and that was our mistake.",
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026 in Jakarta; the 16th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)
