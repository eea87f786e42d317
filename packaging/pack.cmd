@echo off
rem Freezes the program into dist\: one folder that runs without Python. Sets up what it needs.
rem   packaging\pack.cmd
setlocal
call "%~dp0find-python.cmd" || exit /b 5
%python% -E -s -B "%~dp0start.py" pack %*
exit /b %errorlevel%
