// What the fuzz targets share. Each is a program that libFuzzer calls with bytes (make fuzz), and that
// replay.c calls with those of tests/fuzz/corpus (tests/checks/fuzz.py).
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

// What must hold, whatever the bytes.
void fuzz_require(bool holds, const char *what);
// The bytes as a file with such an ending, which is there until the next call; borrowed.
const char *fuzz_file(const uint8_t *data, size_t size, const char *ending);
// A file of the source tree; the caller frees.
char *fuzz_tree(const char *path);
