"""Text to text, without any format: characters, lines, languages, passages."""
