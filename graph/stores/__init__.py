"""Where statements are kept: one file per kind of store."""
