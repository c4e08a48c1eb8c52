// The memory of workers, each of which sets one issue and ends.
#pragma once

typedef struct Hole Hole;

// To be called before workers are forked: takes all blocks that are free among those in use, and gives their
// pages back to the system. A worker would copy every page of these that it builds in. The caller opens them
// again.
Hole *heap_close_holes(void);
void heap_open_holes(Hole *holes);

// To be called in a worker, before its limits apply. A fork inherits no memory to build in: what it takes
// is cleared by the kernel, page after page as each is first touched, which cost a tenth of an issue. From
// here on it comes in large pages, where the kernel has them, and none is given back before the end.
void heap_prepare(void);
