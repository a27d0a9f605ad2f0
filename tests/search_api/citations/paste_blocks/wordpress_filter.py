"""What ``wp_kses_post`` takes away, restated, with WordPress' own list of elements."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

LIST = json.loads(Path(__file__).with_name("wordpress_elements.json").read_text())
_TAG = re.compile(r"<!--.*?-->|</?[a-z][^>]*>|<|>", re.DOTALL)
_NUMBER = re.compile(r"&#(\d+);")


class _Tag(HTMLParser):
    def __init__(self, written):
        super().__init__()
        self.name, self.attributes = "", []
        self.feed(written)

    def handle_starttag(self, tag, attrs):
        self.name, self.attributes = tag, attrs


def filtered(block: str) -> str:
    """Return a block without elements and attributes that WordPress does not know."""
    kept = _TAG.sub(lambda found: _kept(found[0]), block)
    return _NUMBER.sub(lambda found: f"&#{int(found[1]):03};", kept)


def _kept(written: str) -> str:
    if written in ("<", ">"):
        return "&lt;" if written == "<" else "&gt;"
    if written.startswith("<!--"):
        return written
    if written.startswith("</"):
        return written if written[2:-1] in LIST["elements"] else ""
    tag = _Tag(written)
    own = LIST["elements"].get(tag.name)
    if own is None:
        return ""
    known = {*own, *LIST["everywhere"]} - {"style"}
    kept = all(
        name in known and _is_safe(name, value) for name, value in tag.attributes
    )
    return written if kept else f"<{tag.name}>"


def _is_safe(name: str, value: str) -> bool:
    if name not in ("href", "cite") or value.startswith("#"):
        return True
    return value.partition(":")[0] in LIST["protocols"]
