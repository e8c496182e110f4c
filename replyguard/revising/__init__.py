"""Review → the next draft."""
