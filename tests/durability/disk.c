/* A disk that remembers, fails or kills: loaded before the C library (LD_PRELOAD).
 *
 * After disk_begin() every call that changes something below a folder is counted, and written to a
 * log from which `power.py` makes the states that a power cut could have left. At a chosen call
 * the process kills itself, in the middle of a write if wanted; or from a chosen call on the disk
 * is full, or gone. One process, one thread at a time.
 *
 * Log: records of a header and its paths and data. O open (id, path; offset: 1 created, 2 emptied),
 * W write (id), T set length (id), S sync (id), R rename, U unlink, M mkdir, X rmdir, A said (path).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FDS 4096

struct header {
    uint32_t kind, n_first, n_second, unused;
    uint64_t id, offset, length;
};

static char root[PATH_MAX];
static size_t n_root;
static int log_fd = -1;
static int watching, torn, fail_error, no_locks;
static long count, kill_at, fail_from;
static uint64_t ids, id_of[MOST_FDS];

static void put_log(const void *data, size_t n) {
    const char *at = data;
    while (n > 0) {
        long done = syscall(SYS_write, log_fd, at, n);
        if (done <= 0) _exit(97);
        at += done;
        n -= (size_t)done;
    }
}

static void note(char kind, uint64_t id, uint64_t offset, const char *first, const char *second,
                 const void *data, uint64_t length, size_t n_data) {
    if (log_fd < 0) return;
    struct header head = {(uint32_t)kind, (uint32_t)strlen(first), (uint32_t)strlen(second), 0,
                          id, offset, length};
    put_log(&head, sizeof head);
    put_log(first, head.n_first);
    put_log(second, head.n_second);
    if (n_data) put_log(data, n_data);
}

/* -- for the program under test, by ctypes */

void disk_begin(const char *folder, const char *log, long kill_at_call, int tear) {
    strncpy(root, folder, sizeof root - 1);
    n_root = strlen(root);
    log_fd = *log ? (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    kill_at = kill_at_call;
    torn = tear;
    watching = 1;
}

void disk_fail(long from_call, int error) { fail_from = count + from_call; fail_error = error; }
void disk_without_locks(int yes) { no_locks = yes; }
long disk_count(void) { return count; }
void disk_said(const char *text) { note('A', 0, 0, text, "", NULL, 0, 0); }

/* -- what is watched */

static int is_inside(const char *path) {
    return watching && !strncmp(path, root, n_root) && (path[n_root] == '/' || !path[n_root]);
}

static int is_watched(int fd) { return watching && fd >= 0 && fd < MOST_FDS && id_of[fd]; }

/* The whole path of what a call names; "" when it is of no concern. */
static const char *whole(char *buffer, int dir, const char *path) {
    buffer[0] = 0;
    if (!watching || !path) return buffer;
    if (path[0] == '/') {
        snprintf(buffer, PATH_MAX, "%s", path);
    } else {
        char link[64], folder[PATH_MAX];
        if (dir == AT_FDCWD) {
            if (!getcwd(folder, sizeof folder)) return buffer;
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
            ssize_t n = readlink(link, folder, sizeof folder - 1);
            if (n < 0) return buffer;
            folder[n] = 0;
        }
        if ((size_t)snprintf(buffer, PATH_MAX, "%s/%s", folder, path) >= PATH_MAX) buffer[0] = 0;
    }
    if (!is_inside(buffer)) buffer[0] = 0;
    return buffer;
}

static int is_failing(int takes_room) {
    if (!fail_error || count < fail_from) return 0;
    if (fail_error == ENOSPC && !takes_room) return 0;
    errno = fail_error;
    return 1;
}

static void die(void) { syscall(SYS_kill, getpid(), SIGKILL); for (;;) pause(); }

/* Counts a call that changes something; the process may end here. 1: it fails. */
static int counted(int takes_room) {
    count++;
    if (kill_at && count == kill_at) die();
    return is_failing(takes_room);
}

/* -- files */

static int opened(int fd, const char *path, int flags, int was_there) {
    if (fd < 0 || fd >= MOST_FDS || !*path) return fd;
    id_of[fd] = ++ids;
    int how = (was_there ? 0 : 1) | ((flags & O_TRUNC) ? 2 : 0);
    note('O', id_of[fd], (uint64_t)how, path, "", NULL, 0, 0);
    return fd;
}

static int do_open(int dir, const char *path, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    const char *name = whole(buffer, dir, path);
    int was_there = 1;
    if (*name) {
        was_there = faccessat(AT_FDCWD, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
        int changes = (!was_there && (flags & O_CREAT)) || (flags & O_TRUNC);
        if (changes ? counted(!was_there) : is_failing(0)) return -1;
    }
    int fd = (int)syscall(SYS_openat, dir, path, flags, mode);
    return opened(fd, name, flags, was_there);
}

#define OPEN(name, before, dir) \
    int name(before const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); \
        } \
        return do_open(dir, path, flags, mode); \
    }
