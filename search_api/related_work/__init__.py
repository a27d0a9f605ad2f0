"""What the corpus already says on a draft, paragraph by paragraph, and why."""
