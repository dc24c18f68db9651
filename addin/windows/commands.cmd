@echo off
chcp 936 >nul
rem 打开一个可以直接输入 jixiao 命令的窗口。
set "PATH=%LOCALAPPDATA%\jixiao\venv\Scripts;%PATH%"
if not exist "%LOCALAPPDATA%\jixiao\venv" goto not_installed
cmd /k jixiao --help
exit /b 0

:not_installed
echo 还没有装绩效自评程序，请先运行“安装”。
pause
exit /b 6
