@echo off
rem Runs a tool of the development environment, seen from the checkout:
rem   packaging\tool.cmd ruff check
rem   packaging\tool.cmd python -m pytest --version
setlocal
call "%~dp0find-python.cmd" || exit /b 5
%python% -E -s -B "%~dp0start.py" tool %*
exit /b %errorlevel%
