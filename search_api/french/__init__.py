"""French questions and texts: analysis, stop words, question syntax, highlights."""
