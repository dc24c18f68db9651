"""Workbooks and Word files: written from a submission, and read back into one."""
