"""SPARQL of strangers: admitted by a guard, evaluated in processes that can be killed.

guard ──▶ results.negotiate ──▶ workers ──▶ whole answer
"""
