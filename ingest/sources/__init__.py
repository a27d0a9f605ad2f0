"""Finds files and says what each one is, by its content."""
