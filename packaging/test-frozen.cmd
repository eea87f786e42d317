@echo off
rem Freezes the program and tries what came out. Sets up what it needs.
rem   packaging\test-frozen.cmd [--no-build]
setlocal
call "%~dp0find-python.cmd" || exit /b 5
%python% -E -s -B "%~dp0start.py" test-frozen %*
exit /b %errorlevel%
