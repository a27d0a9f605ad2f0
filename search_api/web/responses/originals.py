"""Sends stored files: byte for byte, resumable, and harmless in a browser.

The files were written by strangers. Only PDF and plain text open in the browser; all
else is a download, in a sandbox without scripts, so that a stored HTML page can never
speak in our name.
"""

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ontology.model import DocumentSummary
from search_api.answers import links
from search_api.web.responses.caching import matches

__all__ = ["original_response"]

_INLINE = frozenset({"application/pdf", "text/plain"})
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
_SANDBOX = "sandbox; default-src 'none'"
# Chromium shows a PDF through a plug-in document that ``default-src 'none'`` blocks.
_PDF_POLICY = "frame-ancestors 'self'"


def original_response(
    request: Request, summary: DocumentSummary, path: Path
) -> Response:
    """Return the file, a part of it (``Range``) or a 304."""
    tag = f'"{summary.sha256}"'
    media_type = summary.media_type.lower()
    if not _MEDIA_TYPE.fullmatch(media_type):
        media_type = "application/octet-stream"
    is_pdf = media_type == "application/pdf"
    headers = {
        "ETag": tag,
        "Cache-Control": "public, no-cache",
        "Content-Security-Policy": _PDF_POLICY if is_pdf else _SANDBOX,
        # So that who finds the file alone finds what it is (Signposting).
        "Link": f'<{links.document_page(summary.identifier)}>; rel="collection"',
    }
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    name = f"{summary.identifier}{_EXTENSIONS.get(media_type, '')}"
    disposition = "inline" if media_type in _INLINE else "attachment"
    return FileResponse(
        path,
        media_type=media_type,
        headers=headers,
        filename=name,
        content_disposition_type=disposition,
    )
