"""The line through runs of letters and words: which fault labelled words carry, by logistic regression."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from replyguard.cooldown.network import CATEGORIES
from replyguard.cooldown.phrasing import FILE, PLACES, places
from training.examples import Example

# The rules' examples are many, short and alike: each counts half.
_RULE = 0.5
_SOFT = 3.0


def write(folder: Path, train: Sequence[Example], rules: Sequence[Example]) -> None:
    """Learn from the labelled words of `train` and of the rules' examples; write `phrasing.npz` into `folder`."""
    words = [*_labelled(train, 1.0), *_labelled(rules, _RULE)]
    counts = _counts([text for text, _, _ in words])
    seen = np.asarray(counts.sum(axis=0)).ravel()
    idf = np.log((1 + counts.shape[0]) / (1 + seen)) + 1
    rows = normalize(counts @ diags(idf))
    model = LogisticRegression(C=_SOFT, max_iter=400)
    model.fit(rows, [number for _, number, _ in words], sample_weight=[weight for _, _, weight in words])
    weights = np.zeros((PLACES, len(CATEGORIES)))
    shift = np.full(len(CATEGORIES), model.intercept_.min())
    weights[:, model.classes_], shift[model.classes_] = model.coef_.T, model.intercept_
    scale = np.abs(weights).max(axis=0).clip(1e-6) / 127
    small = np.round(weights / scale).astype("i1")
    np.savez_compressed(
        folder / FILE, idf=idf.astype("f2"), weights=small, scale=scale.astype("f4"), shift=shift.astype("f4")
    )


def _labelled(found: Sequence[Example], weight: float) -> Iterator[tuple[str, int, float]]:
    for one in found:
        for start, end, number in one.spans:
            yield one.reply[start:end], number, weight


def _counts(texts: Sequence[str]) -> csr_matrix:
    columns = [places(text) for text in texts]
    ends = np.cumsum([0, *map(len, columns)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(columns), ends), shape=(len(texts), PLACES))
