"""Figures in running text: each with its label, unit, year and role."""
