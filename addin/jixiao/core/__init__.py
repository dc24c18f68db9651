"""Quantities, scoring and the functions of the cells: standard library only, so that a first answer is quick."""
