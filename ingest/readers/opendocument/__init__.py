"""OpenDocument files: styles, words, tables and the body that they make."""
