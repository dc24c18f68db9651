"""帮助."""

from __future__ import annotations

import xlwings as xw

from jixiao.documents.workbook.macros import commands
from jixiao.interfaces.excel.buttons.command import command

_OUTSIDE = (
    "不方便用按钮时（WPS，或单位禁止运行外部程序），先保存工作簿，再在命令行里做同样的事：\n"
    "jixiao check 工作簿.xlsx    校验全部\n"
    "jixiao report 工作簿.xlsx -o 报告.docx    生成报告\n"
    "jixiao import 报告.docx -o 工作簿.xlsx    导入Word\n"
    "jixiao new --from 工作簿.xlsx -o 新年度.xlsx    结转新年度\n"
    "jixiao add-project 工作簿.xlsx -o 新工作簿.xlsx    新增项目表\n"
    "jixiao remove-project 工作簿.xlsx --sheet 附件3项目表的名称 -o 新工作簿.xlsx    删除项目表\n"
    "jixiao add-indicator 工作簿.xlsx --sheet 附件2 --after 行号 -o 新工作簿.xlsx    插入指标行\n"
    "jixiao delete-indicator 工作簿.xlsx --sheet 附件2 --row 行号 -o 新工作簿.xlsx    删除指标行\n"
    "jixiao move-indicator 工作簿.xlsx --sheet 附件2 --row 行号 --up -o 新工作簿.xlsx    上移；--down 下移\n"
    "jixiao final 工作簿.xlsx -o 上报版.xlsx    导出上报版\n"
    "jixiao print 工作簿.xlsx -o 打印版.pdf    适合打印\n"
    "jixiao merge 工作簿.xlsx 各份.xlsx -o 新工作簿.xlsx    合并\n"
    "jixiao split 工作簿.xlsx    拆分；各份和总表存在旁边的文件夹\n"
    "jixiao final 工作簿.xlsx --public -o 公开版.xlsx    公开版\n"
    "jixiao undo 工作簿.xlsx -o 新工作簿.xlsx    撤回上一步\n"
    "jixiao upgrade 工作簿.xlsx    升级以前的版本做的工作簿\n"
    "jixiao freeze 工作簿.xlsx -o 新工作簿.xlsx    冻结公式；加 --restore 恢复公式\n"
    "其他命令见 jixiao --help。"
)


@command
def show_help(book: xw.Book) -> str:
    """帮助: what each button does, and the commands that do the same."""
    del book
    buttons = "\n".join(f"{command.label}：{command.tip}" for command in commands())
    return f"{buttons}\n\n浅黄色格子由您填写；浅绿色格子自动计算，确需改写时可以直接输入。\n\n{_OUTSIDE}"
