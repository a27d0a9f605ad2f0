"""RTF files: tokens, and the text they make."""
