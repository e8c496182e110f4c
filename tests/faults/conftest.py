"""The databases of `tests/cases`."""

from tests.cases.conftest import postgres, url

__all__ = ["postgres", "url"]
