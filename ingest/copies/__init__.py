"""Which documents are copies of one work: pure functions over what is known of each."""
