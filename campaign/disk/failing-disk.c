/*
 * Preloaded into a process of the campaign, never into a kiosk or a server that is in use.
 *
 * Makes system calls on the files of one folder fail as a disk does that is full, read-only or broken. Which calls,
 * with what error and from which one on stands in a small file that the campaign changes while the process runs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, READ = 4, CHANGE = 8 };

/* The layout that failing-disk.ts writes. */
struct control {
  int kinds;   /* Calls that are counted, and fail once their turn has come. */
  int error;   /* Their errno. */
  int spared;  /* So many of them still go well. */
  int failing; /* So many fail after those; negative: all. */
  int seen;
  int failed;
  char unused[40];
  char folder[448];
};

static struct control *control;

/* The C library's own function of that name. */
#define NEXT(function)                 \
  static __typeof__(function) *next;   \
  if (!next) next = (__typeof__(function) *)dlsym(RTLD_NEXT, #function)

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("RECARD_FAILING_DISK");
  if (!path) return;
  NEXT(open64);
  int fd = next(path, O_RDWR);
  if (fd < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped != MAP_FAILED) control = mapped;
  close(fd);
}

static int concerns(const char *path) {
  return control->folder[0] != 0 && strncmp(path, control->folder, strlen(control->folder)) == 0;
}

static int concerns_fd(int fd) {
  char link[32], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return concerns(path);
}

/* Counts a call that is concerned and says whether it is to fail, with errno set. */
static int fails(void) {
  int seen = __atomic_fetch_add(&control->seen, 1, __ATOMIC_SEQ_CST);
  if (seen < control->spared) return 0;
  if (control->failing >= 0 && seen >= control->spared + control->failing) return 0;
  __atomic_fetch_add(&control->failed, 1, __ATOMIC_SEQ_CST);
  errno = control->error;
  return 1;
}

static int fails_fd(int kind, int fd) {
  int saved = errno;
  int is_meant = control && (control->kinds & kind) && concerns_fd(fd);
  errno = saved;
  return is_meant && fails();
}

static int fails_path(int kind, const char *path) {
  return control && (control->kinds & kind) && concerns(path) && fails();
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  NEXT(pwrite64);
  return fails_fd(WRITE, fd) ? -1 : next(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  NEXT(write);
  return fails_fd(WRITE, fd) ? -1 : next(fd, bytes, count);
}

int ftruncate64(int fd, off64_t length) {
  NEXT(ftruncate64);
  return fails_fd(WRITE, fd) ? -1 : next(fd, length);
}

int fsync(int fd) {
  NEXT(fsync);
  return fails_fd(SYNC, fd) ? -1 : next(fd);
}

int fdatasync(int fd) {
  NEXT(fdatasync);
  return fails_fd(SYNC, fd) ? -1 : next(fd);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t offset) {
  NEXT(pread64);
  return fails_fd(READ, fd) ? -1 : next(fd, bytes, count, offset);
}

ssize_t read(int fd, void *bytes, size_t count) {
  NEXT(read);
  return fails_fd(READ, fd) ? -1 : next(fd, bytes, count);
}

int rename(const char *from, const char *to) {
  NEXT(rename);
  return fails_path(CHANGE, from) ? -1 : next(from, to);
}

int unlink(const char *path) {
  NEXT(unlink);
  return fails_path(CHANGE, path) ? -1 : next(path);
}

int open64(const char *path, int flags, ...) {
  NEXT(open64);
  va_list rest;
  va_start(rest, flags);
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  int kind = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) ? CHANGE : READ;
  return fails_path(kind, path) ? -1 : next(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open64(path, flags, mode);
}
