@echo off
"%SystemRoot%\System32\chcp.com" 936 >nul
rem 删去 %LOCALAPPDATA%\jixiao：绩效自评程序、安装记录，以及随它装的 Python。工作簿、报告和学来的表样不动。
rem 用法：双击，或 卸载.cmd /s（不停下来等按键）。退出码：0 已卸载；5 程序正在使用，没有改动。
setlocal disabledelayedexpansion
set "TARGET=%LOCALAPPDATA%\jixiao"
set "REMOVED=%LOCALAPPDATA%\jixiao.removed"
set "CODE=0"

echo.
echo 卸载绩效自评程序。您的工作簿、报告和学来的表样不会被删除。要取消，请直接关闭本窗口。
if /i not "%~1"=="/s" pause
if exist "%REMOVED%" rd /s /q "%REMOVED%"
if not exist "%TARGET%" goto done
ren "%TARGET%" jixiao.removed >nul 2>&1
if exist "%TARGET%" goto in_use
rd /s /q "%REMOVED%"
goto done

:done
echo.
echo 已卸载。工作簿可以照常打开和填写，按钮和新的计算不能用。
goto end

:in_use
echo.
echo 程序正在使用，没有卸载。请先保存并关闭 Excel，再运行一次“卸载”。
set "CODE=5"
goto end

:end
echo.
if /i "%~1"=="/s" exit /b %CODE%
pause
exit %CODE%
