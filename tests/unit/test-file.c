// Files below a folder, through all links, while others change them. Calls of the C library come through
// here, so that names are changed between any two of them: no chance is involved.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/file.h"

// --- what goes on between calls ---

static struct {
	char *folder;     // "in" below it is the one to stay in
	bool is_old;      // the kernel has no openat2
	int calls;        // so far
	int there, back;  // before which call the name changes, and changes back; 0: never
	const char *name; // that changes
	const char *other;
} scene;

static char *in_scene(const char *name)
{
	return g_build_filename(scene.folder, name, NULL);
}

static void exchange(const char *name, const char *other)
{
	g_autofree char *one = in_scene(name), *two = in_scene(other);
	g_assert_cmpint(renameat2(AT_FDCWD, one, AT_FDCWD, two, RENAME_EXCHANGE), ==, 0);
}

static void pass_call(void)
{
	int error = errno;
	scene.calls++;
	if (scene.name && (scene.calls == scene.there || scene.calls == scene.back))
		exchange(scene.name, scene.other);
	errno = error;
}

#define REAL(name, type) ((type)(void (*)(void))dlsym(RTLD_NEXT, name))

long syscall(long number, ...)
{
	va_list list;
	long a[4];
	va_start(list, number);
	for (int i = 0; i < 4; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	if (number == SYS_openat2)
		pass_call();
	if (number == SYS_openat2 && scene.is_old) {
		errno = ENOSYS;
		return -1;
	}
	return REAL("syscall", long (*)(long, ...))(number, a[0], a[1], a[2], a[3]);
}

int open(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
	va_end(list);
	pass_call();
	return REAL("open", int (*)(const char *, int, ...))(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	pass_call();
	return REAL("openat", int (*)(int, const char *, int, ...))(folder, path, flags, 0);
}

int fstat(int file, struct stat *status)
{
	pass_call();
	return REAL("fstat", int (*)(int, struct stat *))(file, status);
}

ssize_t readlink(const char *path, char *buffer, size_t size)
{
	pass_call();
	return REAL("readlink", ssize_t(*)(const char *, char *, size_t))(path, buffer, size);
}

// --- the scene ---

static void write_file(const char *name, const char *text)
{
	g_autofree char *path = in_scene(name);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void make_folder(const char *name)
{
	g_autofree char *path = in_scene(name);
	g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
}

static void make_link(const char *name, const char *to)
{
	g_autofree char *path = in_scene(name);
	g_assert_cmpint(symlink(to, path), ==, 0);
}

// A link that says where it leads from the root.
static void make_long_link(const char *name, const char *to)
{
	g_autofree char *whole = in_scene(to);
	make_link(name, whole);
}

static void make_pipe(const char *name)
{
	g_autofree char *path = in_scene(name);
	g_assert_cmpint(mkfifo(path, 0600), ==, 0);
}

// Needs powers that not all who test have.
static void make_device(const char *name)
{
	g_autofree char *path = in_scene(name);
	if (mknod(path, S_IFCHR | 0600, (dev_t)0x105) != 0) // that of endless zeros
		make_pipe(name);
}

static void make_scene(void)
{
	g_autofree char *made = g_dir_make_tmp("bulletin-file-XXXXXX", NULL);
	scene.folder = realpath(made, NULL);
	make_folder("in");
	make_folder("in/sub");
	make_folder("in-2");
	make_folder("out");
	write_file("in/file", "inside");
	write_file("in/sub/file", "inside");
	write_file("in-2/file", "secret");
	write_file("out/file", "secret");
	make_pipe("in/pipe");
	make_device("in/device");
	make_link("in/link", "file");
	make_link("in/link-to-link", "link");
	make_link("in/sub/up", "../file");
	make_link("in/sub-link", "sub");
	make_link("in/self", ".");
	make_link("in/loop", "loop");
	make_link("in/nowhere", "no-such-file");
	make_long_link("in/long", "in/sub/file");
	make_long_link("in/long-sub", "in/sub");
	make_link("in/out", "../out/file");
	make_link("in/out-by-in", "../in/../out/file");
	make_link("in/link-to-out", "out");
	make_link("in/out-folder", "../out");
	make_link("in/zeros", "/dev/zero");
	make_link("in/by-process", "/proc/self/root/etc/passwd");
	make_long_link("in/long-out", "out/file");
	make_long_link("in/long-near", "in-2/file");
	make_long_link("in/long-out-folder", "out");
	make_link("in/back", "../in/file");
	make_link("whole", "in");
}

static void remove_all(const char *path)
{
	g_autoptr(GDir) dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		remove_all(inner);
	}
	g_assert_cmpint(g_remove(path), ==, 0);
}

// What is read of a file that has to be in "in", or in another folder; NULL and errno.
static char *read_below(const char *name, const char *folder)
{
	g_autofree char *path = in_scene(name), *below = in_scene(folder);
	FilePlace place = {path, below};
	g_autoptr(GBytes) bytes = file_read(&place, 100);
	return bytes ? g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)) : NULL;
}

