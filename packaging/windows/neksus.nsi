; Installs Neksus for one user, without administrator rights: makensis -DVERSION=0.1.0 -DSOURCE=...\dist\neksus neksus.nsi
; Rules kept here: nothing outside the user's own folders and HKCU; the profile (%LOCALAPPDATA%\neksus-desktop) is never
; touched, neither by an update nor by removing the program; a running program is closed by the user, never killed.
Unicode true
ManifestDPIAware true
ManifestLongPathAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!ifndef OUTPUT
  !define OUTPUT "neksus-${VERSION}-windows-x86_64-setup.exe"
!endif
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Neksus"

Name "Neksus"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Neksus"
InstallDirRegKey HKCU "Software\Neksus" "Folder"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Neksus"
VIAddVersionKey "FileDescription" "Neksus"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Norwegian"
!insertmacro MUI_LANGUAGE "NorwegianNynorsk"
!insertmacro MUI_LANGUAGE "English"
LangString TooOld ${LANG_NORWEGIAN} "Neksus trenger Windows 10 (22H2) eller nyere."
LangString TooOld ${LANG_NORWEGIANNYNORSK} "Neksus treng Windows 10 (22H2) eller nyare."
LangString TooOld ${LANG_ENGLISH} "Neksus needs Windows 10 (22H2) or newer."
LangString Running ${LANG_NORWEGIAN} "Lukk Neksus først, og trykk OK."
LangString Running ${LANG_NORWEGIANNYNORSK} "Lukk Neksus først, og trykk OK."
LangString Running ${LANG_ENGLISH} "Close Neksus first, then press OK."

!macro CLOSED UN
Function ${UN}WaitUntilClosed
  IfFileExists "$INSTDIR\neksus.exe" 0 closed
  again:
  ; A program that runs cannot be opened for writing.
  ClearErrors
  FileOpen $0 "$INSTDIR\neksus.exe" a
  IfErrors 0 free
  MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDOK again
  Abort
  free:
  FileClose $0
  closed:
FunctionEnd
!macroend
!insertmacro CLOSED ""
!insertmacro CLOSED "un."

Function .onInit
  ; 19045 is Windows 10 22H2.
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $0 < 19045
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    Abort
  ${EndIf}
FunctionEnd

Section "Neksus"
  Call WaitUntilClosed
  ; An update replaces the program folder whole: no library of the old version is left beside the new one.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR\remove.exe"
  WriteRegStr HKCU "Software\Neksus" "Folder" "$INSTDIR"
  CreateShortCut "$SMPROGRAMS\Neksus.lnk" "$INSTDIR\neksus.exe"
  ; Offered under «Open with» for .json; it does not take .json files from other programs.
  WriteRegStr HKCU "Software\Classes\Applications\neksus.exe" "FriendlyAppName" "Neksus"
  WriteRegStr HKCU "Software\Classes\Applications\neksus.exe\SupportedTypes" ".json" ""
  WriteRegStr HKCU "Software\Classes\Applications\neksus.exe\shell\open\command" "" '"$INSTDIR\neksus.exe" open "%1"'
  WriteRegStr HKCU "${KEY}" "DisplayName" "Neksus"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\neksus.exe"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\remove.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\remove.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\neksus.exe"
  Delete "$INSTDIR\neksus-cli.exe"
  Delete "$INSTDIR\neksus.cdx.json"
  Delete "$INSTDIR\remove.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Neksus.lnk"
  DeleteRegKey HKCU "Software\Classes\Applications\neksus.exe"
  DeleteRegKey HKCU "Software\Neksus"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
