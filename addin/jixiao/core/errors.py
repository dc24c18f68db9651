"""What a person can be told went wrong.

Everything below :class:`UserError` carries a whole Chinese message (what is wrong, where, what to do) that the edge —
command line, message box — shows as it stands and nothing more. Any other exception is a fault of ours.

    UserError
    ├── FormsError          a family cannot be used
    │   ├── DataFileError   a data file is not what it should be
    │   └── UnknownFamily   no family of that name
    ├── ExpressionError     a formula cannot be read
    ├── BookError           a file is no workbook of ours, or is damaged
    ├── OutputError         a file cannot be written
    ├── TemplateError       a report template has faults
    ├── SubmissionError     the family has no place for what is asked
    ├── LiveBookError       something about the open workbook keeps a button from working
    ├── EnvironmentProblem  the menu in LibreOffice finds no libraries
    ├── WheelError          no bundle can be made of a folder of wheels
    └── InstallError        the Calc extension cannot be registered
"""

from __future__ import annotations


class UserError(Exception):
    """Something a person can mend; ``str(error)`` tells them how."""


NOT_UTF8 = "不是 UTF-8 编码，多半存成了 GBK（ANSI）：请用记事本“另存为”，编码选 UTF-8"
"""What is wrong with a text file of ours that an editor on Windows saved in its own encoding."""
