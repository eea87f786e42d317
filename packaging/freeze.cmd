@echo off
rem Freezes the program into dist\: one folder that runs without Python. Sets up what it needs.
rem   packaging\freeze.cmd
setlocal
call "%~dp0find-python.cmd" || exit /b 5
%python% -E -s -B "%~dp0start.py" freeze %*
exit /b %errorlevel%
