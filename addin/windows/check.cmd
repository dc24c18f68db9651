@echo off
"%SystemRoot%\System32\chcp.com" 936 >nul
rem 把工作簿或 Word 报告拖到本文件的图标上：校验，并打开校验结果（网页）。用于 WPS，或不许 Excel 启动别的程序的电脑。
rem 退出码：0 没有错误；1 有错误；2 做不了；6 程序没有装好。
rem 资源管理器传来的名字没有空格就不加引号，其中的 & 会被当成另一条命令。所以名字不从参数里取，由程序从整条命令行里读；
rem 末尾用 exit（不是 exit /b），名字里 & 后面的部分就没有机会运行。关闭延迟扩展，名字里的 ! 才不会丢。
setlocal disabledelayedexpansion
set "PYTHON=%LOCALAPPDATA%\jixiao\venv\Scripts\python.exe"
set "JIXIAO_SCRIPT=%~f0"
set "JIXIAO_FILE=%~f1"

echo.
if not exist "%PYTHON%" goto not_installed
setlocal enabledelayedexpansion
set "JIXIAO_COMMAND_LINE=!CMDCMDLINE!"
"!PYTHON!" -I -m jixiao.interfaces.cli.dropped_files check
set "CODE=!ERRORLEVEL!"
goto end

:not_installed
echo 还没有装绩效自评程序，请先运行“安装”。
set "CODE=6"
goto end

:end
echo.
pause
exit %CODE%
