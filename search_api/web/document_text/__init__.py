"""The text of a document as HTML: tables, lists and notes from its blocks."""
