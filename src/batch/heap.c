#include "batch/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <glib.h>

enum {
	LARGE_PAGE = 2 * 1024 * 1024,
	RESERVE = 24 * 1024 * 1024,     // addresses only; an issue takes 10 MiB
	MAPPED_FROM = 32 * 1024 * 1024, // bytes: such a block has a mapping of its own
	KEPT = 1024 * 1024 * 1024,      // free bytes at the end of the heap
	HEADER = 64,                    // more than what malloc keeps beside a block
	HOLE_MOST = 1024 * 1024,
	HOLE_SMALL = 1024,
	GRAIN = 16, // of malloc
};

struct Hole {
	Hole *next;
};

// Adds blocks of a size until one lies beyond `end`. Returns what is left of the bytes that are free.
static size_t fill_holes(Hole **holes, size_t size, uintptr_t end, size_t left)
{
	for (; left >= size; left -= size) {
		Hole *hole = malloc(size);
		if (!hole || (uintptr_t)hole >= end) {
			free(hole);
			break;
		}
		hole->next = *holes;
		*holes = hole;
	}
	return left;
}

Hole *heap_close_holes(void)
{
	mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
	void *last = malloc(RESERVE);
	uintptr_t end = (uintptr_t)last;
	free(last);
	malloc_trim(0);
	Hole *holes = NULL;
	size_t left = mallinfo2().fordblks, size = HOLE_MOST;
	for (; size > HOLE_SMALL; size /= 2)
		left = fill_holes(&holes, size, end, left);
	for (; size > 0; size -= GRAIN)
		left = fill_holes(&holes, size, end, left);
	return holes;
}

void heap_open_holes(Hole *holes)
{
	while (holes) {
		Hole *hole = holes;
		holes = hole->next;
		free(hole);
	}
}

void heap_prepare(void)
{
	mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	char *reserve = malloc(RESERVE);
	if (!reserve)
		return;
	size_t gap = LARGE_PAGE - (uintptr_t)reserve % LARGE_PAGE;
	madvise(reserve + gap, RESERVE - LARGE_PAGE, MADV_HUGEPAGE);
	free(reserve);
	// Blocks are to begin where the first large page does; what lies before is never touched.
	void *volatile before = malloc(gap - MIN(gap, HEADER));
	(void)before;
}
