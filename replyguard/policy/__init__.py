"""The comment policy: what a comment may not do, what follows, and where a comment does it.

Criticism breaks no rule, however angry. What a breach leads to is proposed here; a person decides.
"""

from replyguard.policy.finding import breaches
from replyguard.policy.proposing import Proposal, propose
from replyguard.policy.rules import Breach, Policy, Rule, Term, load_policy

__all__ = ["Breach", "Policy", "Proposal", "Rule", "Term", "breaches", "load_policy", "propose"]
