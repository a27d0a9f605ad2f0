"""The French pages, rendered on the server from the same answers as the API."""
