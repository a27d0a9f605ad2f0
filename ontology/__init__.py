"""The vocabulary and the domain model: one language in two notations.

Standard library only.
"""
