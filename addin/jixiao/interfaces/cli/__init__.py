"""The command line: each command does on a saved file what a button does inside the spreadsheet."""
