"""One text, all its readers, one verdict. It fails closed: what a required reader did not read is `unreviewed`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Sequence

from replyguard.cooldown.calming import calmed
from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.hearing import believable, unnamed
from replyguard.cooldown.merge import merge, told_once
from replyguard.cooldown.network import foresee, network
from replyguard.cooldown.notes import NotesReader
from replyguard.cooldown.parts import missing_parts
from replyguard.cooldown.private import PrivacyReader
from replyguard.cooldown.reader import Context, Reader
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.settling import settled
from replyguard.cooldown.tagger import TaggerReader
from replyguard.cooldown.verdict import verdict
from replyguard.domain.review import Finding, Review, Verdict
from replyguard.errors import InputError, ModelError

LONGEST_REPLY = 20_000
_HALF = re.compile("[\ud800-\udfff]")


def offline_readers() -> tuple[Reader, ...]:
    """The readers that need no network, in the order they are asked."""
    return RuleReader(), TaggerReader(), ClaimsReader(), PrivacyReader(), NotesReader()


class Reviewer:
    """Reads a text with all its readers: the offline ones always, a model where one is given.

    require_model: a text that the model did not read is `unreviewed`, whatever the others say.
    only:          names of offline readers, to measure some of them apart; a review by some is none to post by.
    """

    def __init__(self, model: Reader | None = None, *, require_model: bool = False, only: Collection[str] = ()) -> None:
        self._offline = tuple(reader for reader in offline_readers() if not only or reader.name in only)
        self._words = tuple(reader for reader in self._offline if not isinstance(reader, NotesReader))
        self._tagged = any(isinstance(reader, TaggerReader) for reader in self._offline)
        self._model, self._require_model = model, require_model

    async def review(self, text: str, context: Context, *, skip_model: str = "") -> Review:
        """The review of `text`. `skip_model`: why the model is not asked this time (it has just failed, say)."""
        check_reply(text)
        problem = skip_model if self._model is not None else ""
        asked = None if self._model is None or skip_model else asyncio.create_task(_ask(self._model, text, context))
        try:
            if asked is not None and self._tagged:
                # Meanwhile the question to the model leaves, and other replies go on.
                await foresee(text, context.complaint, context.facts)
            found = [finding for reader in self._offline for finding in await reader.read(text, context)]
            if asked is not None:
                theirs, problem = await asked
                found.extend(theirs)
        finally:
            if asked is not None:
                asked.cancel()
        merged = merge(found)
        believed = self._believed(merged, text, context)
        named = tuple(settled(believed, self._trusted))
        if self._tagged:
            named = (*named, *unnamed(named, text, context))
        kept = set(map(id, believed))
        doubted = [one for one in merged if id(one) not in kept]
        findings = told_once(await calmed(named, text, context, self._words, doubted))
        return self._summed(findings, text, context, problem, model_read=asked is not None and not problem)

    def _trusted(self, rule: str) -> float:
        return network().card.trusted(rule) if self._tagged else 1.0

    def _believed(self, findings: tuple[Finding, ...], text: str, context: Context) -> tuple[Finding, ...]:
        if not self._tagged:
            return findings
        return tuple(believable(findings, text, context))

    def _summed(
        self, findings: tuple[Finding, ...], text: str, context: Context, problem: str, *, model_read: bool
    ) -> Review:
        weighty = tuple(finding for finding in findings if finding.weighs)
        unread = self._require_model and not model_read
        problems = [problem] if problem else []
        if unread and not problem:
            problems.append("A model must read every reply here, and none is configured.")
        readers = [*(reader.name for reader in self._offline), "parts"]
        if model_read and self._model is not None:
            readers.append(self._model.name)
        return Review(
            verdict=Verdict.UNREVIEWED if unread else verdict(weighty),
            findings=weighty,
            notes=tuple(finding for finding in findings if not finding.weighs),
            missing=missing_parts(text, context),
            checked_by=tuple(readers),
            language=context.pack.code,
            problems=tuple(problems),
        )


def check_reply(text: str) -> None:
    """An `InputError` where `text` cannot be a reply: blank, or longer than 20,000 characters."""
    if not text.strip():
        raise InputError("reply", "is blank; write or paste the reply to be read")
    if _HALF.search(text):
        raise InputError("reply", "holds half a character (a lone surrogate); save it as UTF-8 and try again")
    if len(text) > LONGEST_REPLY:
        raise InputError("reply", f"has {len(text):,} characters; {LONGEST_REPLY:,} are the most that is read")


async def _ask(model: Reader, text: str, context: Context) -> tuple[Sequence[Finding], str]:
    try:
        return await model.read(text, context), ""
    except ModelError as error:
        return (), error.advice
