@echo off
rem Runs the tests; sets up what they need the first time.
rem   packaging\test.cmd                 all but the slow ones, two at a time
rem   packaging\test.cmd --slow          the slow ones too
rem   packaging\test.cmd tests/rules     what pytest is asked for, seen from the checkout
setlocal
call "%~dp0find-python.cmd" || exit /b 5
%python% -E -s -B "%~dp0start.py" test %*
exit /b %errorlevel%
