"""The names that workbooks already handed out call; the code stands in ``jixiao.interfaces.excel``."""
