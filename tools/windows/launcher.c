/* python.exe of an installation and, as the real one, of a venv: that of a venv starts the other,
   hands it its pipes and takes it along when it is killed. */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#define LONGEST 4096
typedef int (*Main)(int, wchar_t **);

/* `home` of the pyvenv.cfg above `self`; empty where there is none. */
static void find_home(const wchar_t *self, wchar_t *home) {
  wchar_t settings[LONGEST], line[LONGEST];
  wcscpy(settings, self);
  for (int step = 0; step < 2; step++) {
    wchar_t *cut = wcsrchr(settings, L'\\');
    if (cut) *cut = 0;
  }
  wcscat(settings, L"\\pyvenv.cfg");
  FILE *file = _wfopen(settings, L"r, ccs=UTF-8");
  while (file && fgetws(line, LONGEST, file))
    if (!wcsncmp(line, L"home = ", 7)) {
      wcscpy(home, line + 7);
      home[wcscspn(home, L"\r\n")] = 0;
    }
  if (file) fclose(file);
}

/* A job that ends its processes when it is closed, as it is when we end. */
static HANDLE make_job(void) {
  HANDLE job = CreateJobObjectW(NULL, NULL);
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION info;
  DWORD size;
  QueryInformationJobObject(job, JobObjectExtendedLimitInformation, &info, sizeof info, &size);
  info.BasicLimitInformation.LimitFlags |=
      JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
  SetInformationJobObject(job, JobObjectExtendedLimitInformation, &info, sizeof info);
  return job;
}

static int hand_over(const wchar_t *python) {
  STARTUPINFOW start = {sizeof start};
  PROCESS_INFORMATION child;
  DWORD code;
  start.dwFlags = STARTF_USESTDHANDLES;
  start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  HANDLE job = make_job();
  if (!CreateProcessW(python, GetCommandLineW(), NULL, NULL, TRUE, 0, NULL, NULL, &start, &child))
    return 112;
  AssignProcessToJobObject(job, child.hProcess);
  SetConsoleCtrlHandler(NULL, TRUE);
  WaitForSingleObject(child.hProcess, INFINITE);
  GetExitCodeProcess(child.hProcess, &code);
  return (int)code;
}

int wmain(int argc, wchar_t **argv) {
  wchar_t self[LONGEST], home[LONGEST] = L"";
  GetModuleFileNameW(NULL, self, LONGEST);
  find_home(self, home);
  if (*home) {
    SetEnvironmentVariableW(L"__PYVENV_LAUNCHER__", self);
    return hand_over(wcscat(home, L"\\python.exe"));
  }
  HMODULE python = LoadLibraryW(L"python311.dll");
  return python ? ((Main)GetProcAddress(python, "Py_Main"))(argc, argv) : 111;
}
