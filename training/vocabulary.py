"""The tokenizer: the base's pieces, cut to those that Indonesian, Malay and English need.

What is cut falls back to smaller pieces, at last to single characters. The words come from `wordfreq`'s lists, so the
cut depends on the languages and not on the labelled replies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from training.base import Base

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_WORDS = {"id": 40_000, "ms": 30_000, "en": 40_000}
_MARKS = "\u2018\u2019\u201c\u201d\u2026\u2013\u2014\u20ac\u00a3"
# Invisible characters carry nothing but attacks; runs of one mark say no more than three of it.
_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]"


def tokenizer(pieces: Iterable[tuple[str, float]]) -> Tokenizer:
    """A tokenizer of these pieces (with their log probabilities); the special ones come first."""
    made = Tokenizer(Unigram([(piece, score) for piece, score in pieces], unk_id=SPECIAL.index("<unk>")))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_INVISIBLE), ""),
            normalizers.NFKC(),
            *(normalizers.Replace(Regex(f"[{mark}]{{4,}}"), mark * 3) for mark in "!?.*=_~"),
            normalizers.Replace(Regex(r"\s+"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return made


def chosen(base: Base) -> tuple[int, ...]:
    """The rows of the base that are kept: the special ones, then in the base's order."""
    whole = tokenizer(zip(base.pieces, map(float, base.scores), strict=True))
    kept = set(range(len(SPECIAL)))
    for word in _words():
        for form in (word, word.capitalize(), word.upper()):
            kept.update(whole.encode(form, add_special_tokens=False).ids)
    kept.update(row for row, piece in enumerate(base.pieces) if _plain(piece))
    return tuple(sorted(kept))


def _words() -> Iterator[str]:
    import wordfreq

    for language, count in _WORDS.items():
        yield from wordfreq.top_n_list(language, count)


def _plain(piece: str) -> bool:
    # Every character of these scripts, every sign, and every short run of letters, so that any word can be spelled.
    bare = piece.replace("\u2581", "")
    if len(bare) <= 1:
        return not bare or ord(bare) < 0x250 or 0x2000 <= ord(bare) < 0x2C00 or ord(bare) >= 0x1F000 or bare in _MARKS
    return bare.isascii() and len(bare) <= 3


def cut(base: Base, rows: tuple[int, ...]) -> str:
    """The tokenizer of just these rows, as the JSON that `tokenizers` reads."""
    made = tokenizer((base.pieces[row], float(base.scores[row])) for row in rows)
    return json.dumps(json.loads(made.to_str()), ensure_ascii=False, separators=(",", ":"))
