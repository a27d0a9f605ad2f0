"""A message gives its body and each attachment its own document."""

from email.message import EmailMessage

import pytest

from ingest.errors import EncryptedContent, NoText
from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.read_text import ReadingRequest
from ingest.readers.email_message import read_mail, read_message
from ingest.sources.media_types import EMAIL, media_type_of
from ontology.structure import LossKind
from tests.ingest.office_files import line, word

REQUEST = ReadingRequest("message")


def message(body: str = "Bonjour,\n\nVoici l’été.\n") -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Compte rendu du 12 mars"
    made["From"] = "Zoé Lenoir <zoe@exemple.fr>"
    made["To"] = "ali@exemple.fr"
    made["Date"] = "Tue, 12 Mar 2024 10:00:00 +0100"
    if body:
        made.set_content(body)
    return made


def test_text_goes_before_html_and_addresses_are_not_kept():
    made = message()
    made.add_alternative("<p>Autre forme</p>", subtype="html")
    read = read_message(made.as_bytes(), REQUEST)
    assert read.pages[0].text == "Bonjour,\n\nVoici l’été."
    assert [(f.name, f.value) for f in read.found] == [
        ("title", "Compte rendu du 12 mars"),
        ("authors", "Zoé Lenoir"),
        ("date", "2024-03-12T10:00:00+01:00"),
    ]
    assert "@" not in repr(read)
    assert len(read_mail(made.as_bytes(), REQUEST).parts) == 1


def test_a_page_is_read_where_there_is_no_text():
    made = message("")
    made.set_content(
        '<p>Un <img src="http://127.0.0.1:9/x">fait.</p><script>x</script>',
        subtype="html",
    )
    assert read_message(made.as_bytes(), REQUEST).pages[0].text == "Un fait."


def attached() -> EmailMessage:
    made = message()
    made.add_attachment(
        word(line("Le rapport.")), "application", "octet-stream", filename="r.docx"
    )
    made.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="logo.png")
    made.add_attachment(message("Message transmis."))
    made.add_attachment(bytes(range(256)), "application", "zip", filename="x.bin")
    return made


def test_attachments_are_documents_read_by_their_bytes():
    contents = read_mail(attached().as_bytes(), REQUEST)
    assert contents.title == "Compte rendu du 12 mars"
    assert [part.name for part in contents.parts] == ["part-1", "part-2", "part-4"]
    texts = [part.read().pages[0].text for part in contents.parts]
    assert texts == ["Bonjour,\n\nVoici l’été.", "Le rapport.", "Message transmis."]
    assert contents.left_out == {
        "part-3": "image",
        "part-5": "format application/octet-stream",
    }
    again = read_mail(attached().as_bytes(), REQUEST)
    assert again.parts[1].fingerprint == contents.parts[1].fingerprint


def test_a_message_alone_counts_what_is_attached():
    read = read_message(attached().as_bytes(), REQUEST)
    assert [(x.kind, x.count) for x in read.losses] == [(LossKind.EMBEDDED_OBJECT, 4)]
    assert "r.docx" in read.losses[0].detail


def test_messages_inside_messages_and_many_parts_are_bounded():
    made = message("au fond")
    for _ in range(8):
        outer = message("autour")
        outer.add_attachment(made)
        made = outer
    contents = read_mail(made.as_bytes(), REQUEST)
    assert len(contents.parts) == 4
    assert set(contents.left_out.values()) == {"message imbriqué trop profondément"}
    many = message()
    for number in range(150):
        many.add_attachment(f"pièce {number}", filename=f"{number}.txt")
    assert len(read_mail(many.as_bytes(), REQUEST).parts) == 100


def test_locked_and_empty_messages_are_typed():
    made = message("")
    made["Content-Type"] = "application/pkcs7-mime; smime-type=enveloped-data"
    with pytest.raises(EncryptedContent):
        read_message(made.as_bytes(), REQUEST)
    with pytest.raises(NoText):
        read_message(message(" ").as_bytes(), REQUEST)


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"From: a@b.fr\r\nTo: c\r\nSubject: x\r\n\r\nx", "x", EMAIL),
        (b"Received: by x\n\tid 1\nDate: y\nFrom: z\n", "x", EMAIL),
        (b"From: quelqu'un\n", "x.eml", EMAIL),
        (b"Sujet: a\nDate: b\nFrom: moi\n\nDu texte", "note.txt", "text/plain"),
        (b"From: la ville\nUne phrase.\nDate: x\nSubject: y", "n", "text/plain"),
    ],
)
def test_messages_are_known_by_their_head(head: bytes, name: str, expected: str):
    assert media_type_of(head, name) == expected


def test_a_child_reads_the_parts():
    job = ReadingJob("c/m.eml", "c", "m.eml", content=attached().as_bytes())
    with ReaderPool(workers=1) as pool:
        contents = pool.read_parts(job)
        alone = pool.read(job)
    assert [part.state.value for part in contents.parts] == ["ok", "ok", "ok"]
    titles = [part.result.record.document.title for part in contents.parts]
    assert titles[0] == "Compte rendu du 12 mars"
    assert alone.state.value == "ok_partial"


def test_broken_headers_do_not_stop_the_reading():
    content = b"From: Groupe:;<a@\nDate: jamais\nSubject: =?x?\n\nDu texte."
    read = read_message(content, REQUEST)
    assert read.pages[0].text == "Du texte."
