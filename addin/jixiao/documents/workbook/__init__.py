"""The workbook: always built new from a family and a submission, and read back into a submission."""
