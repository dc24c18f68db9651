Attribute VB_Name = "Calls"
' How a cell's function asks Python: the values are read here, inside Excel, and Python asks nothing back.
' What begins with xlwings. belongs to the module of that name.
Option Explicit
Option Private Module  ' nothing here is for cells or the list of macros

Private Const PYTHON_MODULE As String = "jixiao.hosts.excel_functions"
Private server As Object

Public Function Answer(name As String, cells As Variant) As Variant
    ' What a function shows; an error where Python cannot be asked, in whose place the formula calculates itself.
    On Error GoTo failed
    If PythonIsSilent() Then GoTo failed
    Answer = Asked(name, Values(cells))
    Exit Function
failed:
    Answer = Unanswered()
End Function

Private Function Values(cells As Variant) As Variant
    ' Value and not Value2, which would hand dates over as numbers. What is left out stays left out.
    Dim i As Long, found() As Variant
    ReDim found(LBound(cells) To UBound(cells))
    For i = LBound(cells) To UBound(cells)
        If IsObject(cells(i)) Then
            found(i) = cells(i).Value
        Else
            found(i) = cells(i)
        End If
    Next i
    Values = found
End Function

Private Function Asked(name As String, cells As Variant) As Variant
    ' The server is kept, for finding it reads all settings; one that has died since is started anew, once.
    If server Is Nothing Then
        Set server = xlwings.XLPy()
    Else
        On Error GoTo died
    End If
    Asked = server.CallUDF(PYTHON_MODULE, name, cells)
    Exit Function
died:
    Resume renewed
renewed:
    On Error GoTo 0
    Set server = Nothing
    Set server = xlwings.XLPy()
    Asked = server.CallUDF(PYTHON_MODULE, name, cells)
End Function
