"""What a reply may lean on: the facts, the complaint and the brand, and whether a claim stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from replyguard.cooldown.amounts import Value, near
from replyguard.cooldown.dates import values
from replyguard.cooldown.lexicon import Word, content, negation, statements
from replyguard.cooldown.reader import Context
from replyguard.languages.schema import CLAIMS
from replyguard.languages.text import fold

# Of a claim's words, the part that must stand in what supports it: paraphrase shares about half.
_SHARED = 0.5
# Of a cause, so much that the cause itself must be among it.
_MOST = 0.6
_FEW = 3
# What the business did, found out or will do, only the business can know: the complaint does not confirm it.
_OURS: tuple[CLAIMS, ...] = ("action", "commitment", "check")


@dataclass(frozen=True)
class Said:
    """A text that supports: its content words; `denied`: those of them that it denies."""

    text: str
    keys: frozenset[str]
    denied: frozenset[str]


@dataclass(frozen=True)
class Support:
    """The support of one case, read once."""

    facts: tuple[str, ...]
    complaint: str

    @classmethod
    def of(cls, context: Context) -> Support:
        brand = context.brand
        ways = tuple(brand.private_channel.values())
        facts = (*context.facts, *brand.support, *brand.contacts, *ways, *filter(None, [brand.name]))
        return cls(tuple(fold(fact).text for fact in facts), fold(context.complaint).text)

    @cached_property
    def _said(self) -> tuple[Said, ...]:
        return tuple(_said(fact) for fact in self.facts)

    @cached_property
    def _complained(self) -> frozenset[str]:
        return _said(self.complaint).keys

    @cached_property
    def _values(self) -> tuple[Value, ...]:
        return tuple(value for text in (*self.facts, self.complaint) for value in values(text, every_reading=True))

    def _amounts(self, *kinds: str) -> list[float]:
        return [amount for value in self._values if value.kind in kinds for amount in value.amounts]

    def knows(self, value: Value) -> bool:
        """True where the value stands in the support, in whatever form and language."""
        if value.kind == "period":
            return any(other.kind == "period" and other.name == value.name for other in self._values)
        if value.kind == "duration":
            return self._lasts(value)
        if value.kind == "date":
            return any(_same_day(one, other) for one in value.amounts for other in self._amounts("date", "count"))
        pool = self._amounts(*_ALIKE.get(value.kind, (value.kind,)))
        if value.kind == "money":
            sums = self._amounts("money")
            pool += [abs(one + sign * other) for one, other in combinations(sums, 2) for sign in (1, -1)]
        if value.kind == "clock":
            pool += [hour * 60 for hour in self._amounts("count") if hour <= 24]
            pool += [int(time) * 60 + round((time % 1) * 100) for time in self._amounts("count") if time < 24]
        return any(near(one, other) for one in value.amounts for other in pool)

    def _lasts(self, value: Value) -> bool:
        # Three days promised where the facts say three working days is a stronger promise; the reverse is a weaker one.
        return any(
            near(one, other)
            for known in self._values
            if known.kind == "duration" and (value.name == "working" or known.name != "working")
            for one in value.amounts
            for other in known.amounts
        )

    def _unknown(self, clause: str, claim: CLAIMS) -> bool:
        found = [] if claim in ("cause", "check") else list(values(clause))
        dated = any(value.kind in ("date", "weekday") for value in found)
        told = (value for value in found if not (value.kind == "day" and dated) and not _is_article(value, clause))
        return not all(self.knows(value) for value in told)

    def carries(self, clause: str, core: str, claim: CLAIMS) -> bool:
        """True where the support says what `clause` claims; `core` is the part of it that makes it a claim."""
        if self._unknown(clause, claim):
            return False
        words = content(clause)
        if claim in _OURS and not any(self._may_carry(said, clause, core, claim) for said in self._said):
            return False
        keys = frozenset().union(self._complained, *(said.keys for said in self._said))
        shared = share(words, keys)
        if claim == "cause" and shared < _MOST and share(content(core), keys) <= _SHARED:
            return False
        return shared >= _SHARED

    def _may_carry(self, said: Said, clause: str, core: str, claim: CLAIMS) -> bool:
        named = [word for word in content(core) if word.meanings]
        words = content(clause) if claim == "check" else named or content(core) or content(clause)
        if _negated(core) and not said.denied:
            return False
        pool = said.keys if _negated(clause) else said.keys - said.denied
        same = Support((said.text,), "")
        told = share(words, pool) >= _SHARED if claim == "check" else share(words, pool) > _SHARED
        return told or any(same.knows(value) for value in values(core))


_ALIKE: dict[str, tuple[str, ...]] = {
    "money": ("money", "count"),
    "count": ("count", "money", "percent"),
    "percent": ("percent",),
}


def _is_article(value: Value, text: str) -> bool:
    # 'The new one', 'satu lagi': no count.
    return value.kind == "count" and not text[value.start].isdigit() and max(value.amounts) <= _FEW


def _same_day(one: float, other: float) -> bool:
    months, days = (one // 100, other // 100), (one % 100, other % 100)
    return days[0] == days[1] and (months[0] == months[1] or 0 in months)


def _said(text: str) -> Said:
    low = text.lower()
    cuts = [0, *(match.end() for match in statements().finditer(low)), len(low)]
    denied = [
        word.keys for start, stop in pairwise(cuts) if _negated(low[start:stop]) for word in content(low[start:stop])
    ]
    return Said(text, frozenset().union(*(word.keys for word in content(text))), frozenset().union(*denied))


def _negated(text: str) -> bool:
    return bool(negation().search(text.lower()))


def share(words: Iterable[Word], keys: frozenset[str]) -> float:
    """The part of `words` that `keys` knows by stem, by meaning, or by a stem that holds the other; 1 where none."""
    known = [bool(word.keys & keys) or _alike(word, keys) for word in words]
    return sum(known) / len(known) if known else 1.0


def _alike(word: Word, keys: frozenset[str]) -> bool:
    # Stemming is light: 'tulis' and 'ulis', 'restor' and 'restore' are one word.
    return any(
        len(mine) >= 4
        and len(other) >= 4
        and (other.startswith(mine) or mine.startswith(other) or other.endswith(mine) or mine.endswith(other))
        for mine in word.keys
        if mine[0] != "="
        for other in keys
        if other[0] != "="
    )
