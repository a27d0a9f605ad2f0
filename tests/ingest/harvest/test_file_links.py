"""This test ensures that the files of a page are found, within bounds."""

import pytest

from ingest.harvest.file_links import FileLinks, file_links

PAGE = "https://carnet.exemple.fr/2024/12"


def found(html: str, **options) -> FileLinks:
    return file_links(f"<html><body>{html}</body></html>".encode(), PAGE, **options)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<a href="/files/a.pdf">x</a>', "https://carnet.exemple.fr/files/a.pdf"),
        ('<a href=" b.ODT#p2 ">x</a>', "https://carnet.exemple.fr/2024/b.ODT"),
        ('<a href="/a%20b.docx?v=2">x</a>', "https://carnet.exemple.fr/a%20b.docx?v=2"),
        ('<a href="//www.carnet.exemple.fr/a.pptx">x</a>',
         "https://www.carnet.exemple.fr/a.pptx"),
        ('<a type="application/pdf" href="/get/3">x</a>',
         "https://carnet.exemple.fr/get/3"),
        ('<meta name="citation_pdf_url" content="/item/7/document">',
         "https://carnet.exemple.fr/item/7/document"),
        ('<base href="https://carnet.exemple.fr/f/"><a href="a.pdf">x</a>',
         "https://carnet.exemple.fr/f/a.pdf"),
    ],
)  # fmt: skip
def test_a_file_of_the_host_is_found(html, address):
    assert found(html) == FileLinks((address,))


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/2024/11">x</a>',
        '<a href="/image.png">x</a>',
        '<a href="/page.html">x</a>',
        '<a href="mailto:a@exemple.fr?subject=a.pdf">x</a>',
        "<a href=\"javascript:open('a.pdf')\">x</a>",
        '<a href="https://[x/a.pdf">x</a>',
        '<a href="file:///etc/a.pdf">x</a>',
        '<a name="a.pdf">x</a>',
    ],
)
def test_what_is_no_file_is_left(html):
    assert found(html) == FileLinks(())


def test_files_of_other_hosts_are_counted_and_taken_where_allowed():
    html = '<a href="https://f.exemple.org/a.pdf">x</a><a href="http://b.fr:81/c.pdf">'
    assert found(html) == FileLinks((), elsewhere=2)
    allowed = found(html, hosts={"f.exemple.org", "b.fr:81"})
    assert allowed.addresses == ("https://f.exemple.org/a.pdf", "http://b.fr:81/c.pdf")


def test_ten_thousand_links_in_a_page_are_bounded_and_each_counts_once():
    html = "".join(f'<a href="/{n % 9_000}.pdf">x</a>' for n in range(10_000))
    links = found(html)
    assert len(links.addresses) == 100
    assert links.left_out == 8_900
    assert file_links(b"\x00\x01", PAGE) == FileLinks(())


def test_a_page_in_a_wide_encoding_links_to_files_too():
    html = '<html><body><a href="/a.pdf">x</a></body></html>'
    links = file_links(html.encode("utf-16"), PAGE)
    assert links.addresses == ("https://carnet.exemple.fr/a.pdf",)
