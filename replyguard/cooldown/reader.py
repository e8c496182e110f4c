"""The seam: whoever reads a reply coldly is a `Reader`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from replyguard.brand import Brand
from replyguard.domain.complaint import Complaint
from replyguard.domain.review import Finding
from replyguard.languages.pack import Pack


@dataclass(frozen=True)
class Context:
    """What a reader may know beside the reply.

    pack:      the language it is read with.
    complaint: the customer's words, "" where they are not at hand.
    facts:     what the business has confirmed.
    customer:  the customer's name, "" where unknown; it leaves for no model.
    recent:    replies posted lately, newest first; a reply too like one of them is `rote`.
    """

    pack: Pack
    complaint: str = ""
    facts: tuple[str, ...] = ()
    channel: str = "other"
    brand: Brand = field(default_factory=Brand)
    recent: tuple[str, ...] = ()
    customer: str = ""

    @classmethod
    def of(cls, pack: Pack, complaint: Complaint | None, brand: Brand, *, recent: tuple[str, ...] = ()) -> Context:
        if complaint is None:
            return cls(pack, brand=brand, recent=recent)
        known = complaint.customer or ""
        return cls(pack, complaint.text, complaint.facts, complaint.channel, brand, recent, known)


class Reader(Protocol):
    """Reads a whole text and reports what a calm person would change; raises a `ModelError` where it could not."""

    name: str

    async def read(self, text: str, context: Context) -> Sequence[Finding]: ...
