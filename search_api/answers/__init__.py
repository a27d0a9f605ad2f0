"""Answers in words and JSON, the same for the web service and the command line."""
