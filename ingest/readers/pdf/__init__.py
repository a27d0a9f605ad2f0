"""Read PDF files: engines, the order between them, and the layout of their pages.

``chain`` asks the engines in turn; ``pdfium`` and ``pypdf_structure`` are the engines,
``scans`` recognises pages that are only an image, ``quality`` compares readings.
"""
