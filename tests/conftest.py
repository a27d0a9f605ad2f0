"""The same examples of property tests in every run: what passes here passes in CI.

``--hypothesis-profile=default`` looks for new ones.
"""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
