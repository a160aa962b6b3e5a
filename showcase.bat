@echo off
rem The words are those of `make`: showcase.bat site, showcase.bat check, showcase.bat serve ...
rem tools\project.py says what each one does; this file only finds Python for it.
rem ASCII only: cmd reads a batch file by whatever code page is in force at each line.
setlocal EnableExtensions DisableDelayedExpansion
rem UTF-8 for what follows; the window gets its own code page back at the end.
for /f "tokens=2 delims=:." %%c in ('chcp') do set "CODEPAGE=%%c"
chcp 65001 >nul
set "PYTHONUTF8=1"
pushd "%~dp0"

rem The versions that the wheels folder carries come first.
set "PYTHON="
set "RECENT=import sys; sys.exit(sys.version_info < (3, 11))"
for %%v in (3.13 3.12 3.11) do call :try py -%%v
call :try py -3
call :try python.exe
rem A batch file (pyenv-win) would never come back here without `call`, which mangles ^ and %%.
call :try call python
set "CODE=3"
if defined PYTHON %PYTHON% tools\project.py %*
if defined PYTHON set "CODE=%ERRORLEVEL%"
if not defined PYTHON type tools\no-python.txt

popd
rem A double click has no words: keep the window open.
if "%~1"=="" pause
if defined CODEPAGE chcp %CODEPAGE% >nul
exit /b %CODE%

:try
if defined PYTHON exit /b
%* -c "%RECENT%" >nul 2>&1
if %ERRORLEVEL%==0 set "PYTHON=%*"
exit /b
