@echo off
rem Measures speed and memory; sets up what it needs the first time.
rem   packaging\bench.cmd [--rows N] [--stages NAME,...] [--json FILE] [--against FILE]
setlocal
call "%~dp0find-python.cmd" || exit /b 5
%python% -E -s -B "%~dp0start.py" bench %*
exit /b %errorlevel%
