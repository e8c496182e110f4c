"""Which sentence stands in the place of each fault of a reply, so that all of them make one reply."""

from __future__ import annotations

from collections.abc import Sequence

from replyguard.cooldown.faults import Faults
from replyguard.cooldown.filling import filled
from replyguard.cooldown.holding import turned
from replyguard.cooldown.joining import leads, many, severed, trails
from replyguard.cooldown.keeping import worth
from replyguard.cooldown.ranking import FIRST, stays
from replyguard.cooldown.reach import Reach, stands_without
from replyguard.cooldown.reader import Context
from replyguard.cooldown.sayable import Sayable
from replyguard.cooldown.sayings import unturned
from replyguard.domain.overlap import within
from replyguard.domain.review import Category, Finding, Part
from replyguard.languages.text import Span, words_of


def chosen(
    findings: Sequence[Finding], text: str, context: Context, banned: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """`findings`, each with a rewrite; those of a model and notes stay as they are.

    banned: rewrites, in small letters, that may not be offered again.
    """
    faults = Faults(text, findings, context)
    sayable = Sayable(faults, findings, banned)
    choice = _Choice(faults, sayable)
    settled = [one if stays(one) else choice.of(one) for one in findings]
    return tuple(filled([_united(one, settled, faults) for one in settled], faults, sayable))


def _united(finding: Finding, settled: Sequence[Finding], faults: Faults) -> Finding:
    """`finding`, which leaves its words out, with what another says in their midst: the widest answer is taken."""
    if finding.rewrite or stays(finding):
        return finding
    inside = (one.rewrite for one in settled if one.rewrite and not stays(one) and within(one, finding))
    said, span = next(inside, ""), faults.folded.forth(finding.start, finding.end)
    return faults.put(finding, span, faults.closed(said, span)) if said else finding


class _Choice:
    """Answers faults one after another: what was said for one is not said again for the next."""

    def __init__(self, faults: Faults, sayable: Sayable) -> None:
        self._faults, self._reaches, self._rest = faults, faults.reaches, faults.rest
        self._sayings, self._sayable = faults.sayings, sayable
        self._own: dict[Span, str] = {}

    def of(self, finding: Finding) -> Finding:
        """`finding` left out where it can be, with its rule's wording where that reads, or with a sentence."""
        sentence, wide = self._reaches.sentence(finding), self._reaches.of(finding)
        if self._faults.signs(sentence):
            return self._faults.put(finding, sentence, "")
        lacks = self._faults.lacks(sentence, wide.span)
        if wide.unit != "words" and self._rest.stands and not lacks:
            gone = self._reaches.with_scraps(wide.span) if wide.unit == "sentence" else wide.span
            return self._faults.put(finding, gone, "")
        if self._may(finding, wide):
            return self._ruled(finding, sentence)
        if not finding.rewrite and not self._reaches.empties(sentence) and not lacks:
            if finding.rewrite == "" and self._reads_without(finding, sentence):
                return finding
            if wide.unit == "clause":
                return self._faults.put(finding, wide.span, "")
        return self._faults.put(finding, self._reaches.with_scraps(sentence), self._sentence(finding, sentence))

    def _may(self, finding: Finding, wide: Reach) -> bool:
        """True where a rule's own wording may be said: it answers what leads its sentence, and is not one too many."""
        own, sentence = finding.rewrite or "", self._reaches.sentence(finding)
        if not self._sayable.offers(finding) or (not self._sayings.is_clause(own) and self._faults.whole(finding)):
            return False
        if wide.unit != "sentence":
            return True
        if self._faults.leading.get(sentence) is not finding.category:
            return False
        alone = Part.APOLOGY in self._faults.wanting and self._faults.whole(finding)
        if finding.category is Category.NON_APOLOGY or alone:
            return self._faults.sorry([own])
        # What the sentence did well is said again in words that do it.
        told = self._sayable.enough and sentence not in self._sayable.clauses
        return not told and not self._faults.lacks(sentence, wide.span)

    def _ruled(self, finding: Finding, sentence: Span) -> Finding:
        """`finding` with its rule's own wording, as the writer of the rest would say it."""
        own = self._sayings.spoken(finding.rewrite or "", self._rest.text)
        marked = self._reaches.marked(finding)
        wide = self._reaches.with_stranded(marked, sentence)
        ruled = self._faults.put(finding, wide, own) if wide != marked else finding.model_copy(update={"rewrite": own})
        if self._sayings.is_clause(own):
            ruled = self._joined(ruled, own, sentence)
        if ruled.rewrite:
            self._sayable.clauses.add(sentence)
        return ruled

    def _joined(self, finding: Finding, own: str, sentence: Span) -> Finding:
        """`own`, a clause, so that it neither trails, nor hangs on by a comma, nor stands twice in a sentence."""
        marked = self._reaches.marked(finding)
        lead, rest = self._reaches.before(sentence, marked), Span(marked.end, sentence.end).of(self._faults.folded.text)
        if trails(rest):
            rest = ""
            if not lead:
                return self._instead(finding, sentence, own)
        if not lead and self._sayings.opens(unturned(rest.lstrip(" ,;"))) and self._sayings.adds(rest):
            # What turned against the fault turns against nothing now.
            return self._faults.put(finding, marked, "")
        if sentence in self._own:
            return self._instead(finding, sentence, self._own[sentence])
        self._own[sentence] = own
        context, beside = self._faults.context, f"{lead} {rest}"
        if severed(lead, rest, context) or (many(beside) and not worth(beside, context)):
            return self._instead(finding, sentence, own)
        if many(lead) and not leads(lead, context):
            return self._hung(finding, sentence, own)
        return finding

    def _hung(self, finding: Finding, sentence: Span, own: str) -> Finding:
        """`own` hung on the clause before it; nothing, where it can go."""
        wide = self._reaches.of(finding)
        if wide.unit == "clause" and not self._faults.lacks(sentence, wide.span):
            return self._faults.put(finding, wide.span, "")
        return finding.model_copy(update={"rewrite": f"{self._sayings.joint} {own}"})

    def _instead(self, finding: Finding, sentence: Span, own: str) -> Finding:
        """`own` for all of `sentence`; nothing, where the rest says enough."""
        wanted = self._faults.lacks(sentence, sentence) or not self._rest.stands
        return self._faults.put(finding, sentence, self._faults.closed(own, sentence) if wanted else "")

    def _reads_without(self, finding: Finding, sentence: Span) -> bool:
        # A rule that leaves a word or two out has proved that its sentence reads on.
        if finding.rule and len(words_of(finding.quote)) <= 2:
            return True
        faults = self._faults
        return stands_without(faults.folded.text, sentence, self._reaches.marked(finding), faults.context.pack)

    def _sentence(self, finding: Finding, span: Span) -> str:
        """What stands for the whole sentence at `span`: the same for all its faults."""
        said = self._sayable.sentences
        if span not in said:
            fitting = self._sayable.fitting(self._sentences(finding, span), finding.rewrite)
            said[span] = self._faults.closed(fitting, span)
        return said[span]

    def _last(self, span: Span) -> bool:
        """True where nothing of the rest stands behind the sentence at `span`."""
        end = self._faults.folded.back(span.start, span.end).end
        return not any(map(str.isalnum, self._rest.text[end:]))

    def _sentences(self, finding: Finding, span: Span) -> Sequence[str]:
        """What may stand for a whole sentence: what it did well, or what the reply lacks without it, or nothing."""
        category, lacks = self._faults.leading.get(span, finding.category), self._faults.lacks(span, span)
        if not lacks and (self._sayable.enough or self._rest.stands):
            return ()
        if category in FIRST[:2]:
            # What is asked for stands beside the words that ask.
            words = self._faults.words(span) if category is Category.PRIVACY else finding.quote
            return turned(self._faults.wordings(category, words), self._faults.context.complaint)
        wanted = [lacks] if lacks else self._faults.wanting[:1]
        if wanted == [Part.SOLUTION] and not self._last(span):
            # A way to go on ends a reply.
            return ()
        return tuple(self._faults.restoring(wanted, category))
