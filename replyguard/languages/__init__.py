"""A language is a folder of data; this is the code that reads it."""
