"""This test ensures that WordPress' block editor takes our list for one of its own.

Its scripts run in Chromium. FOLDER as in ``test_real_wordpress.py``:
``pytest tests/search_api/citations/paste_blocks --wordpress FOLDER -m network``.
"""

import re
import shutil

import pytest

from search_api.citations.paste_blocks.html_blocks import gutenberg
from tests.search_api.citations.paste_blocks.made_choices import made_choices

# Scripts of WordPress 6.1, each behind those it needs.
SCRIPTS = """
vendor/wp-polyfill vendor/react vendor/react-dom vendor/moment dom-ready hooks i18n a11y
url api-fetch autop blob block-serialization-default-parser deprecated dom escape-html
element is-shallow-equal keycodes priority-queue compose redux-routine data
html-entities shortcode blocks date primitives rich-text warning components
keyboard-shortcuts notices style-engine token-list wordcount block-editor core-data
reusable-blocks server-side-render viewport block-library
"""
READ = """block => {
  wp.blockLibrary.registerCoreBlocks();
  const blocks = wp.blocks.pasteHandler({HTML: "", plainText: block, mode: "AUTO"});
  const items = blocks.flatMap(list => list.innerBlocks);
  return {
    names: blocks.map(list => list.name),
    sound: [...blocks, ...items].every(each => each.isValid),
    edited: items.map(item => wp.richText.toHTMLString({
      value: wp.richText.create({html: item.attributes.content})})),
  };
}"""


@pytest.mark.network
def test_the_list_is_pasted_as_blocks_and_can_be_edited(request):
    folder = request.config.getoption("--wordpress")
    if folder is None:
        pytest.skip("WordPress is not here: --wordpress FOLDER")
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    dist = folder / "wp-includes/js/dist"
    chosen = made_choices()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.add_script_tag(path=dist / "vendor/lodash.min.js")
        page.evaluate("window.lodash = window._")
        for name in SCRIPTS.split():
            page.add_script_tag(path=dist / f"{name}.min.js")
        block = gutenberg(chosen, "iso690").encode("utf-8", "replace").decode()
        read = page.evaluate(READ, block)
        browser.close()

    assert read["names"] == ["core/list"]
    assert read["sound"]
    assert len(read["edited"]) == len(chosen)
    for item in read["edited"]:
        # What Zotero reads is still closed when the line was edited.
        assert re.search('<span class="Z3988" title="[^"]+">\u2060</span>', item)
