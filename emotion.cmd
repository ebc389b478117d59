@echo off
rem Builds what is out of date, then runs the command line.
setlocal
set "ROOT=%~dp0"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set "STAMP=%ROOT%artifacts\emotion.stamp"
set "PROGRAM=%ROOT%artifacts\emotion\emotion.exe"
if not exist "%PROGRAM%" goto build
if not exist "%STAMP%" goto build
powershell -NoProfile -Command "$t=(Get-Item $env:STAMP).LastWriteTimeUtc; $r=$env:ROOT; if (Get-ChildItem \"$r\src\",\"$r\presets\",\"$r\Directory.*\",\"$r\global.json\" -Recurse -ErrorAction SilentlyContinue | Where-Object { $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1) { exit 1 }"
if not errorlevel 1 goto run
:build
where dotnet >nul 2>nul
if errorlevel 1 (
  echo The .NET SDK 10 is not on PATH: see https://dotnet.microsoft.com/download. 1>&2
  exit /b 2
)
echo building... 1>&2
if not exist "%ROOT%artifacts" mkdir "%ROOT%artifacts"
set "LOG=%ROOT%artifacts\emotion.log"
set "PROJECT=%ROOT%src\Cli\RealtimeEmotion.Cli.csproj"
echo started> "%STAMP%.new"
for /f %%i in ('dotnet msbuild "%PROJECT%" -getProperty:NETCoreSdkPortableRuntimeIdentifier') do set "PLATFORM=%%i"
set AHEAD=true
dotnet restore "%PROJECT%" -r %PLATFORM% -p:PublishReadyToRun=true > "%LOG%" 2>&1
if errorlevel 1 (
  set AHEAD=false
  dotnet restore "%PROJECT%" -r %PLATFORM% -p:PublishReadyToRun=false > "%LOG%" 2>&1
  if errorlevel 1 goto failed
)
dotnet publish "%PROJECT%" -c Release -r %PLATFORM% --no-restore --no-self-contained -p:PublishReadyToRun=%AHEAD% "-p:PublishDir=%ROOT%artifacts/emotion/" > "%LOG%" 2>&1
if errorlevel 1 goto failed
move /y "%STAMP%.new" "%STAMP%" >nul
:run
"%PROGRAM%" %*
exit /b %ERRORLEVEL%
:failed
type "%LOG%" 1>&2
echo The build failed: see above. 1>&2
exit /b 2
