"""Bring in what is published on the web: mirror first, then read like any folder.

    source_kinds     what an address is; discovery, sitemaps: ways to follow a site
        ▼
    fetcher ─▶ feeds | oai_pmh | sitemaps | address lists ─▶ mirror ─▶ Pipeline
                                                               ▲
                   linked_files: what mirrored pages link to ──┘

Everything from outside is hostile until checked: only public addresses are spoken to,
bytes and seconds are counted while they pass, XML with a DOCTYPE is not parsed.
"""
