"""PowerPoint presentations: shapes of slides, and their order."""
