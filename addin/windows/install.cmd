@echo off
"%SystemRoot%\System32\chcp.com" 936 >nul
rem 把绩效自评程序装到 %LOCALAPPDATA%\jixiao。不联网，不需要管理员权限；再运行一次就是修复或升级。
rem 用法：双击，或 安装.cmd /s（不停下来等按键，供管理员批量安装）。
rem 退出码：0 装好；1 没有合适的 Python；2 建不了运行环境；3 安装失败；4 自检不通过；5 程序正在使用；6 安装包不全。
rem 生成安装包时本文件由 UTF-8 转成 GBK：中文 Windows 的 cmd 按代码页 936 逐行读批处理，UTF-8 加 chcp 65001 会使
rem 旧版 cmd 在 goto 和 call 时读错位置。上面的 chcp 使别的语言的 Windows 也按 936 读。
rem 先转到系统文件夹：当前文件夹（如下载文件夹）里名叫 python、venv、pip 的东西都不会代替真的运行。
setlocal disabledelayedexpansion
set "HERE=%~dp0setup\"
cd /d "%SystemRoot%"
set "TARGET=%LOCALAPPDATA%\jixiao"
set "VENV=%TARGET%\venv"
set "PREVIOUS=%TARGET%\venv.old"
set "LOG=%TARGET%\安装记录.txt"
set "CHECKED=%TARGET%\自检结果.txt"
set "PYTHON="
set "LAUNCHER="
set "ON_PATH="
rem 别的软件给 Python 设的变量不要影响这里；py 也不要自己去网上下载 Python。
set "PYTHONHOME="
set "PYTHONPATH="
set "PYTHONSAFEPATH=1"
set "PYTHONNOUSERSITE=1"
set "PYTHONIOENCODING=gbk:backslashreplace"
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"

echo.
echo 绩效自评程序 ${version} 安装
echo.
if not exist "%HERE%wheels\jixiao-${version}-py3-none-any.whl" goto not_unpacked
if not exist "%TARGET%" mkdir "%TARGET%"
echo ==== %DATE% %TIME% ${version} >>"%LOG%"

echo [1/4] 查找 Python……
if exist "%HERE%python" call :copy_python
call :find LAUNCHER py
call :find ON_PATH python
for %%V in (${pythons}) do if defined LAUNCHER call :try "%LAUNCHER%" -%%V
if defined ON_PATH call :try "%ON_PATH%"
for %%V in (${folders}) do call :try "%LOCALAPPDATA%\Programs\Python\Python%%V\python"
for %%V in (${folders}) do call :try "%ProgramFiles%\Python%%V\python"
if not defined PYTHON goto no_python

echo [2/4] 建立运行环境……
call :restore
if exist "%VENV%" ren "%VENV%" venv.old >>"%LOG%" 2>&1
if exist "%VENV%" goto in_use
call %PYTHON% -m venv "%VENV%" >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" goto venv_failed

echo [3/4] 安装（约一两分钟）……
call "%VENV%\Scripts\python" -m pip install --isolated --no-index --find-links "%HERE%wheels" --disable-pip-version-check --no-warn-script-location jixiao==${version} >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" goto pip_failed

echo [4/4] 自检……
call "%VENV%\Scripts\python" "%HERE%selfcheck.py" ${version} >"%CHECKED%" 2>&1
if not "%ERRORLEVEL%"=="0" goto check_failed
type "%CHECKED%" >>"%LOG%"
del "%CHECKED%"

if exist "%PREVIOUS%" rd /s /q "%PREVIOUS%"
if exist "%HERE%families" call :add_families
echo.
echo 安装完成。打开“工作簿”文件夹里的工作簿，点“启用内容”，就可以使用。
set "CODE=0"
goto end

rem ---- 没有装成 --------------------------------------------------------------------------------------------------

:not_unpacked
echo 安装包不全：没有找到 "%HERE%wheels" 里的文件。
echo 如果是在压缩包里直接双击的，请先把压缩包全部解压到一个文件夹，再运行里面的“安装”。
set "CODE=6"
goto end

:no_python
echo 这台电脑上没有合适的 Python（需要 64 位的 ${oldest} 至 ${newest}；微软商店的版本不能用）。
echo 请管理员任选一种办法，然后再运行一次“安装”：
echo   一、安装 python.org 的 64 位 Python（选“只为自己安装”，不需要管理员权限）；
echo   二、把一份完整的 Python 文件夹放到 "%HERE%python"（使用手册里有做法）。
set "CODE=1"
goto failed

:in_use
echo 原来装的程序正在使用。请先保存并关闭 Excel，再运行一次“安装”。没有作任何改动。
set "CODE=5"
goto failed

:venv_failed
echo 建不了运行环境。请检查磁盘空间，以及杀毒软件或单位的策略是否拦截了 Python。
set "CODE=2"
goto undo

:pip_failed
echo 安装失败。请把安装包重新复制一份再试；仍不行，把安装记录交给管理员。
set "CODE=3"
goto undo

:check_failed
echo 装上了，但自检不通过：
type "%CHECKED%"
type "%CHECKED%" >>"%LOG%"
del "%CHECKED%"
set "CODE=4"
goto undo

:undo
rd /s /q "%VENV%" 2>nul
if exist "%PREVIOUS%" echo 已恢复原来装的版本，可以照旧使用。
call :restore
goto failed

:failed
echo 安装记录："%LOG%"
goto end

:end
echo.
if /i "%~1"=="/s" exit /b %CODE%
pause
exit %CODE%

rem ---- 子程序 ----------------------------------------------------------------------------------------------------

:copy_python
rem 安装包可能在U盘上，拔掉以后 Python 还要能用，所以复制到本机。
"%SystemRoot%\System32\xcopy.exe" "%HERE%python" "%TARGET%\python" /e /i /q /y >>"%LOG%" 2>&1
call :try "%TARGET%\python\python"
exit /b 0

:find
rem 在 PATH 列出的文件夹里找程序，不看当前文件夹。参数：存放结果的变量，程序的名字。
for %%P in (%~2.exe %~2.bat %~2.cmd) do call :keep %~1 "%%~$$PATH:P"
exit /b 0

:keep
if not "%~2"=="" if not defined %~1 set "%~1=%~2"
exit /b 0

:try
rem 参数是启动 Python 的命令。用第一个合适的；不合适的，原因写进安装记录。
if defined PYTHON exit /b 0
echo %* >>"%LOG%"
call %* "%HERE%probe.py" ${pythons} >>"%LOG%" 2>&1
if "%ERRORLEVEL%"=="0" set PYTHON=%*
exit /b 0

:add_families
rem 管理员学来的表样，程序自己没有。装不上的不影响程序。
call "%VENV%\Scripts\python" -m jixiao family add "%HERE%families" --replace >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" goto families_failed
exit /b 0

:families_failed
echo 有的表样没有装上，原因见安装记录："%LOG%"
exit /b 0

:restore
rem 上次没有装完（失败或断电）：没有装完的不要，改回原来的。
if not exist "%PREVIOUS%" exit /b 0
if exist "%VENV%" rd /s /q "%VENV%"
ren "%PREVIOUS%" venv
exit /b 0
