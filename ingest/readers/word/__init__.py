"""Word documents: styles, numbers, runs, tables and the body that they make."""
