"""What a model's draft lacks to be the reply, however calm it reads."""

from __future__ import annotations

from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.reader import Context
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.review import Part
from replyguard.domain.triage import Cause
from replyguard.revising.honesty import names_a_gift

MUTE = "The model's draft says too little to be a reply to this complaint. Try again, or go on with --offline."
GIVEN = (
    "The model's draft speaks of a refund or a discount that nobody has mentioned. "
    "Add it to the facts if it is so, or go on with --offline."
)
# Of the parts of a good reply. People may be terse; a model that was asked for all of them and brings one rambles.
_FEWEST_PARTS = 2


def wanting(draft: Draft, context: Context, cause: Cause) -> str:
    """Why a model's `draft` cannot be the reply, for the user; "" where it can. A troll is owed less."""
    if draft.engine is not Engine.MODEL:
        return ""
    if names_a_gift(draft.text, context):
        return GIVEN
    # Where to go on in private counts as help: it is not two things.
    parts = {*parts_found(draft.text, context)} - {Part.OFFLINE_CHANNEL}
    return MUTE if len(parts) < _FEWEST_PARTS and cause is not Cause.TROLL else ""
