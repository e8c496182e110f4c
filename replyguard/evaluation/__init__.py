"""How good the review is, measured on labelled replies: `labelled` reads them, `measuring` compares, `tables` shows."""

from replyguard.evaluation.measuring import measure
from replyguard.evaluation.tables import show

__all__ = ["measure", "show"]
