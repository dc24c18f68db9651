"""The programs that hold the cells: LibreOffice Calc here, Excel through xlwings."""
