"""One file of API routes per subject."""
