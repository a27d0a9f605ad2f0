"""Reads in child processes under limits: a bad file costs one child."""
