"""The doors: Excel, LibreOffice Calc, the offline bundle and the command line."""
