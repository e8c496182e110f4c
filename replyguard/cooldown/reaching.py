"""How far each fault of a text reaches, all of them together: what is left of a sentence must be worth saying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from replyguard.cooldown.keeping import answers, gives, states, worth
from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.reach import Reach, cuts, parted, reach, sentence_of, stands_without
from replyguard.cooldown.reader import Context
from replyguard.cooldown.sayings import sayings
from replyguard.cooldown.tagger import wording
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Folded, Span, blanked, words_of

_SCRAP, _REMARK = 1, 10
_STOPS = " .!?…"
# A sentence of more clauses, and more characters behind a fault, are nobody's reply: nothing in them is weighed.
_CLAUSES, _LONGEST = 8, 300
_PART = 0.3
# Where these stand, a confirmed fact beside them is no part of the fault; an excuse, or blame, is often made of facts.
_APART = frozenset(
    {
        Category.ANGER,
        Category.SARCASM,
        Category.COUNTERATTACK,
        Category.CONCEALMENT,
        Category.HURT,
        Category.MINIMIZING,
        Category.OVERPROMISE,
        Category.UNSUPPORTED_CLAIM,
    }
)


class Reaches:
    """What goes with each of `findings`; places are in characters of the folded text."""

    def __init__(self, folded: Folded, findings: Sequence[Finding], context: Context) -> None:
        self._folded, self._context = folded, context
        self._alone = {_place(one): self._reach(one) for one in findings}
        self._emptied = frozenset(self._empty(findings))

    def of(self, finding: Finding) -> Reach:
        """The clauses, or the whole sentence, that go with the words of `finding`; else those words alone."""
        sentence = self.sentence(finding)
        return Reach(sentence, "sentence") if self.empties(sentence) else self._alone[_place(finding)]

    def sentence(self, finding: Finding) -> Span:
        """The sentence, or sentences, that hold the words of `finding`, without a greeting before them."""
        return sentence_of(self._folded, self.marked(finding), self._context.pack)

    def marked(self, finding: Finding) -> Span:
        """Where the words of `finding` stand in the folded text."""
        return self._folded.forth(finding.start, finding.end)

    def empties(self, sentence: Span) -> bool:
        """True where nothing worth saying is left of `sentence` once all clauses of faults are gone."""
        return sentence in self._emptied

    def before(self, sentence: Span, marked: Span) -> str:
        """What of `sentence` will stand before the marked words: not what goes with another fault."""
        gone = [wide.span for wide in self._alone.values() if wide.unit != "words" and wide.span.end <= marked.start]
        return self._without(sentence, gone)[: marked.start - sentence.start].strip(" ,")

    def with_scraps(self, span: Span) -> Span:
        """`span`, a sentence that goes, with the word behind it that says nothing without it ("Basic.")."""
        text = self._folded.text
        behind = next((one for one in self._folded.sentences if one.start >= span.end), None)
        if behind is None or text[span.end : behind.start].strip(" ") or "\n" in text[span.start : behind.end]:
            return span
        scrap = behind.of(text)
        said = sayings(self._context.pack.code)
        if said.closes(scrap) or self._leans(scrap):
            return Span(span.start, behind.end)
        bare = len(words_of(scrap)) <= _SCRAP and said.hangs(scrap) and bool(text[behind.end :].strip())
        goes = bare and not any(map(str.isdigit, scrap)) and not parts_found(scrap, self._context)
        return Span(span.start, behind.end) if goes else span

    def _leans(self, scrap: str) -> bool:
        """True for a short remark on the sentence before it, that says nothing a reply is for."""
        said = sayings(self._context.pack.code)
        short = len(words_of(scrap)) <= _REMARK
        return short and said.leans(scrap) and not worth(scrap, self._context) and not parts_found(scrap, self._context)

    def _reach(self, finding: Finding) -> Reach:
        """The reach of `finding`; its clauses alone where the rest of the sentence is worth saying."""
        marked = self.marked(finding)
        wide = reach(self._folded, marked, self._context.pack)
        if self._is_one(finding, wide):
            return Reach(self.sentence(finding), "sentence")
        if wide.unit == "sentence" and (self._context.complaint or self._context.facts):
            for clause in parted(self._folded, marked, self._context.pack):
                if worth(self._without(wide.span, [clause]), self._context):
                    return Reach(self.with_stranded(clause, wide.span), "clause")
            return next((Reach(cut, "clause") for cut in self._around_given(wide.span, finding)), wide)
        return self._clause(wide.span, self.sentence(finding)) if wide.unit == "clause" else wide

    def _clause(self, cut: Span, sentence: Span) -> Reach:
        """`cut` with what hangs on it; all of `sentence` where the rest was only said to be set against it."""
        left = self._without(sentence, [cut])
        known = bool(self._context.complaint or self._context.facts)
        against = known and sayings(self._context.pack.code).contrasts(cut.of(self._folded.text))
        if against and not (answers(left, self._context) or states(left, self._context)):
            return Reach(sentence, "sentence")
        return Reach(self.with_stranded(cut, sentence), "clause")

    def with_stranded(self, cut: Span, sentence: Span) -> Span:
        """`cut`, of `sentence`, with the clauses behind it that say nothing a reply is for once it is gone."""
        text = self._folded.text
        rest = Span(cut.end, sentence.end).of(text)
        before = Span(sentence.start, cut.start).of(text)
        if rest[:1] not in tuple(",;-") or len(rest) > _LONGEST or not words_of(before) or worth(rest, self._context):
            return cut
        return Span(cut.start, cut.end + len(rest.rstrip(_STOPS)))

    def _around_given(self, sentence: Span, finding: Finding) -> Iterator[Span]:
        """What of `sentence` may go and leave clauses that offer, or state, what is confirmed, the least first."""
        text, pack, marked = self._folded.text, self._context.pack, self.marked(finding)
        clauses = [one for one in self._folded.clauses if sentence.start <= one.start and one.end <= sentence.end]
        for count in range(1, len(clauses) if len(clauses) <= _CLAUSES else 0):
            for gone in (clauses[-count:], clauses[:count]):
                adds = gone[0] is clauses[0] and sayings(pack.code).adds(clauses[count].of(text))
                for cut in cuts(self._folded, Span(gone[0].start, gone[-1].end), pack):
                    left = self._without(sentence, [cut])
                    apart = finding.category in _APART and states(left, self._context)
                    kept = apart or gives(left, self._context)
                    if kept and _holds(cut, marked) and (adds or stands_without(text, sentence, cut, pack)):
                        yield cut

    def _is_one(self, finding: Finding, wide: Reach) -> bool:
        """True where nothing less than the sentence can go."""
        if finding.category is Category.CONCEALMENT:
            # What is given for silence is given for nothing once that is gone; what is confirmed was given anyhow.
            return wide.unit != "words" and not self._gives_beside(finding)
        if finding.category is not Category.PRIVACY:
            return False
        code = self._context.pack.code
        # A list of what is asked for has commas, and no clauses; a clause of a rule is no item of it.
        apart = wide.unit != "words" or sayings(code).is_clause(finding.rewrite or "")
        return apart and any(wording(code).of(finding.category, self.sentence(finding).of(self._folded.text)).rewrites)

    def _gives_beside(self, finding: Finding) -> bool:
        sentence = self.sentence(finding)
        beside = parted(self._folded, self.marked(finding), self._context.pack)
        given = any(gives(self._without(sentence, [cut]), self._context) for cut in beside)
        return given or any(self._around_given(sentence, finding))

    def _empty(self, findings: Sequence[Finding]) -> Iterator[Span]:
        taken: dict[Span, list[Span]] = {}
        for finding in findings:
            wide = self._alone[_place(finding)]
            if wide.unit == "clause":
                taken.setdefault(self.sentence(finding), []).append(wide.span)
        for sentence, gone in taken.items():
            if not worth(self._without(sentence, gone), self._context):
                yield sentence

    def _without(self, sentence: Span, gone: Iterable[Span]) -> str:
        """The words of `sentence`, with blanks for those that are `gone`."""
        inside = (Span(one.start - sentence.start, one.end - sentence.start) for one in gone)
        return blanked(sentence.of(self._folded.text), inside)


def _holds(cut: Span, marked: Span) -> bool:
    """True where a good part of the `marked` words goes with `cut`: not their last word alone."""
    return min(cut.end, marked.end) - max(cut.start, marked.start) >= _PART * (marked.end - marked.start)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.start, finding.end
