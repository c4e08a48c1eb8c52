// What a process gives up before it reads what strangers wrote.
#pragma once
#include <stdbool.h>

#include <glib.h>

// No new privileges; no sockets, no other programs, no looking into other processes; and, where the kernel
// has Landlock, nothing is read but below `readable` and nothing written but below `writable` (folders or
// files, NULL-terminated; those that are not there are passed over). It cannot be taken back. False where
// the kernel refused one of them.
bool confine(const char *const *readable, const char *const *writable);
