; The Windows installer: for one person, without an administrator, silent with /S.
;   makensis -DVERSION=0.1.0 -DFOLDER=dist\relief-desk -DOUT=dist\setup.exe relief-desk.nsi
; /D=C:\a\folder (the last argument, without quotes) chooses another folder. Workspaces and settings
; are never touched, neither by installing nor by taking the program away.
Unicode true
Target amd64-unicode
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!ifdef FAST
  SetCompress off
!endif

!include "MUI2.nsh"
!include "FileFunc.nsh"

!define NAME "Relief Desk"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\ReliefDesk"
!define KIND "ReliefDesk.Workspace"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"

!define MUI_ICON "..\icons\relief-desk.ico"
!define MUI_UNICON "..\icons\relief-desk.ico"
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\Relief Desk.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"

LangString RUNNING ${LANG_ENGLISH} "Relief Desk is running. Close it, then try again."
LangString RUNNING ${LANG_SPANISH} "Relief Desk está abierto. Ciérrelo e inténtelo de nuevo."
LangString FOREIGN ${LANG_ENGLISH} "That folder holds other files. Choose an empty folder or a new one."
LangString FOREIGN ${LANG_SPANISH} "Esa carpeta contiene otros archivos. Elija una carpeta vacía o nueva."

!macro REFUSE TEXT CODE
  IfSilent +2
    MessageBox MB_OK|MB_ICONEXCLAMATION "${TEXT}"
  SetErrorLevel ${CODE}
  Quit
!macroend

; A program that runs cannot be replaced: renaming it fails while it is open.
!macro CHECK_CLOSED
  IfFileExists "$INSTDIR\Relief Desk.exe" 0 +6
    ClearErrors
    Rename "$INSTDIR\Relief Desk.exe" "$INSTDIR\Relief Desk.old"
    IfErrors 0 +2
      Goto running
    Rename "$INSTDIR\Relief Desk.old" "$INSTDIR\Relief Desk.exe"
!macroend

Section "install"
  !insertmacro CHECK_CLOSED
  Goto closed
running:
  !insertmacro REFUSE "$(RUNNING)" 3
closed:
  ; Only a folder of ours is emptied: never somebody's documents.
  IfFileExists "$INSTDIR\*.*" 0 empty
  IfFileExists "$INSTDIR\files.sha256" ours 0
  ${DirState} "$INSTDIR" $0
  IntCmp $0 0 empty
  !insertmacro REFUSE "$(FOREIGN)" 4
ours:
  RMDir /r "$INSTDIR\_internal"
empty:
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*.*"
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\Relief Desk.exe"
  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\Relief Desk.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  WriteRegStr HKCU "Software\Classes\.relief" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "Relief Desk workspace"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\Relief Desk.exe,0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\Relief Desk.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  !insertmacro CHECK_CLOSED
  Goto closed
running:
  !insertmacro REFUSE "$(RUNNING)" 3
closed:
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\relief-desk.exe"
  Delete "$INSTDIR\Relief Desk.exe"
  Delete "$INSTDIR\files.sha256"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\${NAME}"
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  DeleteRegValue HKCU "Software\Classes\.relief" ""
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
