"""Workbooks: values of cells as people see them, sheets as tables."""
