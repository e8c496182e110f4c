"""How far each fault of a text reaches, all of them together: what is left of a sentence must be worth saying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from replyguard.cooldown.keeping import worth
from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.reach import Reach, parted, reach, sentence_of
from replyguard.cooldown.reader import Context
from replyguard.cooldown.sayings import sayings
from replyguard.cooldown.tagger import wording
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Folded, Span, blanked, words_of

_SCRAP, _REMARK = 1, 10


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
                    return Reach(clause, "clause")
        return wide

    def _is_one(self, finding: Finding, wide: Reach) -> bool:
        """True where nothing less than the sentence can go."""
        if finding.category is Category.CONCEALMENT:
            # What is given for silence is given for nothing once that is gone.
            return wide.unit != "words"
        if finding.category is not Category.PRIVACY:
            return False
        code = self._context.pack.code
        # A list of what is asked for has commas, and no clauses; a clause of a rule is no item of it.
        apart = wide.unit != "words" or sayings(code).is_clause(finding.rewrite or "")
        return apart and any(wording(code).of(finding.category, self.sentence(finding).of(self._folded.text)).rewrites)

    def _empty(self, findings: Sequence[Finding]) -> Iterator[Span]:
        cuts: dict[Span, list[Span]] = {}
        for finding in findings:
            wide = self._alone[_place(finding)]
            if wide.unit == "clause":
                cuts.setdefault(self.sentence(finding), []).append(wide.span)
        for sentence, gone in cuts.items():
            if not worth(self._without(sentence, gone), self._context):
                yield sentence

    def _without(self, sentence: Span, gone: Iterable[Span]) -> str:
        """The words of `sentence`, with blanks for those that are `gone`."""
        inside = (Span(one.start - sentence.start, one.end - sentence.start) for one in gone)
        return blanked(sentence.of(self._folded.text), inside)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.start, finding.end
