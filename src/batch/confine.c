#include "batch/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// --- files: Landlock ---

// Rights that came with later kernels, by the version that brought them. The headers may be older.
#define FS_REFER (1ULL << 13)
#define FS_TRUNCATE (1ULL << 14)

static const guint64 read_file = LANDLOCK_ACCESS_FS_READ_FILE,
		     read_all = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
		     write_all = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
				 LANDLOCK_ACCESS_FS_MAKE_REG;

static guint64 rights_to_give_up(long version)
{
	guint64 rights = LANDLOCK_ACCESS_FS_EXECUTE | read_all | write_all | LANDLOCK_ACCESS_FS_REMOVE_DIR |
			 LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
			 LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
			 LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
	if (version >= 2)
		rights |= FS_REFER;
	if (version >= 3)
		rights |= FS_TRUNCATE;
	return rights;
}

static bool allow(int rules, const char *path, guint64 rights)
{
	struct landlock_path_beneath_attr rule = {.parent_fd = open(path, O_PATH | O_CLOEXEC)};
	struct stat status;
	if (rule.parent_fd < 0)
		return true;
	// A file takes no rights of folders.
	bool is_folder = fstat(rule.parent_fd, &status) == 0 && S_ISDIR(status.st_mode);
	rule.allowed_access = is_folder ? rights : rights & (read_file | LANDLOCK_ACCESS_FS_WRITE_FILE);
	bool done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return done;
}

static bool confine_files(const char *const *readable, const char *const *writable)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 0)
		return errno == ENOSYS || errno == EOPNOTSUPP;
	guint64 rights = rights_to_give_up(version);
	struct landlock_ruleset_attr attributes = {.handled_access_fs = rights};
	// Later members of the structure are none of ours.
	const size_t size = sizeof attributes.handled_access_fs;
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
	if (rules < 0)
		return false;
	bool done = true;
	for (; done && *readable; readable++)
		done = allow(rules, *readable, read_all);
	for (; done && *writable; writable++)
		done = allow(rules, *writable, (read_all | write_all | FS_TRUNCATE) & rights);
	done = done && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return done;
}

// --- calls: a filter ---

#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
#define REFUSE(name, error)                                                                                  \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1),                                               \
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define DENY(name) REFUSE(name, EACCES)

static bool confine_calls(void)
{
	enum { OTHER_ABI = 0x40000000 }; // numbers of the x32 interface
	static const struct sock_filter filter[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_ABI, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	    DENY(socket),
	    DENY(socketpair),
	    DENY(io_uring_setup),
	    DENY(execve),
	    DENY(execveat),
	    DENY(ptrace),
	    DENY(kill),
	    DENY(pidfd_send_signal),
	    DENY(process_vm_readv),
	    DENY(process_vm_writev),
	    DENY(pidfd_getfd),
	    DENY(bpf),
	    DENY(userfaultfd),
	    DENY(mount),
	    DENY(unshare),
	    DENY(setns),
#ifdef SYS_fork
	    DENY(fork),
	    DENY(vfork),
#endif
	    // Threads are made by clone with these flags; clone3 hides its flags, and libraries do without.
	    REFUSE(clone3, ENOSYS),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
	    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = G_N_ELEMENTS(filter), .filter = (struct sock_filter *)filter};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
#else
static bool confine_calls(void)
{
	return true;
}
#endif

bool confine(const char *const *readable, const char *const *writable)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && confine_files(readable, writable) &&
	       confine_calls();
}
