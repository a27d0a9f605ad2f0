"""E-mails (EML): the message, and each attachment as a document of its own.

    message ─▶ part-1: subject, sender's name, date, body (text before HTML)
    attachments ─▶ part-2, part-3 …: each read by the reader of its bytes
    messages inside ─▶ the same, to a bounded depth

Nothing that a message points at is fetched. Addresses are personal data and not kept.
"""

import email
import email.policy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.headerregistry import AddressHeader, DateHeader
from email.message import EmailMessage, MIMEPart
from functools import partial
from io import BytesIO

from ingest.errors import EncryptedContent, MalformedContent, NoText
from ingest.losses import LossCount
from ingest.read_text import Contents, Found, Part, ReadingRequest, ReadPage, ReadText
from ingest.readers import is_container, is_supported, reader_for
from ingest.readers.block_text import BlockText
from ingest.readers.html.html_blocks import write_blocks
from ingest.readers.html.html_tree import parse_html
from ingest.sources.media_types import EMAIL, HEAD_BYTES, media_type_of
from ingest.texts.encodings import decode
from ontology.structure import Loss, LossKind

__all__ = ["read_mail", "read_message"]

_MOST_PARTS = 100
_DEEPEST = 3
_LOCKED = {
    "application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted",
}  # fmt: skip
_HARMLESS = {
    "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/pgp-signature", "text/calendar", "text/x-vcard", "text/vcard",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    """A message or an attachment, in the order of the file."""

    message: EmailMessage
    is_message: bool
    depth: int


def read_mail(content: bytes, request: ReadingRequest) -> Contents:
    """List the message and its attachments.

    Raises:
        EncryptedContent: If the message is encrypted.
        MalformedContent: If it is no message.
    """
    message = _parse(content)
    parts: list[Part] = []
    left_out: dict[str, str] = {}
    for number, piece in enumerate(_pieces(message, 0), start=1):
        name = f"part-{number}"
        if number > _MOST_PARTS:
            left_out[name] = f"au-delà de {_MOST_PARTS} pièces"
            break
        if piece.depth > _DEEPEST:
            left_out[name] = "message imbriqué trop profondément"
        elif piece.is_message:
            parts.append(_message_part(name, piece.message, request))
        else:
            part = _attachment(name, piece.message, request)
            if isinstance(part, Part):
                parts.append(part)
            else:
                left_out[name] = part
    return Contents(_subject(message), tuple(parts), left_out)


def read_message(content: bytes, request: ReadingRequest) -> ReadText:
    """Read the message alone; its attachments are counted.

    Raises:
        EncryptedContent: If the message is encrypted.
        MalformedContent: If it is no message.
        NoText: If it holds no text.
        TooLarge: If it has too many characters.
    """
    message = _parse(content)
    read = _read(message, request)
    pieces = list(_pieces(message, 0))[1 : _MOST_PARTS + 1]
    lost = LossCount()
    lost.extend(read.losses)
    for piece in pieces:
        name = piece.message.get_filename() or ""
        lost.add(LossKind.EMBEDDED_OBJECT, detail=name[:80])
    return replace(read, losses=lost.losses)


def _parse(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    if not message.keys():
        raise MalformedContent("ce fichier n’est pas un courriel")
    return message


def _pieces(message: EmailMessage, depth: int) -> Iterator[_Piece]:
    """Yield a message, then what is attached to it, messages opened."""
    yield _Piece(message, is_message=True, depth=depth)
    if depth > _DEEPEST:
        return
    for attached in _attached(message):
        if attached.get_content_type() == EMAIL:
            for inner in attached.iter_parts():
                if isinstance(inner, EmailMessage):
                    yield from _pieces(inner, depth + 1)
        elif attached.get_content_type() not in _HARMLESS:
            yield _Piece(attached, is_message=False, depth=depth)


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the leaves of a message but for the forms of its body."""
    body = message.get_body(("plain", "html"))
    waiting = [message]
    while waiting:
        one = waiting.pop(0)
        if one is body:
            continue
        kind = one.get_content_type()
        if kind == "multipart/alternative" and body is not None:
            # Other forms of the same words; what stands beside them is attached.
            inner = [part for part in one.iter_parts() if part.is_multipart()]
            waiting = [
                part for part in inner if isinstance(part, EmailMessage)
            ] + waiting
        elif kind != EMAIL and one.is_multipart():
            inner = list(one.iter_parts())
            waiting = [
                part for part in inner if isinstance(part, EmailMessage)
            ] + waiting
        elif one is not message and not _is_other_form(one, body):
            yield one


def _is_other_form(part: EmailMessage, body: MIMEPart | None) -> bool:
    """Whether a part says the words of the body in HTML (multipart/related)."""
    is_page = part.get_content_type() == "text/html" and not part.is_attachment()
    is_plain = body is not None and body.get_content_type() == "text/plain"
    return is_page and is_plain and not part.get_filename()


def _message_part(name: str, message: EmailMessage, request: ReadingRequest) -> Part:
    said = message.as_bytes(policy=email.policy.compat32)
    return Part(
        name=name,
        fingerprint=hashlib.sha256(said).hexdigest(),
        size_bytes=len(said),
        read=partial(_read, message, request),
    )


def _attachment(
    name: str, attached: EmailMessage, request: ReadingRequest
) -> Part | str:
    """Return an attachment that has a reader, or why it is no document."""
    content = _bytes(attached)
    title = attached.get_filename() or name
    media_type = media_type_of(
        content[:HEAD_BYTES], title, tail=content[-1024:], file=BytesIO(content)
    )
    if media_type.startswith("image/"):
        return "image"
    if not content:
        return "pièce vide"
    if is_container(media_type) or not is_supported(media_type):
        return f"format {media_type}"
    return Part(
        name=name,
        fingerprint=hashlib.sha256(title.encode() + content).hexdigest(),
        size_bytes=len(content),
        read=partial(reader_for(media_type), content, replace(request, name=title)),
    )


def _bytes(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _read(message: EmailMessage, request: ReadingRequest) -> ReadText:
    body = message.get_body(("plain", "html"))
    if body is None and message.get_content_type() in _LOCKED:
        raise EncryptedContent(
            "ce courriel est chiffré",
            remedy="Ouvrez-le dans votre messagerie et enregistrez-en le texte.",
        )
    blocks = BlockText(request.limits.characters)
    lost = LossCount()
    if body is not None:
        lost.extend(_write(body, blocks))
    text = blocks.text()
    if not text:
        raise NoText("aucun texte dans ce courriel")
    return ReadText(
        pages=(ReadPage(text, "email", blocks=tuple(blocks.blocks)),),
        is_final=True,
        found=tuple(_found(message)),
        sections=tuple(blocks.sections),
        spans=tuple(blocks.spans),
        losses=lost.losses,
    )


def _write(body: MIMEPart, blocks: BlockText) -> Iterator[Loss]:
    """Write the text of a message; yield what its page holds and does not show."""
    text = _text(body)
    if body.get_content_type() != "text/html":
        for paragraph in text.replace("\r\n", "\n").split("\n\n"):
            blocks.add(paragraph)
        return
    tree = parse_html(text)
    for part in tree.iter("body"):
        yield from write_blocks(part, blocks, language=None)


def _text(body: MIMEPart) -> str:
    try:
        return str(body.get_content())
    except (LookupError, ValueError):
        # An unknown name of an encoding, or bytes that are not in it.
        return decode(_bytes(body)).text


def _header(message: EmailMessage, name: str) -> object:
    """Return a header, None where it is missing or too broken to be parsed."""
    try:
        return message.get(name)
    except (AttributeError, IndexError, LookupError, TypeError, ValueError):
        # How the parser of the standard library stumbles over damaged headers.
        return None


def _subject(message: EmailMessage) -> str:
    return " ".join(str(_header(message, "Subject") or "").split())


def _found(message: EmailMessage) -> Iterator[Found]:
    """Yield subject, names of the senders and date; addresses are left out."""
    if subject := _subject(message):
        yield Found("title", subject, "e-mail")
    sender = _header(message, "From")
    if isinstance(sender, AddressHeader):
        for address in sender.addresses[:20]:
            name = address.display_name.strip(" '\"")
            if name and "@" not in name:
                yield Found("authors", name, "e-mail")
    sent = _header(message, "Date")
    if isinstance(sent, DateHeader) and sent.datetime is not None:
        yield Found("date", sent.datetime.isoformat(), "e-mail")
