"""Read PDF files: engines, the order between them, and the layout of their pages.

``engine_chain`` asks the engines in turn; ``pdfium`` and ``pypdf_structure`` are the
engines, ``scanned_pages`` recognises pages that are only an image, ``text_quality``
compares readings.
"""
