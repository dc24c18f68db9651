"""A workbook's way through its year: upgraded, handed out, merged, sent back, published; and what was changed."""
