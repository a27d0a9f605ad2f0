"""Writes small WordPress exports."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Carnet d’essai</title><language>en-US</language>
<wp:wxr_version>{version}</wp:wxr_version>
<wp:author><wp:author_login>zoe</wp:author_login>
<wp:author_email>zoe@exemple.fr</wp:author_email>
<wp:author_display_name><![CDATA[Zoé Lenoir]]></wp:author_display_name></wp:author>
"""
TEXT = (
    "Le groupe étudie la sobriété numérique dans les collèges de la région, "
    "avec les élèves et leurs professeurs."
)


def item(number: int, content: str = TEXT, **fields: str) -> str:
    """Return a published post; ``fields`` replace what it says by default."""
    values: Mapping[str, str] = {
        "title": f"Billet {number}",
        "link": f"https://exemple.fr/{number}",
        "dc:creator": "zoe",
        "wp:post_id": str(number),
        "wp:post_date": "2024-03-05 10:00:00",
        "wp:post_date_gmt": "2024-03-05 09:00:00",
        "wp:status": "publish",
        "wp:post_type": "post",
        "wp:post_password": "",
        "excerpt:encoded": "",
        **{name.replace("__", ":"): value for name, value in fields.items()},
    }
    texts = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in values.items())
    return (
        f"<item>{texts}<content:encoded><![CDATA[{content}]]></content:encoded>"
        '<category domain="category" nicename="a">Veille</category>'
        '<category domain="post_tag" nicename="b">collège</category>'
        "<wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>"
        'O:8:"stdClass":0:{}</wp:meta_value></wp:postmeta></item>\n'
    )


def export(items: Sequence[str], *, version: str = "1.2", doctype: str = "") -> bytes:
    """Return an export."""
    head = HEAD.format(version=version, doctype=doctype)
    return f"{head}{''.join(items)}</channel></rss>".encode()
