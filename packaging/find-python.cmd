@echo off
rem Called by the scripts beside it. Finds a Python that can run the program and
rem leaves the words that start it in %python%; explains itself when there is none.
rem RELIEF_DESK_PYTHON names one to use instead of looking. No administrator is needed.
set "python="
if defined RELIEF_DESK_PYTHON goto named
for %%V in (-3 -3.13 -3.12 -3.11 -3.14) do (
    if not defined python call :try py %%V
)
if not defined python call :try python
if defined python exit /b 0
echo Relief Desk needs Python 3.11, 3.12, 3.13 or 3.14 for 64-bit Windows, and none was found on this computer. 1>&2
echo Run the installer from the Python website; "Install for me only" needs no administrator. 1>&2
echo If Python stands elsewhere, set RELIEF_DESK_PYTHON to its python.exe. 1>&2
exit /b 5

:named
"%RELIEF_DESK_PYTHON%" -I -c "import sys, venv; sys.exit(not ((3, 11) <= sys.version_info[:2] < (3, 15) and sys.maxsize > 2**32))" >nul 2>nul
if errorlevel 1 (
    echo RELIEF_DESK_PYTHON does not name a 64-bit Python 3.11 to 3.14. Name another, or unset it. 1>&2
    exit /b 5
)
set python="%RELIEF_DESK_PYTHON%"
exit /b 0

:try
%* -I -c "import sys, venv; sys.exit(not ((3, 11) <= sys.version_info[:2] < (3, 15) and sys.maxsize > 2**32))" >nul 2>nul
if not errorlevel 1 set "python=%*"
exit /b 0
