"""Which sentence stands in the place of each fault of a reply, so that all of them make one reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from replyguard.cooldown.holding import holding, turned
from replyguard.cooldown.joining import FEW, leads, many, parts, trails
from replyguard.cooldown.keeping import worth
from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.ranking import FIRST, answerable, only_tagged, place, rank, stays
from replyguard.cooldown.reaching import Reaches
from replyguard.cooldown.reader import Context
from replyguard.cooldown.recast import Reach, stands_without
from replyguard.cooldown.rest import Rest
from replyguard.cooldown.rewrite import addressed
from replyguard.cooldown.sayings import sayings, unturned
from replyguard.cooldown.tagger import wording
from replyguard.cooldown.together import revised
from replyguard.domain.overlap import overlap, within
from replyguard.domain.review import Category, Finding, Part
from replyguard.languages.text import Span, fold

# Of the sentences that stand for any fault of a category one is enough, and of wordings of rules.
_SET_SENTENCES, _WORDINGS = 1, 1
# A greeting and a name, and no reply; with fewer of its own words left, a reply of set sentences alone.
_FEWEST_WORDS, _FEWEST_OWN = 5, 3
_SIGNED = 4
_WORD, _STOP = re.compile(r"\w+"), re.compile(r"[.!?…](?=\s|$)")
# Any of them makes an answer; to name the problem makes none.
_ANSWERS = frozenset(Part) - {Part.ACKNOWLEDGEMENT}


class Choice:
    """The choice for one text. banned: rewrites, in small letters, that may not be offered again."""

    def __init__(self, text: str, context: Context, banned: frozenset[str]) -> None:
        self._text, self._folded, self._context, self._banned = text, fold(text), context, banned
        self._sayings, self._stops = sayings(context.pack.code), bool(_STOP.search(text))
        self._chosen: dict[Span, str] = {}
        self._own: dict[Span, str] = {}
        self._spoken: set[Span] = set()

    def of(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """`findings`, each with a rewrite; those of a model and notes stay as they are."""
        weighty = [one for one in findings if answerable(one)]
        self._reaches = Reaches(self._folded, weighty, self._context)
        wides = [self._reaches.of(one).span for one in weighty]
        self._rest = Rest(self._text, [self._folded.back(one.start, one.end) for one in wides], self._context)
        self._wordings = [one.rewrite for one in findings if one.rewrite and self._offers(one)]
        self._leading = self._leaders(findings)
        settled = [one if stays(one) else self._settled(one) for one in findings]
        yield from self._filled([self._united(one, settled) for one in settled])

    def _filled(self, settled: Sequence[Finding]) -> Sequence[Finding]:
        """`settled`, with a holding sentence in place of the first where next to nothing would be left."""
        weighty = [one for one in settled if answerable(one)]
        if not weighty or not self._bare(weighty):
            return self._answering(settled)
        kinds = [one.category for one in sorted(weighty, key=rank) if any(self._wordings_of(one.category, one.quote))]
        first = self._held(min((one for one in weighty if not stays(one)), key=place, default=weighty[0]), kinds)
        return [self._beside(one, first) if one in weighty else one for one in settled]

    def _answering(self, settled: Sequence[Finding]) -> Sequence[Finding]:
        """`settled`, with one sentence of its category for the first where the rest would answer nothing."""
        mine = [one for one in settled if not stays(one)]
        whole = [one for one in mine if self._whole(one, self._reaches.sentence(one))]
        if not whole or any(one.rewrite for one in mine) or not self._mute(settled):
            return settled
        # What fits any complaint begins a reply or ends it.
        first = min(whole, key=lambda one: (self._amid(one), *place(one)))
        if self._rest.stands and self._amid(first):
            return settled
        sentence = self._reaches.sentence(first)
        category = self._leading.get(sentence, first.category)
        choices = turned(self._wordings_of(category, first.quote), self._context.complaint)
        first = self._put(first, sentence, self._closed(next(self._fitting(choices), ""), sentence))
        return [_over(one, first) if one in mine and overlap(one, first) else one for one in settled]

    def _amid(self, finding: Finding) -> bool:
        return self._rest.amid(Span(finding.start, finding.end))

    def _mute(self, settled: Sequence[Finding]) -> bool:
        """True where what is left does nothing that a reply is for, but say what is known."""
        known = bool(self._context.complaint or self._context.facts)
        return known and not _ANSWERS.intersection(parts_found(revised(self._text, settled), self._context))

    def _bare(self, weighty: Sequence[Finding]) -> bool:
        """True where next to nothing would be left, or next to no word that the writer wrote."""
        words = Rest(revised(self._text, weighty), (), self._context).words
        if words < _FEWEST_WORDS:
            return True
        answered = [Span(one.start, one.end) for one in weighty if not stays(one)]
        if not answered or Rest(self._text, answered, self._context).words >= _FEWEST_OWN:
            return False
        said = {one.rewrite for one in weighty if one.rewrite and not stays(one)}
        return len(said) > 1 or (words < 2 * _FEWEST_WORDS and not self._sorry(said))

    def _sorry(self, said: Iterable[str]) -> bool:
        return bool(parts_found("\n".join(said), self._context, (Part.APOLOGY,)))

    def _beside(self, finding: Finding, first: Finding) -> Finding:
        """`finding` beside a holding sentence: part of it, or left out."""
        if overlap(finding, first):
            return _over(finding, first)
        if stays(finding):
            return finding
        return self._put(finding, self._reaches.sentence(finding), "")

    def _united(self, finding: Finding, settled: Sequence[Finding]) -> Finding:
        """`finding`, which leaves its words out, with what another says in their midst: the widest answer is taken."""
        if finding.rewrite or stays(finding):
            return finding
        inside = (one for one in settled if one.rewrite and not stays(one) and within(one, finding))
        said = next((one.rewrite for one in inside), None) or ""
        span = self._folded.forth(finding.start, finding.end)
        return self._put(finding, span, self._closed(said, span)) if said else finding

    def _leaders(self, findings: Sequence[Finding]) -> dict[Span, Category]:
        """By sentence, the category of its findings whose sentence is to stand there."""
        leaders: dict[Span, Finding] = {}
        for finding in filter(answerable, findings):
            span = self._reaches.sentence(finding)
            leaders[span] = min(leaders.get(span, finding), finding, key=rank)
        return {span: finding.category for span, finding in leaders.items()}

    def _settled(self, finding: Finding) -> Finding:
        own = finding.rewrite
        marked = self._folded.forth(finding.start, finding.end)
        sentence = self._reaches.sentence(finding)
        if self._signs(sentence):
            return self._put(finding, sentence, "")
        wide = self._reaches.of(finding)
        if wide.unit != "words" and self._rest.stands and not self._lacks(sentence, wide):
            gone = self._reaches.with_scraps(wide.span) if wide.unit == "sentence" else wide.span
            return self._put(finding, gone, "")
        if self._may(finding, wide):
            own = self._sayings.spoken(own or "", self._rest.text)
            joined = self._joined(finding.model_copy(update={"rewrite": own}), own, sentence, marked)
            if joined.rewrite:
                self._spoken.add(sentence)
            return joined
        if not own and not self._reaches.empties(sentence) and not self._lacks(sentence, wide):
            if own == "" and self._reads_without(finding, sentence, marked):
                return finding
            if wide.unit == "clause":
                return self._put(finding, wide.span, "")
        return self._put(finding, self._reaches.with_scraps(sentence), self._sentence(finding, sentence))

    def _may(self, finding: Finding, wide: Reach) -> bool:
        """True where a rule's own wording may be said: it answers what leads its sentence, and is not one too many."""
        own, sentence = finding.rewrite or "", self._reaches.sentence(finding)
        if not self._offers(finding) or (not self._sayings.is_clause(own) and self._whole(finding, sentence)):
            return False
        if wide.unit != "sentence":
            return True
        leads = self._leading.get(sentence) is finding.category
        if leads and finding.category is Category.NON_APOLOGY:
            return self._sorry([own])
        said = len(self._spoken) + sum(map(bool, self._chosen.values()))
        # What the sentence did well is said again in words that do it.
        return leads and not self._lacks(sentence, wide) and (sentence in self._spoken or said < _WORDINGS)

    def _offers(self, finding: Finding) -> bool:
        """True where a rule's own wording may be offered at all."""
        own = (finding.rewrite or "").casefold()
        return bool(own) and not any(own in one for one in self._banned) and not only_tagged(finding)

    def _whole(self, finding: Finding, sentence: Span) -> bool:
        """True where next to nothing of `sentence` stands beside the words of `finding`."""
        said = self._folded.back(sentence.start, sentence.end).of(self._text)
        return len(_WORD.findall(said)) - len(_WORD.findall(finding.quote)) <= FEW

    def _lacks(self, sentence: Span, wide: Reach) -> Part | None:
        """The part of a good reply that would be gone with the words of `wide`, and that the rest has not."""
        category, words = self._leading.get(sentence), self._folded.back(wide.span.start, wide.span.end).of(self._text)
        if category is Category.PRIVACY and not any(self._wordings_of(category, words)):
            # What was told, and not asked for, is asked for nowhere.
            category = None
        return self._rest.lost(words, category)

    def _wordings_of(self, category: Category, words: str) -> Sequence[str]:
        return wording(self._context.pack.code).of(category, words).rewrites

    def _joined(self, finding: Finding, own: str, sentence: Span, marked: Span) -> Finding:
        """A rule's own wording, so that it neither trails, nor hangs on by a comma, nor stands twice in a sentence."""
        if not self._sayings.is_clause(own):
            return finding
        text = self._folded.text
        lead, rest = self._reaches.before(sentence, marked), text[marked.end : sentence.end]
        if trails(rest):
            rest = ""
            if not lead:
                return self._instead(finding, sentence, own)
        if not lead and self._sayings.opens(unturned(rest.lstrip(" ,;"))) and self._sayings.adds(rest):
            # What turned against the fault turns against nothing now.
            return self._put(finding, marked, "")
        if sentence in self._own:
            return self._instead(finding, sentence, self._own[sentence])
        self._own[sentence] = own
        beside = f"{lead} {rest}"
        if parts(lead, rest, self._context) or (many(beside) and not worth(beside, self._context)):
            return self._instead(finding, sentence, own)
        if many(lead) and not leads(lead, self._context):
            wide = self._reaches.of(finding)
            if wide.unit == "clause" and not self._lacks(sentence, wide):
                return self._put(finding, wide.span, "")
            return finding.model_copy(update={"rewrite": f"{self._sayings.joint} {own}"})
        return finding

    def _instead(self, finding: Finding, sentence: Span, own: str) -> Finding:
        """`own` for all of `sentence`; nothing, where the rest says enough."""
        lacks = self._lacks(sentence, Reach(sentence, "sentence"))
        said = self._closed(own, sentence) if lacks or not self._rest.stands else ""
        return self._put(finding, sentence, said)

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
        if span not in self._chosen:
            choices = self._sentences(finding, span)
            self._chosen[span] = self._closed(next(self._fitting(choices, finding.rewrite), ""), span)
        return self._chosen[span]

    def _sentences(self, finding: Finding, span: Span) -> Sequence[str]:
        """What may stand for a whole sentence: what it did well, or what answers its fault, or nothing."""
        category = self._leading.get(span, finding.category)
        lacks = self._lacks(span, Reach(span, "sentence"))
        if lacks and category not in FIRST[:2]:
            return turned(self._sayings.restoring.get(lacks, ()), self._context.complaint)
        full = sum(map(bool, self._chosen.values())) + len(self._spoken) >= _SET_SENTENCES
        if not lacks and (full or self._rest.stands):
            return ()
        # What is asked for stands beside the words that ask.
        words = (
            self._folded.back(span.start, span.end).of(self._text) if category is Category.PRIVACY else finding.quote
        )
        return turned(self._wordings_of(category, words), self._context.complaint)

    def _fitting(self, sentences: Sequence[str], own: str | None = None) -> Iterator[str]:
        """Those of `sentences` that say nothing said beside them; `own` is said nowhere, one of them stands for it."""
        said = [self._rest.text, *self._chosen.values(), *(one for one in self._wordings if one != own)]
        for sentence in filter(None, sentences):
            # Who wrote "our" in a fault alone writes as one person.
            spoken = addressed(self._sayings.spoken(sentence, self._rest.text), self._text, self._context.pack)
            if any(_alike(spoken, one) or self._sayings.twice(spoken, one) for one in said):
                continue
            if not any(spoken.casefold() in one for one in self._banned):
                yield spoken

    def _closed(self, sentence: str, span: Span) -> str:
        last = not self._folded.text[span.end :].strip()
        if not sentence or sentence[-1] in ".!?" or (last and not self._stops):
            return sentence
        return sentence + "."

    def _held(self, finding: Finding, kinds: Sequence[Category]) -> Finding:
        """`finding` with a holding sentence; with one that apologises where the reply did, however badly."""
        span = self._reaches.sentence(finding)
        sorry = Category.NON_APOLOGY in kinds or self._sorry([self._text])
        said = holding(self._text, [Category.NON_APOLOGY, *kinds] if sorry else kinds, self._context)
        held = [self._sayings.spoken(one, self._rest.text) for one in said]
        if sorry:
            held.sort(key=lambda one: not self._sorry([one]))
        new = [one for one in held if not self._sayings.twice(one, self._rest.text)] or held
        fresh = (one for one in new if not any(one.casefold() in no for no in self._banned))
        return self._put(finding, span, self._closed(next(fresh, new[0]), span))

    def _put(self, finding: Finding, span: Span, rewrite: str) -> Finding:
        wide = self._folded.back(span.start, span.end)
        return _answered(finding, wide, wide.of(self._text), rewrite)


def _alike(sentence: str, said: str) -> bool:
    one, other = sentence.casefold(), said.casefold().rstrip(".")
    return one in other or (bool(other.strip()) and other in one)


def _over(finding: Finding, other: Finding) -> Finding:
    return _answered(finding, Span(other.start, other.end), other.quote, other.rewrite)


def _answered(finding: Finding, span: Span, quote: str, rewrite: str | None) -> Finding:
    return finding.model_copy(update={"start": span.start, "end": span.end, "quote": quote, "rewrite": rewrite})
