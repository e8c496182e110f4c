"""Tools that run in Node: `package.json` pins them, `read.mjs` asks them, `tools.py` brings them here."""
