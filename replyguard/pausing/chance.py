"""How likely a count is by chance alone, where the usual one is known."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

_ENOUGH = 1e-12  # of the sum so far: what is left is smaller than any line that is drawn


def chance_of(count: int, mean: float, spread: float) -> float:
    """The probability of `count` or more where `mean`, above 0, is usual: 0 to 1.

    spread: variance beyond that of pure chance, as a share of the mean squared: 0.04 is a standard deviation of 20 %.
            The count is then negative binomial: Poisson, its mean itself uncertain by that much.
    """
    if count <= mean or count == 0:
        return 1.0
    size = 1 / spread
    term = exp(
        lgamma(count + size) - lgamma(size) - lgamma(count + 1)
        - size * log1p(mean * spread) + count * (log(mean) - log(mean + size))
    )  # fmt: skip
    total, at, share = 0.0, count, mean / (mean + size)
    # Beyond the mean each term is smaller than the one before, so that the sum ends.
    while term > total * _ENOUGH:
        total += term
        term *= (at + size) / (at + 1) * share
        at += 1
    return min(total, 1.0)
