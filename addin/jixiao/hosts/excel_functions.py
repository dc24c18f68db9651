"""Where xlwings' server looks for the functions of every workbook's cells."""

from jixiao.interfaces.excel.cell_functions import *  # noqa: F403
