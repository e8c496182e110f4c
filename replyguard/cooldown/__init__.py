"""The second, colder reader: text → Review."""
