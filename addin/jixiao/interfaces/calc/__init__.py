"""LibreOffice Calc: the extension with functions and menu, and its installation."""
