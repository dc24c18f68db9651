@echo off
chcp 936 >nul
rem 把工作簿拖到本文件的图标上：生成自评报告，窗口里写着存到了哪里。用于 WPS，或不许 Excel 启动别的程序的电脑。
rem 退出码：0 已生成；2 做不了；6 程序没有装好。
setlocal
set "JIXIAO=%LOCALAPPDATA%\jixiao\venv\Scripts\jixiao"
set "REPORT=%~dpn1报告.docx"
set "CODE=2"

echo.
if "%~1"=="" goto no_file
if not exist "%LOCALAPPDATA%\jixiao\venv" goto not_installed
call "%JIXIAO%" report "%~1" -o "%REPORT%"
set "CODE=%ERRORLEVEL%"
goto end

:no_file
echo 请先保存并关闭工作簿，再把它拖到“生成报告”的图标上。
goto end

:not_installed
echo 还没有装绩效自评程序，请先运行“安装”。
set "CODE=6"
goto end

:end
echo.
pause
exit /b %CODE%