#define NOTHING
#define FOLDER int dir,
OPEN(open, NOTHING, AT_FDCWD)
OPEN(open64, NOTHING, AT_FDCWD)
OPEN(openat, FOLDER, dir)
OPEN(openat64, FOLDER, dir)
int creat(const char *path, mode_t mode) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
    if (fd >= 0 && fd < MOST_FDS) id_of[fd] = 0;
    return (int)syscall(SYS_close, fd);
}

static ssize_t do_pwrite(int fd, const void *data, size_t n, off_t at, int moves) {
    if (!is_watched(fd)) return moves ? syscall(SYS_write, fd, data, n) : syscall(SYS_pwrite64, fd, data, n, at);
    if (moves) {
        int flags = fcntl(fd, F_GETFL);
        at = lseek(fd, 0, (flags & O_APPEND) ? SEEK_END : SEEK_CUR);
    }
    count++;
    if (kill_at && count == kill_at) {
        if (torn) syscall(SYS_pwrite64, fd, data, n / 2, at);
        die();
    }
    if (is_failing(1)) return -1;
    ssize_t done = moves ? syscall(SYS_write, fd, data, n) : syscall(SYS_pwrite64, fd, data, n, at);
    if (done > 0) note('W', id_of[fd], (uint64_t)at, "", "", data, (uint64_t)done, (size_t)done);
    return done;
}

ssize_t write(int fd, const void *data, size_t n) { return do_pwrite(fd, data, n, 0, 1); }
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return do_pwrite(fd, data, n, at, 0); }
ssize_t pwrite64(int fd, const void *data, size_t n, off_t at) { return do_pwrite(fd, data, n, at, 0); }

ssize_t writev(int fd, const struct iovec *parts, int n) {
    if (!is_watched(fd)) return syscall(SYS_writev, fd, parts, n);
    ssize_t all = 0;
    for (int i = 0; i < n; i++) {
        ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (done < 0) return all ? all : -1;
        all += done;
    }
    return all;
}

/* Not here: the callers take the long way, whose writes are seen. */
ssize_t copy_file_range(int in, off_t *a, int out, off_t *b, size_t n, unsigned flags) {
    if (is_watched(out)) { errno = EXDEV; return -1; }
    return syscall(SYS_copy_file_range, in, a, out, b, n, flags);
}
ssize_t sendfile(int out, int in, off_t *at, size_t n) {
    if (is_watched(out)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, out, in, at, n);
}
ssize_t sendfile64(int out, int in, off_t *at, size_t n) { return sendfile(out, in, at, n); }

ssize_t pread64(int fd, void *data, size_t n, off_t at) {
    if (is_watched(fd) && fail_error != ENOSPC && is_failing(0)) return -1;
    return syscall(SYS_pread64, fd, data, n, at);
}
ssize_t pread(int fd, void *data, size_t n, off_t at) { return pread64(fd, data, n, at); }
ssize_t read(int fd, void *data, size_t n) {
    if (is_watched(fd) && fail_error != ENOSPC && is_failing(0)) return -1;
    return syscall(SYS_read, fd, data, n);
}

int ftruncate64(int fd, off_t length) {
    if (is_watched(fd)) {
        if (counted(1)) return -1;
        note('T', id_of[fd], (uint64_t)length, "", "", NULL, 0, 0);
    }
    return (int)syscall(SYS_ftruncate, fd, length);
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int do_sync(int fd, long call) {
    if (is_watched(fd)) {
        if (counted(0)) return -1;
        int done = (int)syscall(call, fd);
        if (!done) note('S', id_of[fd], 0, "", "", NULL, 0, 0);
        return done;
    }
    return (int)syscall(call, fd);
}
int fsync(int fd) { return do_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return do_sync(fd, SYS_fdatasync); }

int flock(int fd, int how) {
    if (no_locks && is_watched(fd)) { errno = ENOLCK; return -1; }
    return (int)syscall(SYS_flock, fd, how);
}

/* -- names */

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    char x[PATH_MAX], y[PATH_MAX];
    const char *first = whole(x, a, from), *second = whole(y, b, to);
    int ours = *first && *second;
    if (ours && counted(1)) return -1;
    int done = (int)syscall(SYS_renameat2, a, from, b, to, flags);
    if (ours && !done) note('R', 0, 0, first, second, NULL, 0, 0);
    return done;
}
int renameat(int a, const char *from, int b, const char *to) { return renameat2(a, from, b, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int dir, const char *path, int flags) {
    char buffer[PATH_MAX];
    const char *name = whole(buffer, dir, path);
    if (*name && counted(0)) return -1;
    int done = (int)syscall(SYS_unlinkat, dir, path, flags);
    if (*name && !done) note((flags & AT_REMOVEDIR) ? 'X' : 'U', 0, 0, name, "", NULL, 0, 0);
    return done;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
    int done = unlinkat(AT_FDCWD, path, 0);
    return done && errno == EISDIR ? rmdir(path) : done;
}

int mkdirat(int dir, const char *path, mode_t mode) {
    char buffer[PATH_MAX];
    const char *name = whole(buffer, dir, path);
    if (*name && counted(1)) return -1;
    int done = (int)syscall(SYS_mkdirat, dir, path, mode);
    if (*name && !done) note('M', 0, 0, name, "", NULL, 0, 0);
    return done;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
