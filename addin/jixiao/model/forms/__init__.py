"""Form families as data: loading and checking them, their grids, and the expressions of formulas and checks."""
