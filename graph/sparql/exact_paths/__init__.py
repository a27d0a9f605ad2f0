"""Property paths written so that the engine gives the rows that the standard wants.

Where it would not: docs/decisions/0018-rows-the-engine-loses.md.
"""
