/*
 * Preloaded into pcscd: a USB reader that can be unplugged and plugged in again. It is simulated at both of its ends,
 * udev's word of the device and the driver's way to it; all between them is pcscd's own: its hotplug thread, the
 * reader that it takes away from its clients in mid-command, the one that it makes anew.
 *
 * The device is there while the file "plugged" is in the folder that RECARD_USB names. Its driver is that of
 * vsmartcard in the place of libccid: tokens dial in as ever.
 */
#define _GNU_SOURCE
#include <PCSC/ifdhandler.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define TEXT(number) #number
#define VPCD(port) "/dev/null:" TEXT(port)

static int plugged(void)
{
    char file[4096];
    const char *folder = getenv("RECARD_USB");
    snprintf(file, sizeof file, "%s/plugged", folder == NULL ? "" : folder);
    return access(file, F_OK) == 0;
}

/* The driver: pcscd finds here, and in libifdvpcd.so behind it, what it looks for in libccid.so. */

void *dlopen(const char *file, int flags)
{
    Dl_info self;
    if (file != NULL && strstr(file, "/libccid.so") != NULL && dladdr((void *)plugged, &self) != 0)
        file = self.dli_fname;
    return REAL(dlopen)(file, flags);
}

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR device)
{
    (void)device;
    return plugged() ? REAL(IFDHCreateChannelByName)(lun, VPCD(READER_PORT)) : IFD_NO_SUCH_DEVICE;
}

/* vsmartcard has two slots; a reader that is plugged in has one. */
RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value)
{
    RESPONSECODE code = REAL(IFDHGetCapabilities)(lun, tag, length, value);
    if (code == IFD_SUCCESS && tag == TAG_IFD_SLOTS_NUMBER) *value = 1;
    return code;
}

RESPONSECODE IFDHICCPresence(DWORD lun)
{
    return plugged() ? REAL(IFDHICCPresence)(lun) : IFD_NO_SUCH_DEVICE;
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length)
{
    return plugged() ? REAL(IFDHPowerICC)(lun, action, atr, length) : IFD_NO_SUCH_DEVICE;
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send, PUCHAR command, DWORD length, PUCHAR response,
                               PDWORD space, PSCARD_IO_HEADER receive)
{
    RESPONSECODE code = IFD_NO_SUCH_DEVICE;
    if (plugged()) code = REAL(IFDHTransmitToICC)(lun, send, command, length, response, space, receive);
    /* A device that left meanwhile never handed the answer on. */
    if (plugged()) return code;
    *space = 0;
    return IFD_NO_SUCH_DEVICE;
}

/* udev: one device or none. What pcscd is given are tokens that it only hands back. */

#define SOME ((void *)1)
static int events = -1;

void *udev_new(void) { return SOME; }
void *udev_unref(void *udev) { (void)udev; return NULL; }
void *udev_enumerate_new(void *udev) { return udev; }
int udev_enumerate_add_match_subsystem(void *enumerate, const char *name) { (void)enumerate; (void)name; return 0; }
int udev_enumerate_scan_devices(void *enumerate) { (void)enumerate; return 0; }
void *udev_enumerate_get_list_entry(void *enumerate) { (void)enumerate; return plugged() ? SOME : NULL; }
void *udev_enumerate_unref(void *enumerate) { (void)enumerate; return NULL; }
void *udev_list_entry_get_next(void *entry) { (void)entry; return NULL; }
const char *udev_list_entry_get_name(void *entry) { (void)entry; return "/sys/recard"; }
void *udev_device_new_from_syspath(void *udev, const char *path) { (void)udev; (void)path; return SOME; }
void *udev_device_unref(void *device) { (void)device; return NULL; }
const char *udev_device_get_devnode(void *device) { (void)device; return "/dev/bus/usb/001/002"; }
const char *udev_device_get_sysname(void *device) { (void)device; return "1-1:1.0"; }
const char *udev_device_get_action(void *device) { (void)device; return plugged() ? "add" : "remove"; }

void *udev_device_get_parent_with_subsystem_devtype(void *device, const char *subsystem, const char *type)
{
    (void)subsystem;
    (void)type;
    return device;
}

/* A reader that libccid's list names. */
const char *udev_device_get_sysattr_value(void *device, const char *name)
{
    (void)device;
    if (strcmp(name, "idVendor") == 0) return "08e6";
    if (strcmp(name, "idProduct") == 0) return "3437";
    return strcmp(name, "bInterfaceNumber") == 0 ? "00" : NULL;
}

void *udev_monitor_new_from_netlink(void *udev, const char *name)
{
    (void)name;
    events = inotify_init1(IN_CLOEXEC);
    return inotify_add_watch(events, getenv("RECARD_USB"), IN_CREATE | IN_DELETE) < 0 ? NULL : udev;
}

int udev_monitor_filter_add_match_subsystem_devtype(void *monitor, const char *subsystem, const char *type)
{
    (void)monitor;
    (void)subsystem;
    (void)type;
    return 0;
}

int udev_monitor_enable_receiving(void *monitor) { (void)monitor; return 0; }
int udev_monitor_get_fd(void *monitor) { (void)monitor; return events; }

void *udev_monitor_receive_device(void *monitor)
{
    char buffer[4096];
    return read(events, buffer, sizeof buffer) > 0 ? monitor : NULL;
}
