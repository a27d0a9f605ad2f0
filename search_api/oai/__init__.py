"""The OAI-PMH provider: the corpus for those who harvest catalogues."""
