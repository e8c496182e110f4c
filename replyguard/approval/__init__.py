"""May this text be posted? Approvals, the second reader, the cooling off and the gate: pure functions, no database."""
