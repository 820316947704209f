/*
 * Preloaded into processes that the campaign is to kill; never shipped.
 *
 * Counts every call by which SQLite changes one of its files (a name with ".db" in it), and ends the process with SIGKILL at
 * the call that the campaign chose: before it, after it, or, for a write, with half of its bytes written. The page
 * cache keeps what was written, as it does when a process is killed.
 *
 * The trap is a file of three 32-bit numbers that the campaign shares: calls until it springs (0: never), how it springs (0 before,
 * 1 after, 2 half), and how many calls there were.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

struct trap {
  int32_t countdown;
  int32_t when;
  int32_t count;
};
enum { BEFORE, AFTER, HALF, NOT_NOW };

static struct trap *trap;

__attribute__((constructor)) static void begin(void) {
  /* A campaign that is ended leaves nobody behind; a card process ends with its kiosk as it does in a branch. */
  if (!getenv("NODE_CHANNEL_FD")) prctl(PR_SET_PDEATHSIG, SIGKILL);
  const char *path = getenv("RECARD_KILL_TRAP");
  int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *shared = mmap(NULL, sizeof(struct trap), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (shared != MAP_FAILED) trap = shared;
}

static int is_database(int fd) {
  char link[40], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, ".db") != NULL;
}

static void end(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Which way the trap springs at this call. */
static int sprung(int fd) {
  if (!trap || !is_database(fd)) return NOT_NOW;
  trap->count++;
  if (trap->countdown <= 0 || --trap->countdown > 0) return NOT_NOW;
  if (trap->when == BEFORE) end();
  return trap->when;
}

typedef ssize_t (*write_at)(int, const void *, size_t, off64_t);

static ssize_t trapped_write(write_at next, int fd, const void *bytes, size_t length, off64_t at) {
  int when = sprung(fd);
  if (when == NOT_NOW) return next(fd, bytes, length, at);
  (void)next(fd, bytes, when == HALF ? length / 2 : length, at);
  end();
  return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  static write_at next;
  if (!next) next = (write_at)dlsym(RTLD_NEXT, "pwrite64");
  return trapped_write(next, fd, bytes, length, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  static write_at next;
  if (!next) next = (write_at)dlsym(RTLD_NEXT, "pwrite64");
  return trapped_write(next, fd, bytes, length, at);
}

static int trapped_sync(const char *name, int (**next)(int), int fd) {
  if (!*next) *next = (int (*)(int))dlsym(RTLD_NEXT, name);
  int when = sprung(fd);
  if (when == HALF) end();
  int result = (*next)(fd);
  if (when == AFTER) end();
  return result;
}

int fsync(int fd) {
  static int (*next)(int);
  return trapped_sync("fsync", &next, fd);
}

int fdatasync(int fd) {
  static int (*next)(int);
  return trapped_sync("fdatasync", &next, fd);
}