// --- tests ---

static const struct {
	const char *name;
	int error; // 0: it is read
} names[] = {
    {"in/file", 0},
    {"in//sub/./file", 0},
    {"in/link", 0},
    {"in/link-to-link", 0},
    {"in/sub/up", 0},
    {"in/sub-link/file", 0},
    {"in/sub-link/up", 0},
    {"in/self/self/file", 0},
    {"in/long", 0},
    {"in/long-sub/file", 0},
    {"in/long-sub/up", 0},
    {"in/sub/../file", 0},
    {"in/back", 0}, // it goes out, but it comes back
    {"in/out", EXDEV},
    {"in/out-by-in", EXDEV},
    {"in/link-to-out", EXDEV},
    {"in/out-folder/file", EXDEV},
    {"in/long-out", EXDEV},
    {"in/long-near", EXDEV},
    {"in/long-out-folder/file", EXDEV},
    {"in/../out/file", EXDEV},
    {"in/../in-2/file", EXDEV},
    {"in-2/file", EXDEV},
    {"out/file", EXDEV},
    {"in/zeros", EXDEV},
    {"in/by-process", EXDEV},
    {"in/pipe", ENOTSUP},
    {"in/device", ENOTSUP},
    {"in/sub", ENOTSUP},
    {"in/sub-link", ENOTSUP},
    {"in/.", ENOTSUP},
    {"in/no-such-file", ENOENT},
    {"in/nowhere", ENOENT},
    {"in/loop", ELOOP},
    {"in/file/file", ENOTDIR},
};

static void test_names(gconstpointer is_old)
{
	scene.is_old = GPOINTER_TO_INT(is_old);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_test_message("%s", names[i].name);
		g_autofree char *text = read_below(names[i].name, "in");
		int error = errno;
		g_assert_cmpstr(text, ==, names[i].error ? NULL : "inside");
		if (names[i].error)
			g_assert_cmpint(error, ==, names[i].error);
	}
}

// The folder itself may be a link: who named it is trusted.
static void test_folder(gconstpointer is_old)
{
	scene.is_old = GPOINTER_TO_INT(is_old);
	g_autofree char *inside = read_below("whole/link", "whole");
	g_assert_cmpstr(inside, ==, "inside");
	g_assert_null(read_below("whole/out", "whole"));
	g_assert_cmpint(errno, ==, EXDEV);
	g_assert_null(read_below("none/file", "none"));
	g_assert_cmpint(errno, ==, ENOENT);
	FilePlace anywhere = {"/dev/zero", "/"};
	g_assert_cmpint(file_open(&anywhere), ==, -1);
	g_assert_cmpint(errno, ==, ENOTSUP);
}

