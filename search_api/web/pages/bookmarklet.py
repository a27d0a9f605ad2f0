"""The bookmark that brings the selected text of any page to ours.

It builds a form and sends it by POST, so that nothing of the text stands in an address,
a history or a log. The page that takes it knows nobody: no cookie, no session, nothing
is changed by it, so that a form of a foreign site can do no more than its reader could.
Selections in frames of the same site count too: editors of blogs write in one.
"""

import json
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

__all__ = ["bookmarklet"]

_SCRIPT: Final = """
(function () {
  function html(w) {
    var f = w.document.activeElement, s, d, i, t;
    try {
      if (f && f.selectionEnd > f.selectionStart)
        return f.value.slice(f.selectionStart, f.selectionEnd);
    } catch (e) {}
    s = w.getSelection();
    if (s && s.rangeCount && !s.isCollapsed) {
      d = document.implementation.createHTMLDocument("").createElement("div");
      for (i = 0; i < s.rangeCount; i++) d.appendChild(s.getRangeAt(i).cloneContents());
      return d.children.length ? d.innerHTML : d.textContent;
    }
    for (i = 0; i < w.frames.length; i++) {
      try { if ((t = html(w.frames[i]))) return t; } catch (e) {}
    }
    return "";
  }
  var text = html(window), form, field;
  if (!text) { alert("GTnum : sélectionnez d’abord le texte à comparer."); return; }
  form = document.createElement("form");
  form.method = "post";
  form.action = ADDRESS;
  form.target = "_blank";
  form.enctype = "multipart/form-data";
  form.acceptCharset = "utf-8";
  field = document.createElement("textarea");
  field.name = "text";
  field.value = text;
  form.appendChild(field);
  form.style.display = "none";
  document.body.appendChild(form);
  form.submit();
  form.remove();
})();
"""


def bookmarklet(public_url: str) -> Markup:
    """Return the address of the bookmark, fit for ``href``.

    Args:
        public_url: Address of this service, without ``/`` at the end.
    """
    script = _SCRIPT.replace("ADDRESS", json.dumps(f"{public_url}/apparentes"))
    written = "".join(f"{line.strip()}\n" for line in script.splitlines() if line)
    # Every sign that could end the attribute is percent-encoded.
    return Markup("javascript:" + quote(written, safe="();,.=!|+{}[]"))  # noqa: S704
