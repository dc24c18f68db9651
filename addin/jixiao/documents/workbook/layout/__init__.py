"""Where things stand on the sheets, what they are called, and how a cell is written."""
