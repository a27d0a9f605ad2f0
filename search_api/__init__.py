"""Search, related work, the web API and its pages."""
