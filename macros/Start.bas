Attribute VB_Name = "Start"
' What happens when the workbook is opened, and whether Python can be asked.
' VBA source is ASCII: every text that a person sees stands on the hidden sheet jixiao.texts (macros/messages.toml).
' What begins with xlwings. belongs to the module of that name.
Option Explicit
Option Private Module  ' nothing here is for cells or the list of macros

Private Const TEXTS_SHEET As String = "jixiao.texts"
Private Const TEXTS As String = "A:B"
Private Const FIRST_FUNCTION As String = "D1"

Private Const PAUSE_SECONDS As Long = 30
Private silentUntil As Date

Private Const SHOW_ON_TOP As Long = 4144  ' vbExclamation + vbSystemModal: else it may open behind Excel

Public Sub BookOpened()
    Dim problem As String
    KeepCurrentFolderOut
    DescribeFunctions
    If IsWps() Then Exit Sub  ' it calculates by itself, as the first sheet says; only the commands need telling
    problem = Obstacle()
    If problem = "" Then problem = Mismatch()
    If problem <> "" Then Tell problem
End Sub

Private Sub KeepCurrentFolderOut()
    ' Python would import what lies in Excel's current folder, often the workbook's, before what is installed.
    On Error Resume Next  ' a PC without Windows' scripting cannot start Python from here at all
    xlwings.WScript.Environment("PROCESS").Item("PYTHONSAFEPATH") = "1"
End Sub

Public Function PythonIsReady() As Boolean
    ' Asked by every button; says itself what is in the way.
    Dim problem As String
    problem = Obstacle()
    If problem <> "" Then Tell problem
    PythonIsReady = (problem = "")
End Function

' ---- cells ----------------------------------------------------------------------------------------------------------

Public Function PythonIsSilent() As Boolean
    ' A call that failed is not repeated at once: hundreds of cells would each wait for Python to start.
    PythonIsSilent = (Now < silentUntil)
End Function

Public Function Unanswered() As Variant
    ' What a function answers without Python: an error, which every formula of the workbook catches and goes on from.
    If Not PythonIsSilent() Then silentUntil = Now + TimeSerial(0, 0, PAUSE_SECONDS)
    Unanswered = CVErr(xlErrNA)
End Function

' ---- what can be in the way ------------------------------------------------------------------------------------------

Private Function Obstacle() As String
    ' The key of the message why no button can work; "" if nothing is in the way.
    If IsWps() Then
        Obstacle = "wps"
    ElseIf InStr(ThisWorkbook.FullName, "://") > 0 Then
        Obstacle = "online"
    ElseIf Not InterpreterExists() Then
        Obstacle = "no_python"
    End If
End Function

Private Function Mismatch() As String
    ' The key of the message which part is missing or of another version; "" if all fit together.
    Dim home As String, installed As String
    home = PythonHome()
    If home = "" Then Exit Function
    installed = InstalledVersion(home)
    If installed = "" Then
        Mismatch = "no_package"
        Exit Function
    End If
    Mismatch = VersionProblem(installed, MessageText("version"))
    If Mismatch = "" And Not xlwings.FileExists(home & "\" & LibraryName()) Then
        Mismatch = "other_xlwings"
    End If
End Function

Private Function VersionProblem(installed As String, needed As String) As String
    ' The key of the message where the workbook was made by an older or a newer program than the installed one.
    If Release(needed) < Release(installed) Then VersionProblem = "older_book"
    If Release(needed) > Release(installed) Then VersionProblem = "newer_book"
End Function

Private Function IsWps() As Boolean
    On Error Resume Next  ' not every program says where it is
    IsWps = InStr(1, Application.Path, "WPS", vbTextCompare) > 0 Or InStr(1, Application.Path, "Kingsoft", vbTextCompare) > 0
End Function

Private Function Interpreter() As String
    Interpreter = xlwings.GetConfig("INTERPRETER_WIN", "")
End Function

Private Function InterpreterExists() As Boolean
    ' A name without a folder is looked up by Windows itself.
    InterpreterExists = InStr(Interpreter(), "\") = 0 Or xlwings.FileExists(Interpreter())
End Function

Private Function PythonHome() As String
    ' The folder that holds Lib\site-packages: of an environment the one above Scripts; "" if the folder is not known.
    If InStr(Interpreter(), "\") = 0 Then Exit Function
    PythonHome = xlwings.ParentFolder(Interpreter())
    If LCase(Right(PythonHome, 8)) = "\scripts" Then PythonHome = xlwings.ParentFolder(PythonHome)
End Function

Private Function InstalledVersion(home As String) As String
    ' pip leaves a folder that is named for the version. Asking Python itself would take seconds at each opening.
    On Error Resume Next
    InstalledVersion = Dir(home & "\Lib\site-packages\jixiao-*.dist-info", vbDirectory)
    InstalledVersion = Replace(Replace(InstalledVersion, "jixiao-", ""), ".dist-info", "")
End Function

Private Function Release(version As String) As Long
    ' 2010 of "2.10.3": the last number changes nothing between workbook and Python.
    Dim parts() As String
    parts = Split(version & "..", ".")
    Release = 1000 * CLng(Val(parts(0))) + CLng(Val(parts(1)))
End Function

Private Function LibraryName() As String
    #If Win64 Then
        LibraryName = "xlwings64-" & xlwings.XLWINGS_VERSION & ".dll"
    #Else
        LibraryName = "xlwings32-" & xlwings.XLWINGS_VERSION & ".dll"
    #End If
End Function

' ---- telling ---------------------------------------------------------------------------------------------------------

Private Sub Tell(problem As String)
    Dim text As String
    text = MessageText(problem)
    text = Replace(text, "{python}", Interpreter())
    text = Replace(text, "{book}", ThisWorkbook.FullName)
    text = Replace(text, "{needed}", MessageText("version"))
    text = Replace(text, "{installed}", InstalledVersion(PythonHome()))
    text = Replace(text, "{xlwings}", xlwings.XLWINGS_VERSION)
    xlwings.WScript.Popup text, 0, MessageText("title"), SHOW_ON_TOP
End Sub

Private Function MessageText(key As String) As String
    MessageText = Application.VLookup(key, ThisWorkbook.Worksheets(TEXTS_SHEET).Range(TEXTS), 2, False)
End Function

' ---- function help ---------------------------------------------------------------------------------------------------

Private Sub DescribeFunctions()
    ' The sheet holds a function in each row: name, number of arguments, help, and the help of each argument.
    Dim row As Range, saved As Boolean
    saved = ThisWorkbook.saved
    Set row = ThisWorkbook.Worksheets(TEXTS_SHEET).Range(FIRST_FUNCTION)
    Do While row.Value <> ""
        Describe row.Value, row.Offset(0, 2).Value, row.Offset(0, 3), row.Offset(0, 1).Value
        Set row = row.Offset(1, 0)
    Loop
    ThisWorkbook.saved = saved
End Sub

Private Sub Describe(name As String, help As String, firstArgument As Range, count As Long)
    Dim arguments() As String, i As Long
    ReDim arguments(1 To count)
    For i = 1 To count
        arguments(i) = firstArgument.Offset(0, i - 1).Value
    Next i
    On Error Resume Next  ' help that cannot be shown is no reason to stop
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & name, Description:=help, _
        Category:=MessageText("title"), ArgumentDescriptions:=arguments
End Sub
