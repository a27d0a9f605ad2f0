"""What a document says of itself: every value with where it stood."""
