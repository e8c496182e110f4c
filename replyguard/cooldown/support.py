"""What a reply may lean on: the facts, the complaint and the brand, and whether a claim stands in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, pairwise

from replyguard.cooldown.amounts import Value, near
from replyguard.cooldown.dates import MINUTES, values
from replyguard.cooldown.lexicon import Word, content, keys_of, negation, statements
from replyguard.cooldown.reader import Context
from replyguard.languages.schema import CLAIMS
from replyguard.languages.text import fold

# Of a claim's words, the part that must stand in what supports it: paraphrase shares about half.
_SHARED = 0.5
# Of a clause whose times one fact holds.
_SOME = 0.3
# Of a cause, so much that the cause itself must be among it.
_MOST = 0.6
_FEW = 3
_MOST_SUMS = 24
_MOST_COUNTS = 4
# 'The sauce was missing' denies without a negation.
_LACK = "=missing"
# Shorter stems meet by chance.
_SHORTEST = 4
_LONGEST_KEY = 40
_HALF_DAY = 720.0
# What the business did, found out or will do, only the business can know: the complaint does not confirm it.
_OURS: tuple[CLAIMS, ...] = ("action", "commitment", "check")


@dataclass(frozen=True)
class Said:
    """A text that supports: its content words; `denied`: those of them that it denies."""

    text: str
    keys: frozenset[str]
    denied: frozenset[str]

    @cached_property
    def alone(self) -> Support:
        """This text as the only support."""
        return Support((self.text,), "")


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
    def _keys(self) -> frozenset[str]:
        return frozenset().union(keys_of(self.complaint), *map(keys_of, self.facts))

    @cached_property
    def _values(self) -> tuple[Value, ...]:
        return tuple(value for text in (*self.facts, self.complaint) for value in values(text, every_reading=True))

    @cached_property
    def _amounts_by_kind(self) -> dict[str, list[float]]:
        found: dict[str, set[float]] = {}
        for value in self._values:
            found.setdefault(value.kind, set()).update(value.amounts)
        return {kind: sorted(amounts) for kind, amounts in found.items()}

    def _amounts(self, *kinds: str) -> list[float]:
        return [amount for kind in kinds for amount in self._amounts_by_kind.get(kind, ())]

    @cached_property
    def _pools(self) -> dict[str, list[float]]:
        """What a value of each kind may equal, sorted."""
        sums, counts = self._amounts("money"), self._amounts("count")
        # A case names few sums; each of a hostile thousand with each other would be a million.
        pairs = combinations(sums[:_MOST_SUMS], 2)
        hours = [hour * 60 for hour in counts if hour <= 24]
        hours += [int(time) * 60 + round((time % 1) * 100) for time in counts if time < 24]
        also = {"money": [abs(a + sign * b) for a, b in pairs for sign in (1, -1)], "clock": hours}
        also["count"] = [left for text in (*self.facts, self.complaint) for left in _left_over(text)]
        kinds = {*self._amounts_by_kind, *_ALIKE, *also}
        return {kind: sorted([*self._amounts(*_ALIKE.get(kind, (kind,))), *also.get(kind, ())]) for kind in kinds}

    @cached_property
    def _judged(self) -> dict[tuple[str, frozenset[float], str], bool]:
        return {}

    def knows(self, value: Value) -> bool:
        """True where the value stands in the support, in whatever form and language."""
        key = (value.kind, value.amounts, value.name)
        if key not in self._judged:
            self._judged[key] = self._knows(value)
        return self._judged[key]

    def _knows(self, value: Value) -> bool:
        if value.kind == "period":
            return self._runs(value)
        if value.kind == "duration":
            return self._lasts(value)
        if value.kind == "date":
            return any(_same_day(one, other) for one in value.amounts for other in self._amounts("date", "count"))
        return any(_holds(self._pools.get(value.kind, []), one) for one in value.amounts)

    def _runs(self, value: Value) -> bool:
        # 'Four times in a month' is what 'four times this month' says.
        unit, now, _ = value.name.partition("+0")
        same = any(other.kind == "period" and other.name == value.name for other in self._values)
        return same or bool(now and unit in MINUTES and _holds(self._amounts("duration"), MINUTES[unit]))

    def _lasts(self, value: Value) -> bool:
        # Three days promised where the facts say three working days is a stronger promise; the reverse is a weaker one.
        stated = any(
            near(one, other)
            for known in self._values
            if known.kind == "duration" and (value.name == "working" or known.name != "working")
            for one in value.amounts
            for other in known.amounts
        )
        return stated or any(_holds(self._spans, one) for one in value.amounts)

    @cached_property
    def _spans(self) -> list[float]:
        """Durations that no promise needs a fact for: from one stated time to another, and what the customer says."""
        clocks = [value for value in self._values if value.kind == "clock"][:_MOST_SUMS]
        pairs = combinations(clocks, 2)
        between = {abs(a - b) for one, other in pairs for a in one.amounts for b in other.amounts}
        told = {amount for value in values(self.complaint) if value.kind == "duration" for amount in value.amounts}
        # A bare hour is read as both halves of the day: twelve hours lie between it and itself.
        return sorted(told | {minutes for minutes in between if 0 < minutes < _HALF_DAY})

    def _unknown(self, clause: str, claim: CLAIMS) -> bool:
        found = [] if claim in ("cause", "check") else list(values(clause))
        dated = any(value.kind in ("date", "weekday") for value in found)
        told = (value for value in found if not (value.kind == "day" and dated) and not _is_article(value, clause))
        return not all(self.knows(value) for value in told)

    @cached_property
    def _carried(self) -> dict[tuple[str, str, CLAIMS], bool]:
        return {}

    def carries(self, clause: str, core: str, claim: CLAIMS) -> bool:
        """True where the support says what `clause` claims; `core` is the part of it that makes it a claim."""
        key = (clause, core, claim)
        if key not in self._carried:
            self._carried[key] = self._carries(clause, core, claim)
        return self._carried[key]

    def _carries(self, clause: str, core: str, claim: CLAIMS) -> bool:
        if self._unknown(clause, claim):
            return False
        words = content(clause)
        if claim == "state" and any(self._dates(said, clause, words) for said in self._said):
            return True
        if claim in _OURS and not any(self._may_carry(said, clause, core, claim) for said in self._said):
            return False
        keys = self._keys
        shared = share(words, keys)
        if claim == "cause" and shared < _MOST and share(content(core), keys) <= _SHARED:
            return False
        return shared >= _SHARED

    def _dates(self, said: Said, clause: str, words: tuple[Word, ...]) -> bool:
        # One fact holds all the times of the clause and a word of it: the rest says it in other words.
        found = values(clause)
        return bool(found) and share(words, said.keys) >= _SOME and all(said.alone.knows(one) for one in found)

    def _may_carry(self, said: Said, clause: str, core: str, claim: CLAIMS) -> bool:
        named = [word for word in content(core) if word.meanings]
        words = content(clause) if claim == "check" else named or content(core) or content(clause)
        if _negated(clause if claim == "check" else core) and not (said.denied or _LACK in said.keys):
            return False
        pool = said.keys if _negated(clause) else said.keys - said.denied
        told = share(words, pool) >= _SHARED if claim == "check" else share(words, pool) > _SHARED
        return told or any(said.alone.knows(value) for value in values(core))


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


def _left_over(text: str) -> list[float]:
    """What is missing where `text` tells two counts: 8 of '42 of 50'."""
    counts = sorted({amount for value in values(text) if value.kind == "count" for amount in value.amounts})
    lacking = [b - a for a, b in combinations(counts[:_MOST_COUNTS], 2)]
    return [left for left in lacking if left > _FEW]


def _holds(pool: list[float], amount: float) -> bool:
    place = bisect_left(pool, amount)
    return any(near(amount, other) for other in pool[max(0, place - 1) : place + 1])


@lru_cache(maxsize=256)
def _said(text: str) -> Said:
    low = text.lower()
    cuts = [0, *(match.end() for match in statements().finditer(low)), len(low)]
    denied = [
        word.keys for start, stop in pairwise(cuts) if _negated(low[start:stop]) for word in content(low[start:stop])
    ]
    return Said(text, keys_of(text), frozenset().union(*denied))


def _negated(text: str) -> bool:
    return bool(negation().search(text.lower()))


def share(words: Iterable[Word], keys: frozenset[str]) -> float:
    """The part of `words` that `keys` knows by stem, by meaning, or by a stem that holds the other; 1 where none."""
    known = [bool(word.keys & keys) or _alike(word, keys) for word in words]
    return sum(known) / len(known) if known else 1.0


def _alike(word: Word, keys: frozenset[str]) -> bool:
    # Stemming is light: 'tulis' and 'ulis', 'restor' and 'restore' are one word.
    ends = _ends(keys)
    return any(_meets(mine, keys, ends) for mine in word.stems)


def _meets(mine: str, keys: frozenset[str], ends: frozenset[str]) -> bool:
    # What neither begins nor ends as any stem does needs no closer look.
    if mine[:_SHORTEST] not in ends and mine[-_SHORTEST:] not in ends:
        return False
    cuts = range(_SHORTEST, len(mine))
    return mine in ends or any(mine[:cut] in keys or mine[-cut:] in keys for cut in cuts)


@lru_cache(maxsize=256)
def _ends(keys: frozenset[str]) -> frozenset[str]:
    """Every beginning and end of the stems in `keys`, so that one look-up stands for a walk over all of them."""
    stems = [key for key in keys if _SHORTEST <= len(key) <= _LONGEST_KEY and key[0] != "="]
    return frozenset(end for key in stems for cut in range(_SHORTEST, len(key) + 1) for end in (key[:cut], key[-cut:]))
