"""绩效自评工作簿: the package behind the cells and the buttons.

The rooms, in the order data flows; each knows only those above it:

quantity → scoring → functions → forms → submission → evaluate → checks → workbook, report → cli
"""

__version__ = "0.1.0"
