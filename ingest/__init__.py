"""From files and feeds to documents, passages and mentions."""
