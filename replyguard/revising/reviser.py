"""The reviser with a model behind it, and code behind the model: what it adds is not taken."""

from __future__ import annotations

from replyguard.cooldown.reader import Context
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.review import Finding, Review
from replyguard.languages.channels import channel
from replyguard.models import fitness, prompts, streaming
from replyguard.models.answers import ReviseAnswer
from replyguard.models.door import Door
from replyguard.models.masking import Mask
from replyguard.models.prompts import Messages
from replyguard.revising.honesty import adds


class ModelReviser:
    """Revises with a model, the findings in hand."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def revise(self, draft: Draft, review: Review, context: Context) -> Draft | None:
        """The next draft; None where it would add what nobody confirmed, lose what nobody flagged, or change nothing.

        Raises a `ModelError` where the model gave no answer that can be used.
        """
        messages, mask = question(draft, review, context)
        answered = await streaming.ask(self._door, messages, ReviseAnswer, mask)
        text = mask.restored(answered.answer.reply)
        # Data that a finding quotes may go; a number to call that nobody flagged may not get lost.
        flagged = " \n ".join(finding.quote for finding in review.findings)
        lost = mask.lost(answered.answer.reply, draft.text) - mask.lost("", flagged)
        # What the draft said already may stay, whoever wrote it; the review reads it again.
        ground = (*context.facts, draft.text)
        fit = fitness.fits(text, context.pack.code, facts=ground, brand=context.brand, orders=messages.orders)
        if not fit or lost or text == draft.text or await adds(text, draft.text, context):
            return None
        return draft.model_copy(update={"text": text, "engine": Engine.MODEL, "prompt": prompts.load("revise").label})


def question(draft: Draft, review: Review, context: Context) -> tuple[Messages, Mask]:
    """What the model is asked for a revision, and the mask that its answer is read through."""
    mask = Mask(context.brand, names=[context.customer])
    mask.heard((context.complaint, *context.facts, draft.text))
    trusted = {"language": context.pack.language.name, "limit": str(channel(context.channel).limit)}
    untrusted: dict[str, prompts.Untrusted] = {
        "complaint": mask.text(context.complaint),
        "facts": mask.texts(context.facts),
        "brand": mask.supporting(context.pack.code),
        "findings": [_told(finding, mask) for finding in review.findings],
        "reply": mask.text(draft.text),
    }
    return prompts.load("revise").render(trusted, untrusted), mask


def _told(finding: Finding, mask: Mask) -> dict[str, str]:
    told = {
        "category": finding.category.value,
        "quote": mask.text(finding.quote),
        "reason": mask.text(finding.reason),
    }
    return told if finding.rewrite is None else {**told, "rewrite": mask.text(finding.rewrite)}
