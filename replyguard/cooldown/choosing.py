"""Which sentence stands in the place of each fault of a reply, so that all of them make one reply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from replyguard.cooldown.network import CATEGORIES
from replyguard.cooldown.reader import Context
from replyguard.cooldown.recast import conjunctions, reach, sentence_of, stands_without
from replyguard.cooldown.rewrite import addressed
from replyguard.cooldown.sayings import sayings
from replyguard.cooldown.tagger import TaggerReader, wording
from replyguard.cooldown.together import revised
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.text import Span, fold

# A reply of set sentences is no reply: from the third fault on they are left out.
_MOST_SENTENCES = 2
# A greeting and a name, and no reply.
_FEWEST_WORDS = 5
_VOCATIVE, _SIGNED = 2, 4
_WORD, _STOP = re.compile(r"\w+"), re.compile(r"[.!?…](?=\s|$)")


class Choice:
    """The choice for one text. banned: rewrites, in small letters, that may not be offered again."""

    def __init__(self, text: str, context: Context, banned: frozenset[str]) -> None:
        self._text, self._folded, self._context, self._banned = text, fold(text), context, banned
        self._sayings, self._stops = sayings(context.pack.code), bool(_STOP.search(text))
        self._chosen: dict[Span, str] = {}
        self._own: dict[Span, str] = {}

    def of(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """`findings`, each with a rewrite; those of a model and notes stay as they are."""
        self._rest = self._without(findings)
        self._wordings = [one.rewrite for one in findings if one.rewrite and not _only_tagged(one)]
        settled = [one if _stays(one) else self._settled(one) for one in findings]
        yield from self._filled(settled)

    def _filled(self, settled: Sequence[Finding]) -> Sequence[Finding]:
        """`settled`, with a holding sentence in its widest place where next to nothing would be left."""
        weighty = [one for one in settled if _answerable(one)]
        if not weighty or len(_WORD.findall(revised(self._text, weighty))) >= _FEWEST_WORDS:
            return settled
        wide = max(weighty, key=lambda one: one.end - one.start)
        beside = "\n".join(one.rewrite for one in weighty if one.rewrite and not one.overlaps(wide))
        widest = self._held(wide, beside)
        return [self._over(one, widest) if one in weighty and widest.overlaps(one) else one for one in settled]

    def _without(self, findings: Sequence[Finding]) -> str:
        kept = list(self._text)
        for one in findings:
            kept[one.start : one.end] = " " * (one.end - one.start)
        return "".join(kept)

    def _settled(self, finding: Finding) -> Finding:
        own = finding.rewrite
        marked = self._folded.forth(finding.start, finding.end)
        sentence = sentence_of(self._folded, marked)
        if own and own.casefold() not in self._banned and not _only_tagged(finding):
            return self._joined(finding, own, sentence, marked)
        if own == "" and self._reads_without(finding, sentence, marked):
            return finding
        wide = reach(self._folded, marked, self._context.pack)
        if wide.unit == "clause" and not own:
            return self._put(finding, wide.span, "")
        return self._put(finding, sentence, "" if self._signs(sentence) else self._sentence(finding, sentence))

    def _joined(self, finding: Finding, own: str, sentence: Span, marked: Span) -> Finding:
        """A rule's own wording, so that it neither trails, nor hangs on by a comma, nor stands twice in a sentence."""
        if not self._sayings.is_clause(own):
            return finding
        text = self._folded.text
        lead, rest = text[sentence.start : marked.start].strip(), text[marked.end : sentence.end]
        if sentence in self._own:
            return self._put(finding, sentence, self._closed(self._own[sentence], sentence))
        self._own[sentence] = own
        if self._parts(lead, rest):
            return self._put(finding, sentence, self._closed(own, sentence))
        if len(_WORD.findall(lead)) > _VOCATIVE and not self._leads(lead):
            return finding.model_copy(update={"rewrite": f"{self._sayings.joint} {own}"})
        return finding

    def _parts(self, lead: str, rest: str) -> bool:
        """True where no clause can stand between `lead` and `rest`: one of them hangs on what is gone."""
        if len(_WORD.findall(rest)) > _VOCATIVE and not self._goes_on(rest):
            return True
        last = re.split(r"[,;:]\s", lead.rstrip(" ,;:"))[-1]
        return len(_WORD.findall(lead)) > _VOCATIVE and self._sayings.is_subordinate(last)

    def _leads(self, before: str) -> bool:
        """True where a clause may follow `before` as it is."""
        conjunction, _ = conjunctions(self._context.pack.code)
        return bool(conjunction.search(before)) or before[-1:] in tuple(".!?:;-") or self._sayings.greets(before)

    def _goes_on(self, after: str) -> bool:
        """True where `after` may follow a clause: "and" or "but" joins it, or it is a sentence of its own."""
        return self._sayings.adds(after) or after.lstrip()[:1] in tuple(".!?;-")

    def _signs(self, sentence: Span) -> bool:
        """True for the name at the end of a reply: no sentence stands there."""
        text = self._folded.text
        piece = sentence.of(text)
        ends = not text[sentence.end :].strip() and text[: sentence.start].rstrip()[-1:] in tuple(".!?\n")
        return ends and len(_WORD.findall(piece)) <= _SIGNED and not _STOP.search(piece)

    def _reads_without(self, finding: Finding, sentence: Span, marked: Span) -> bool:
        # A rule that leaves a word or two out has proved that its sentence reads on.
        if finding.rule and len(_WORD.findall(finding.quote)) <= 2:
            return True
        return stands_without(self._folded.text, sentence, marked, self._context.pack)

    def _sentence(self, finding: Finding, span: Span) -> str:
        if span in self._chosen:
            return self._chosen[span]
        chosen = ""
        if sum(map(bool, self._chosen.values())) + len(self._own) < _MOST_SENTENCES:
            chosen = next(
                self._fitting(wording(self._context.pack.code).of(finding.category, finding.quote).rewrites), ""
            )
        self._chosen[span] = chosen = self._closed(chosen, span)
        return chosen

    def _fitting(self, sentences: Sequence[str]) -> Iterator[str]:
        said = [self._rest, *self._chosen.values(), *self._wordings]
        for sentence in filter(None, sentences):
            spoken = addressed(sentence, self._text, self._context.pack)
            if any(_alike(spoken, one) or self._sayings.twice(spoken, one) for one in said):
                continue
            if not any(spoken.casefold() in one for one in self._banned):
                yield spoken

    def _closed(self, sentence: str, span: Span) -> str:
        last = not self._folded.text[span.end :].strip()
        if not sentence or sentence[-1] in ".!?" or (last and not self._stops):
            return sentence
        return sentence + "."

    def _held(self, finding: Finding, beside: str) -> Finding:
        """`finding` with a holding sentence that says nothing which `beside` says."""
        span = sentence_of(self._folded, self._folded.forth(finding.start, finding.end))
        holding = [addressed(one, self._text, self._context.pack) for one in self._sayings.holding]
        new = [one for one in holding if not self._sayings.twice(one, beside)] or holding
        fresh = (one for one in new if not any(one.casefold() in no for no in self._banned))
        return self._put(finding, span, self._closed(next(fresh, new[0]), span))

    def _over(self, finding: Finding, other: Finding) -> Finding:
        same = {"start": other.start, "end": other.end, "quote": other.quote, "rewrite": other.rewrite}
        return finding.model_copy(update=same)

    def _put(self, finding: Finding, span: Span, rewrite: str) -> Finding:
        wide = self._folded.back(span.start, span.end)
        fresh = {"start": wide.start, "end": wide.end, "quote": wide.of(self._text), "rewrite": rewrite}
        return finding.model_copy(update=fresh)


def _alike(sentence: str, said: str) -> bool:
    one, other = sentence.casefold(), said.casefold().rstrip(".")
    return one in other or (bool(other.strip()) and other in one)


def _only_tagged(finding: Finding) -> bool:
    return finding.reader == TaggerReader.name


def _answerable(finding: Finding) -> bool:
    """False for notes, for what no words can answer (a text too long), and for what a model found: it knows better."""
    weighs = finding.severity is not Severity.NOTE and finding.category in CATEGORIES
    return weighs and "model" not in finding.reader.split("+")


def _stays(finding: Finding) -> bool:
    return not _answerable(finding) or (finding.category is Category.SHOUTING and bool(finding.rewrite))
