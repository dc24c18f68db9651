"""What the buttons of every workbook call (``RunPython``)."""

from jixiao.interfaces.excel.buttons import *  # noqa: F403
