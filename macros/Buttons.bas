Attribute VB_Name = "Buttons"
' The commands. The buttons on the first sheet call them by name; each is one line for Python.
Option Explicit

Public Sub NextStep()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.next_step()"
End Sub

Public Sub DeleteIndicator()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.delete_indicator()"
End Sub

Public Sub MoveUp()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.move_up()"
End Sub

Public Sub MoveDown()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.move_down()"
End Sub

Public Sub PasteValues()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.paste_values()"
End Sub

Public Sub AddProject()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.add_project()"
End Sub

Public Sub RemoveProject()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.remove_project()"
End Sub

Public Sub InsertIndicator()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.insert_indicator()"
End Sub

Public Sub ImportWord()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.import_word()"
End Sub

Public Sub RollForward()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.roll_forward()"
End Sub

Public Sub CheckAll()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.check_all()"
End Sub

Public Sub NextProblem()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.next_problem()"
End Sub

Public Sub WriteReport()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.write_report()"
End Sub

Public Sub ExportFinal()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.export_final()"
End Sub

Public Sub PrintForms()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.print_forms()"
End Sub

Public Sub ToggleFormulas()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.toggle_formulas()"
End Sub

Public Sub SplitParts()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.split_parts()"
End Sub

Public Sub MergeParts()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.merge_parts()"
End Sub

Public Sub MakePublic()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.make_public()"
End Sub

Public Sub UpgradeBook()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.upgrade_book()"
End Sub

Public Sub UndoLast()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.undo_last()"
End Sub

Public Sub ShowHelp()
    If PythonIsReady() Then RunPython "import jixiao.hosts.buttons as b; b.show_help()"
End Sub

' What the ribbon calls (customUI14.xml): it hands over the control that was pressed.

Public Sub OnNextStep(control As IRibbonControl)
    NextStep
End Sub

Public Sub OnDeleteIndicator(control As IRibbonControl)
    DeleteIndicator
End Sub

Public Sub OnMoveUp(control As IRibbonControl)
    MoveUp
End Sub

Public Sub OnMoveDown(control As IRibbonControl)
    MoveDown
End Sub

Public Sub OnPasteValues(control As IRibbonControl)
    PasteValues
End Sub

Public Sub OnAddProject(control As IRibbonControl)
    AddProject
End Sub

Public Sub OnRemoveProject(control As IRibbonControl)
    RemoveProject
End Sub

Public Sub OnInsertIndicator(control As IRibbonControl)
    InsertIndicator
End Sub

Public Sub OnImportWord(control As IRibbonControl)
    ImportWord
End Sub

Public Sub OnRollForward(control As IRibbonControl)
    RollForward
End Sub

Public Sub OnCheckAll(control As IRibbonControl)
    CheckAll
End Sub

Public Sub OnNextProblem(control As IRibbonControl)
    NextProblem
End Sub

Public Sub OnWriteReport(control As IRibbonControl)
    WriteReport
End Sub

Public Sub OnExportFinal(control As IRibbonControl)
    ExportFinal
End Sub

Public Sub OnPrintForms(control As IRibbonControl)
    PrintForms
End Sub

Public Sub OnToggleFormulas(control As IRibbonControl)
    ToggleFormulas
End Sub

Public Sub OnSplitParts(control As IRibbonControl)
    SplitParts
End Sub

Public Sub OnMergeParts(control As IRibbonControl)
    MergeParts
End Sub

Public Sub OnMakePublic(control As IRibbonControl)
    MakePublic
End Sub

Public Sub OnUpgradeBook(control As IRibbonControl)
    UpgradeBook
End Sub

Public Sub OnUndoLast(control As IRibbonControl)
    UndoLast
End Sub

Public Sub OnShowHelp(control As IRibbonControl)
    ShowHelp
End Sub
