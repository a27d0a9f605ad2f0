"""References and quotations to paste into a post, in the form that its editor takes.

    ChosenReference ──▶ html, gutenberg, footnotes     WordPress keeps every element
                   └──▶ markdown, markdown-footnotes, text

Only verbatim text is quoted, each time with the address where it stands. Everything in
a block is text of strangers: it is escaped for what reads the block, the shortcodes of
WordPress included.
"""
