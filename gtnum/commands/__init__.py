"""One file per subject of the command line; ``gtnum.cli`` puts them together.

Data go to standard output, talk to standard error. Commands import the heavy parts
of the house when they run, so that ``gtnum --help`` answers at once.
"""
