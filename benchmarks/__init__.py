"""How fast and how good the review is, beside what people would otherwise use: `make bench`, or `python -m benchmarks`.

Every number in docs/performance.md is printed here. Nothing is downloaded but what `pyproject.toml` (extra `bench`) and
`node/package.json` pin.
"""
