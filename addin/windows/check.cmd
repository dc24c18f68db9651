@echo off
chcp 936 >nul
rem 把工作簿或 Word 报告拖到本文件的图标上：校验，并打开校验结果（网页）。用于 WPS，或不许 Excel 启动别的程序的电脑。
rem 退出码：0 没有错误；1 有错误；2 做不了；6 程序没有装好。
setlocal
set "JIXIAO=%LOCALAPPDATA%\jixiao\venv\Scripts\jixiao"
set "RESULT=%~dpn1校验结果.html"
set "CODE=2"

echo.
if "%~1"=="" goto no_file
if not exist "%LOCALAPPDATA%\jixiao\venv" goto not_installed
call "%JIXIAO%" check "%~1" -o "%RESULT%"
set "CODE=%ERRORLEVEL%"
if not "%CODE%"=="0" if not "%CODE%"=="1" goto end
start "" "%RESULT%"
goto end

:no_file
echo 请先保存并关闭文件，再把它拖到“校验”的图标上。
goto end

:not_installed
echo 还没有装绩效自评程序，请先运行“安装”。
set "CODE=6"
goto end

:end
echo.
pause
exit /b %CODE%
