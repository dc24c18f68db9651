"""One file a sheet of the workbook."""
