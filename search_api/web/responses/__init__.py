"""What clients get: JSON shapes, French words, versions, files."""
