@echo off
rem Starts Relief Desk; sets up what it needs the first time.
rem   packaging\run.cmd                  the window
rem   packaging\run.cmd practice         the window on made-up people
rem   packaging\run.cmd COMMAND ...      a terminal command; --help lists them
setlocal
call "%~dp0find-python.cmd" || exit /b 5
%python% -E -s -B "%~dp0start.py" run %*
exit /b %errorlevel%
