/*
 * Preloaded into pcscd on development machines, never on a kiosk.
 *
 * vpcd, the virtual reader, sends a frame's two length bytes and its payload separately over TCP. Nagle's
 * algorithm holds the second back until the first is acknowledged, and the peer delays that: 49 ms per APDU.
 * TCP_NODELAY on every socket that pcscd accepts or connects brings it to about 1 ms.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* Sockets that are not TCP (pcscd's own are AF_UNIX) refuse the option: that is no error of the caller. */
static void send_at_once(int fd) {
  int saved = errno;
  int on = 1;
  if (fd >= 0) (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  errno = saved;
}

int accept(int listener, struct sockaddr *address, socklen_t *length) {
  static int (*next)(int, struct sockaddr *, socklen_t *);
  if (!next) next = (int (*)(int, struct sockaddr *, socklen_t *))dlsym(RTLD_NEXT, "accept");
  int fd = next(listener, address, length);
  send_at_once(fd);
  return fd;
}

int connect(int fd, const struct sockaddr *address, socklen_t length) {
  static int (*next)(int, const struct sockaddr *, socklen_t);
  if (!next) next = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
  int result = next(fd, address, length);
  send_at_once(fd);
  return result;
}
