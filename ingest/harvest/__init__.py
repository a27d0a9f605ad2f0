"""Bring in what is published on the web: mirror first, then read like any folder.

    addresses ─▶ fetching ─▶ feeds | oai_pmh | address lists ─▶ mirror ─▶ Pipeline

Everything from outside is hostile until checked: only public addresses are spoken to,
bytes and seconds are counted while they pass, XML with a DOCTYPE is not parsed.
"""
