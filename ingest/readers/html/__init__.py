"""Web pages: which element holds the text, and one writer for what is in it."""
