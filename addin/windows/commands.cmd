@echo off
"%SystemRoot%\System32\chcp.com" 936 >nul
rem 打开一个可以直接输入 jixiao 命令的窗口。当前文件夹里的同名程序不会代替它运行。
set "NoDefaultCurrentDirectoryInExePath=1"
set "PATH=%LOCALAPPDATA%\jixiao\venv\Scripts;%PATH%"
if not exist "%LOCALAPPDATA%\jixiao\venv" goto not_installed
"%SystemRoot%\System32\cmd.exe" /k jixiao --help
exit 0

:not_installed
echo 还没有装绩效自评程序，请先运行“安装”。
pause
exit 6
