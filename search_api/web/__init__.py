"""The web API and the pages over it; the only place that knows FastAPI."""
