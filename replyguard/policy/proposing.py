"""What a breach would lead to: proposed from the ladder of its rule, for a person to decide."""

from __future__ import annotations

from replyguard.domain.base import Frozen
from replyguard.domain.breach import Consequence
from replyguard.domain.triage import Mark
from replyguard.policy.finding import breaches
from replyguard.policy.rules import Policy


class Proposal(Frozen):
    """Words that break a rule, and what the policy proposes.

    mark:        the words, half-open, in characters of the comment; `mark.what` is the rule.
    earlier:     how many comments of the same person broke the policy before.
    consequence: the step of the ladder; `days`: how long a block for a time lasts, else None.
    """

    mark: Mark
    earlier: int
    consequence: Consequence
    days: int | None = None


def propose(text: str, policy: Policy | None = None, *, earlier: int = 0) -> tuple[Proposal, ...]:
    """What the policy proposes for a comment, by place; nothing for one that breaks no rule, however angry it is."""
    policy = policy or Policy()
    return tuple(proposed(mark, policy, earlier=earlier) for mark in breaches(text, policy))


def proposed(mark: Mark, policy: Policy, *, earlier: int) -> Proposal:
    """The step for these words after `earlier` breaches; the last step of the ladder stays."""
    ladder = policy.ladder(mark.what)
    step = ladder[min(earlier, len(ladder) - 1)]
    days = policy.block_days if step is Consequence.BLOCK_FOR_A_TIME else None
    return Proposal(mark=mark, earlier=earlier, consequence=step, days=days)
