"""What a model wrote is fit to be a reply, or it is not taken: a model may obey whoever wrote the complaint.

The review judges the words. This looks for what no business writes: another language than the one asked for, the
words of the prompt, something hidden, a way to reach somebody that neither facts nor brand name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from replyguard.brand import Brand
from replyguard.domain.review import Category
from replyguard.domain.triage import Cause
from replyguard.errors import AnswerUnusable
from replyguard.languages.identify import identify, voted
from replyguard.languages.text import fold
from replyguard.models import prompts
from replyguard.models.answers import TOO_LARGE
from replyguard.privacy import digits_of, find

LANGUAGE = "The model answered in another language than the complaint's. Try again, or go on with --offline."
LEAKED = "The model repeated its instructions in place of a reply. Try again, or go on with --offline."
HIDDEN = (
    "The model's answer held what no reply holds: code, hidden or encoded text. Try again, or go on with --offline."
)
STRANGER = "The model's answer named a link or a contact that nobody confirmed. Try again, or go on with --offline."

_WORD = re.compile(r"[^\W_]+")
# So many words in a row are no coincidence; the prompt's own examples of good wording are shorter.
_RUN = 7
_LONGEST = 20_000  # characters; no review reads more
# Fewer words than these are of no language: 'Sorry.', 'Terima kasih, team.'
_SENTENCE = 4
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|(?<![\w.])@\w[\w.]+"
    r"|\b(?:[\w-]{1,63}\.){1,8}(?:com|co|id|net|org|io|me|link|app|shop|xyz|info|example|ly)\b(?:/\S*)?",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"[A-Za-z0-9+/=_-]{40,}|(?:[0-9a-fA-F]{2}[ :]){12,}|(?:[01]{8} ?){6,}|(?:\\u[0-9a-fA-F]{4}){4,}")
_CODE = re.compile(
    r"```|^\s*\[|</?[a-z][a-z0-9]*[ />]|\{\s*[\"']|<\|[a-z_]+\|>|\[/?INST\]"
    r"|^\s*(?:#{1,3} |(?:system|assistant|user|sistem):)|--- ?case ?---|\b(?:verdict|findings|putusan|temuan) ?:",
    re.IGNORECASE | re.MULTILINE,
)
# Names that only prompts have: `business_error`, `blame_shift`. A model that echoes its orders says them.
_LABEL = re.compile(
    rf"(?<![\w@/.])(?:{'|'.join(name for name in (*Cause, *Category) if '_' in name)})(?!\w)", re.IGNORECASE
)
_KEPT = frozenset("\u200d\ufe0f\n\r\t")  # the first two join emoji
_NAMES = frozenset({"name", "handle"})


def check_reply(text: str, code: str, *, facts: Iterable[str], brand: Brand, orders: str = "") -> None:
    """An `AnswerUnusable` where `text` is no reply in language `code` that rests on `facts` and `brand`.

    orders: what the model was told of this case in words of ours, which it is not to repeat either.
    """
    if len(text) > _LONGEST:
        raise AnswerUnusable(TOO_LARGE)
    if strays(text, code, brand.sign_off.get(code, "")):
        raise AnswerUnusable(LANGUAGE)
    if leaks(text, (*facts, *brand.support), orders=orders):
        raise AnswerUnusable(LEAKED)
    if hides(text):
        raise AnswerUnusable(HIDDEN)
    if next(strangers(text, facts, brand), None) is not None:
        raise AnswerUnusable(STRANGER)


def fits(text: str, code: str, *, facts: Iterable[str], brand: Brand, orders: str = "") -> bool:
    """True where `check_reply` has nothing against `text`."""
    try:
        check_reply(text, code, facts=tuple(facts), brand=brand, orders=orders)
    except AnswerUnusable:
        return False
    return True


def strays(text: str, code: str, sign_off: str = "") -> bool:
    """True where `text`, or a whole sentence of it, is not in language `code`: rules read one language at a time."""
    found, folded = identify(text), fold(text)
    if found.code != code and found.sure:
        return True
    sentences = [span.of(folded.text) for span in folded.sentences]
    told = [one for one in sentences if len(_WORD.findall(one)) >= _SENTENCE and one not in fold(sign_off).text]
    return any(voted(one) not in (None, code) for one in told)


def leaks(text: str, ground: Iterable[str] = (), *, orders: str = "") -> bool:
    """True where `text` has a name or a run of words of a prompt, in its order or backwards; `ground`: may be told.

    orders: words of a prompt that only this case has.
    """
    if _LABEL.search(text):
        return True
    told = _runs(" \n ".join(ground))
    mine = _runs(text) | _runs(text[::-1])
    return bool((mine & (_secret() | _runs(orders))) - told)


def hides(text: str) -> bool:
    """True where `text` holds code, a long encoded word, or characters that nobody sees."""
    unseen = (
        unicodedata.category(one) in ("Cf", "Cc", "Co") and one not in _KEPT and one not in "\n\r\t" for one in text
    )
    return any(unseen) or bool(_ENCODED.search(text) or _CODE.search(text))


def strangers(text: str, facts: Iterable[str], brand: Brand) -> Iterator[str]:
    """Links, handles and contacts in `text` that neither facts nor brand name. A complaint vouches for none."""
    own = (*facts, *brand.support, *brand.contacts, *brand.private_channel.values(), *brand.sign_off.values())
    known = fold("\n".join((*own, brand.name))).text.casefold()
    for match in _LINK.finditer(fold(text).text):
        if match[0].casefold().rstrip(".,;:!?)") not in known:
            yield match[0]
    digits = digits_of("".join(own))
    for one in find(text):
        mine = digits_of(one.quote)
        if one.kind not in _NAMES and not (mine in digits if mine else one.quote.casefold() in known):
            yield one.quote


@cache
def _secret() -> frozenset[tuple[str, ...]]:
    steps = [prompts.load(name) for name in ("draft", "review", "revise")]
    return frozenset().union(*(_runs(step.fixed) for step in steps))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(fold(text).text.casefold())
    return frozenset(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
