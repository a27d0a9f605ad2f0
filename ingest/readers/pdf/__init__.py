"""Read PDF files: engines, the order between them, and the pages they print.

``engine_chain`` asks the engines in turn; ``pdfium`` and ``pypdf_structure`` are the
engines, ``scanned_pages`` recognises pages that are only an image, ``text_quality``
judges readings; ``printed_page`` puts one page in order, ``final_pages`` writes them.
"""
