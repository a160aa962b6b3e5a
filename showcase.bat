@echo off
rem The words are those of `make`: showcase.bat site, showcase.bat check, showcase.bat serve ...
rem tools\project.py says what each one does; this file only finds Python for it.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
pushd "%~dp0"

rem The versions that the wheels folder carries come first.
set "PYTHON="
for %%v in (3.13 3.12 3.11) do if not defined PYTHON py -%%v -c "" >nul 2>&1 && set "PYTHON=py -%%v"
set "RECENT=import sys; sys.exit(sys.version_info < (3, 11))"
if not defined PYTHON py -3 -c "%RECENT%" >nul 2>&1 && set "PYTHON=py -3"
if not defined PYTHON python -c "%RECENT%" >nul 2>&1 && set "PYTHON=python"
set "CODE=3"
if defined PYTHON %PYTHON% tools\project.py %*
if defined PYTHON set "CODE=%ERRORLEVEL%"
if not defined PYTHON echo 这台电脑上没有 Python 3.11 或更新的版本(没装，或者太旧)。
if not defined PYTHON echo 请到 www.python.org 下载安装 Python 3.13，安装时勾选 Add python.exe to PATH，
if not defined PYTHON echo 然后关掉这个窗口，重新打开再试一次。

popd
rem A double click has no words: keep the window open.
if "%~1"=="" pause
exit /b %CODE%
