"""What may be said in the place of faults: no thing twice, and nothing that was found to be at fault itself."""

from __future__ import annotations

from collections.abc import Sequence

from replyguard.cooldown.faults import Faults
from replyguard.cooldown.holding import holding
from replyguard.cooldown.ranking import only_tagged
from replyguard.cooldown.rewrite import addressed
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Span


class Sayable:
    """What has been said so far, and what still may be.

    banned:    rewrites, in small letters, that may not be offered again.
    sentences: by place, the sentence that stands for a whole one; "" where it only goes.
    clauses:   sentences in which a rule's own wording stands.
    """

    def __init__(self, faults: Faults, findings: Sequence[Finding], banned: frozenset[str]) -> None:
        self._faults, self._banned = faults, banned
        self._wordings = [one.rewrite for one in findings if one.rewrite and self.offers(one)]
        self.sentences: dict[Span, str] = {}
        self.clauses: set[Span] = set()

    @property
    def enough(self) -> bool:
        """True where something is said: of sentences that fit any fault, and of wordings of rules, one is enough."""
        return bool(self.clauses) or any(self.sentences.values())

    def offers(self, finding: Finding) -> bool:
        """True where a rule's own wording may be offered at all."""
        return bool(finding.rewrite) and not self._bans(finding.rewrite or "") and not only_tagged(finding)

    def fitting(self, sentences: Sequence[str], own: str | None = None) -> str:
        """The first of `sentences` that says nothing said beside it, in the writer's voice; "" where none does.

        `own` is said nowhere: one of them stands for it.
        """
        rest, sayings = self._faults.rest.text, self._faults.sayings
        said = [rest, *self.sentences.values(), *(one for one in self._wordings if one != own)]
        for sentence in filter(None, sentences):
            # Who wrote "our" in a fault alone writes as one person.
            spoken = addressed(sayings.spoken(sentence, rest), self._faults.text, self._faults.context.pack)
            twice = any(_alike(spoken, one) or sayings.twice(spoken, one) for one in said)
            if not twice and not self._bans(spoken):
                return spoken
        return ""

    def holding(self, kinds: Sequence[Category]) -> str:
        """A holding sentence for faults of these `kinds`; one that apologises where the reply did, however badly."""
        text, rest, sayings = self._faults.text, self._faults.rest.text, self._faults.sayings
        sorry = Category.NON_APOLOGY in kinds or self._faults.sorry([text])
        said = holding(text, [Category.NON_APOLOGY, *kinds] if sorry else kinds, self._faults.context)
        held = [sayings.spoken(one, rest) for one in said]
        if sorry:
            held.sort(key=lambda one: not self._faults.sorry([one]))
        new = [one for one in held if not sayings.twice(one, rest)] or held
        return next((one for one in new if not self._bans(one)), new[0])

    def _bans(self, said: str) -> bool:
        return any(said.casefold() in one for one in self._banned)


def _alike(sentence: str, said: str) -> bool:
    one, other = sentence.casefold(), said.casefold().rstrip(".")
    return one in other or (bool(other.strip()) and other in one)
