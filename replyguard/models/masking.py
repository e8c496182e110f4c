"""What leaves for a provider is masked; what comes back is restored, or refused where a mark was made up."""

from __future__ import annotations

from collections.abc import Iterable

from replyguard.brand import Brand
from replyguard.errors import AnswerUnusable
from replyguard.privacy import Vault

MADE_UP = "The model's answer named personal data that nobody gave it. Try again, or go on with --offline."


class Mask:
    """The personal data of one question to a model: out of what is asked, back into what is answered."""

    def __init__(self, brand: Brand, *, names: Iterable[str] = ()) -> None:
        self._brand = brand
        # What the business says of itself in public stays readable; a customer's name does not.
        ways = (*brand.private_channel.values(), *brand.sign_off.values(), brand.name)
        self._vault = Vault((*brand.contacts, *filter(None, ways)), names)

    def text(self, text: str) -> str:
        """`text` with marks in the place of personal data."""
        return self._vault.mask(text)

    def texts(self, texts: Iterable[str]) -> list[str]:
        """Each of `texts`, masked; the same data gets the same mark in all."""
        return [self._vault.mask(text) for text in texts]

    def heard(self, texts: Iterable[str]) -> None:
        """What one of `texts` tells to be personal is hidden from now on in all, whichever comes first."""
        self.texts(texts)

    def supporting(self, code: str) -> list[str]:
        """What a reply may take from the brand, in language `code` where that matters."""
        brand = self._brand
        own = (brand.name, brand.sign_off.get(code, ""), brand.private_channel.get(code, ""), *brand.contacts)
        return self.texts(filter(None, (*own, *brand.support)))

    def restored(self, answer: str) -> str:
        """`answer` with the data in the place of its marks; `AnswerUnusable` where it has a mark that nobody gave."""
        if self._vault.strangers(answer):
            raise AnswerUnusable(MADE_UP, retryable=True)
        return self._vault.restore(answer).strip()

    def lost(self, answer: str, text: str) -> frozenset[str]:
        """The marks that `text` has when it is masked, and `answer`, not yet restored, has not."""
        masked = self._vault.mask(text)
        return frozenset(mark for mark in self._vault.lost(answer) if mark in masked)

    def whole(self, answer: str | None) -> str | None:
        """As `restored`, but None where it cannot be restored."""
        if answer is None or self._vault.strangers(answer):
            return None
        return self._vault.restore(answer)

    def shown(self, answer: str) -> str:
        """`answer` for a person to read: what marks it has are restored, others stay as they are."""
        return self._vault.restore(answer)
