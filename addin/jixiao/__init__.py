"""绩效自评工作簿: the package behind the cells, the buttons and the command line.

Five houses in the order data flows; each knows only those above it (import-linter holds it, and the order of the
rooms inside each house):

core → model → audit → documents → interfaces
"""

__version__ = "0.2.0"