static void test_anywhere(void)
{
	static const char *const kinds[] = {"in/pipe", "in/device", "in/sub"};
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *path = in_scene(kinds[i]);
		g_assert_cmpint(file_open(&(FilePlace){.path = path}), ==, -1);
		g_assert_cmpint(errno, ==, ENOTSUP);
	}
	g_autofree char *path = in_scene("in/out");
	g_autoptr(GBytes) bytes = file_read(&(FilePlace){.path = path}, 6);
	g_assert_cmpuint(g_bytes_get_size(bytes), ==, 6);
	g_assert_null(file_read(&(FilePlace){.path = path}, 5));
	g_assert_cmpint(errno, ==, EFBIG);
}

static void test_keys(void)
{
	FilePlace free = {"/a", NULL}, bound = {"/a", "/"}, other = {"/b", "/"};
	g_assert_true(file_place_equal(&bound, &(FilePlace){"/a", "/"}));
	g_assert_true(file_place_equal(&free, &(FilePlace){"/a", NULL}));
	g_assert_false(file_place_equal(&bound, &free));
	g_assert_false(file_place_equal(&bound, &other));
	g_assert_cmpuint(file_place_hash(&bound), ==, file_place_hash(&free));
}

// Reads while the name changes before one call and changes back before another; whether there were so many.
static bool read_changing(const char *path, int there, int back)
{
	scene.calls = 0;
	scene.there = there;
	scene.back = back;
	g_autofree char *text = read_below(path, "in");
	scene.there = scene.back = 0;
	int calls = scene.calls;
	if (there <= calls && !(there < back && back <= calls))
		exchange(scene.name, scene.other);
	if (text)
		g_assert_cmpstr(text, ==, "inside");
	return there <= calls;
}

// Whatever changes between whatever calls: it is the file inside, or none.
static void test_changes(gconstpointer is_old)
{
	static const struct {
		const char *path, *name, *other;
	} changes[] = {
	    {"in/file", "in/file", "in/out"},
	    {"in/file", "in/file", "in/long-out"},
	    {"in/file", "in/file", "in/pipe"},
	    {"in/link", "in/link", "in/out"},
	    {"in/link", "in/file", "in/long-out"},
	    {"in/long", "in/long", "in/out"},
	    {"in/long", "in/long", "in/long-out"},
	    {"in/long", "in/sub", "in/out-folder"},
	    {"in/long", "in/sub/file", "in/zeros"},
	    {"in/out", "in/out", "in/file"},
	    {"in/long-out", "in/long-out", "in/long"},
	    {"in/sub/file", "in/sub", "in/out-folder"},
	    {"in/sub/file", "in/sub", "in/long-out-folder"},
	    {"in/long-sub/file", "in/long-sub", "in/out-folder"},
	    {"in/back", "in/back", "in/out"},
	};
	scene.is_old = GPOINTER_TO_INT(is_old);
	for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
		scene.name = changes[i].name;
		scene.other = changes[i].other;
		for (int there = 1; read_changing(changes[i].path, there, 0); there++)
			for (int back = there + 1; back < 20; back++)
				read_changing(changes[i].path, there, back);
	}
	scene.name = NULL;
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	make_scene();
	alarm(60); // against waiting for a pipe
	g_test_add_data_func("/file/names", GINT_TO_POINTER(false), test_names);
	g_test_add_data_func("/file/names, older kernel", GINT_TO_POINTER(true), test_names);
	g_test_add_data_func("/file/folder", GINT_TO_POINTER(false), test_folder);
	g_test_add_data_func("/file/folder, older kernel", GINT_TO_POINTER(true), test_folder);
	g_test_add_func("/file/anywhere", test_anywhere);
	g_test_add_func("/file/keys", test_keys);
	g_test_add_data_func("/file/changes", GINT_TO_POINTER(false), test_changes);
	g_test_add_data_func("/file/changes, older kernel", GINT_TO_POINTER(true), test_changes);
	int status = g_test_run();
	remove_all(scene.folder);
	free(scene.folder);
	return status;
}
