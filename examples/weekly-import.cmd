@echo off
rem Bring in the office's file by itself, every week (docs/importing.md, "Every week by itself").
rem
rem   weekly-import.cmd FILE [FOLDER-FOR-REPORTS] [-- OPTIONS]
rem
rem What stands behind -- goes to "parentlink import families" as it is: -- --use-map isams
rem
rem For the Task Scheduler, every Monday at 02:00: one line, typed at a command prompt.
rem
rem   schtasks /Create /TN "parentlink weekly import" /SC WEEKLY /D MON /ST 02:00 /TR "\"C:\School\weekly-import.cmd\" \"C:\School\families.csv\""
rem
rem The task's "Last Run Result" is parentlink's own exit code. Nobody sees what a task says, so that
rem is kept beside the report, as import-....txt; both are left out when empty, and are deleted after
rem WEEKS_KEPT weeks. Before a large import parentlink copies its data file by itself.

setlocal EnableExtensions DisableDelayedExpansion
if "%~1"=="" (
  echo Which file? weekly-import.cmd FILE [FOLDER-FOR-REPORTS] [-- OPTIONS] 1>&2
  exit /b 2
)
set "file=%~1"
set "reports=%LOCALAPPDATA%\parentlink\reports"
set "options="
shift
if "%~1"=="" goto run
if not "%~1"=="--" (
  set "reports=%~1"
  shift
)
if "%~1"=="" goto run
if not "%~1"=="--" (
  echo Options stand behind --: weekly-import.cmd FILE [FOLDER-FOR-REPORTS] [-- OPTIONS] 1>&2
  exit /b 2
)
:option
shift
if "%~1"=="" goto run
set options=%options% %1
goto option

:run
if not defined WEEKS_KEPT set "WEEKS_KEPT=12"
set /a days=WEEKS_KEPT*7
set "PATH=%PATH%;%USERPROFILE%\.local\bin"

if not exist "%reports%\" mkdir "%reports%"
for /f %%s in ('powershell -NoProfile -Command "Get-Date -Format yyyy-MM-dd_HHmmss"') do set "stamp=%%s"
set "report=%reports%\import-%stamp%"
parentlink --no-input import families --quiet --format json %options% -- "%file%" >"%report%.json" 2>"%report%.txt"
set "code=%errorlevel%"
for %%f in ("%report%.json" "%report%.txt") do if %%~zf==0 del "%%~f"
forfiles /P "%reports%" /M "import-*.*" /D -%days% /C "cmd /c del @path" >nul 2>nul
exit /b %code%
