"""The second look at passages that were found: whole documents, subword by subword."""
