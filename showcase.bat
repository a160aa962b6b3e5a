@echo off
rem The words are those of `make`: showcase.bat site, showcase.bat check, showcase.bat serve ...
rem tools\project.py says what each one does; this file only finds Python for it.
setlocal EnableExtensions DisableDelayedExpansion
rem UTF-8 for what follows; the window gets its own code page back at the end.
for /f "tokens=2 delims=:." %%c in ('chcp') do set "CODEPAGE=%%c"
chcp 65001 >nul
set "PYTHONUTF8=1"
pushd "%~dp0"

rem The versions that the wheels folder carries come first.
set "PYTHON="
for %%v in (3.13 3.12 3.11) do if not defined PYTHON py -%%v -c "" >nul 2>&1 && set "PYTHON=py -%%v"
set "RECENT=import sys; sys.exit(sys.version_info < (3, 11))"
if not defined PYTHON py -3 -c "%RECENT%" >nul 2>&1 && set "PYTHON=py -3"
rem `python` may be a batch file (pyenv-win): without `call` it would never come back here.
if not defined PYTHON call python -c "%RECENT%" >nul 2>&1 && set "PYTHON=call python"
set "CODE=3"
if defined PYTHON %PYTHON% tools\project.py %*
if defined PYTHON set "CODE=%ERRORLEVEL%"
if not defined PYTHON echo 这台电脑上没有 Python 3.11 或更新的版本(没装，或者太旧)。
if not defined PYTHON echo 请到 www.python.org 下载安装 Python 3.13，安装时勾选 Add python.exe to PATH，
if not defined PYTHON echo 然后关掉这个窗口，重新打开再试一次。

popd
rem A double click has no words: keep the window open.
if "%~1"=="" pause
if defined CODEPAGE chcp %CODEPAGE% >nul
exit /b %CODE%
