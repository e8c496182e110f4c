"""ReplyGuard: honest drafts for public complaints, and a second, colder reader before a human approves.

The public names are loaded when they are first used, so that `import replyguard` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from replyguard.approval.approving import approve
    from replyguard.approval.gate import may_post
    from replyguard.brand import Brand
    from replyguard.cases.store import Cases
    from replyguard.domain.case import Person, Role
    from replyguard.domain.complaint import Complaint
    from replyguard.domain.reply import ReviewedReply
    from replyguard.domain.review import Finding, Review
    from replyguard.domain.triage import Triage
    from replyguard.errors import ReplyGuardError
    from replyguard.guard import ReplyGuard
    from replyguard.policy import Policy
    from replyguard.settings import Settings

__all__ = [
    "Brand",
    "Cases",
    "Complaint",
    "Finding",
    "Person",
    "Policy",
    "ReplyGuard",
    "ReplyGuardError",
    "Review",
    "ReviewedReply",
    "Role",
    "Settings",
    "Triage",
    "approve",
    "may_post",
]

_HOMES = {
    "Brand": "brand",
    "Cases": "cases.store",
    "Complaint": "domain.complaint",
    "Finding": "domain.review",
    "Person": "domain.case",
    "Policy": "policy",
    "ReplyGuard": "guard",
    "ReplyGuardError": "errors",
    "Review": "domain.review",
    "ReviewedReply": "domain.reply",
    "Role": "domain.case",
    "Settings": "settings",
    "Triage": "domain.triage",
    "approve": "approval.approving",
    "may_post": "approval.gate",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'replyguard' has no attribute '{name}'")
    value = getattr(import_module(f"replyguard.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
