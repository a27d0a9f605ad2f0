"""Citations: one neutral model of a work, and every form in which it is taken away.

    Citable ──csl_item()──▶ CSL-JSON ──citeproc──▶ references as text and HTML
       ├── BibTeX, BibLaTeX, RIS        files for reference managers
       ├── COinS, citation_*, DC        what pages carry for Zotero and harvesters
       ├── Schema.org                   what search engines read
       ├── CitedList                    several of them, with what was asked and when
       └── paste_blocks                 some of them, with quotations, for a post

``citable_of`` alone knows how a document of ours becomes a ``Citable``. Nothing here
knows the web framework.
"""
