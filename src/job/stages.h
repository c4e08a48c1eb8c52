// A job in its stages. Internal to the room.
#pragma once
#include "job/job.h"
#include "job/press.h"
#include "job/workshop.h"

// What the stages hand to each other.
struct Job {
	JobOptions options;
	Arena *arena;
	DiagList *diags;
	GPtrArray *files;   // char *
	GPtrArray *outputs; // JobOutput *
	bool system_failure;
	char *folder; // of the issue, absolute
	const char *lang;
	const Value *issue;
	ValueEdit edit;     // that led to it
	bool is_clean;      // it was read without a fault
	const Value *words; // of the language, for dates: the kept ones'
	KeptWords *kept_words;
	FlowMemory *memory; // or NULL
	Workshop *shop;
	Workshop *own_shop; // where none was given
	KeptLayout *kept;
	Bench *bench;
	Layout *layout; // the kept one's
	Fonts *fonts;   // the bench's
	DisplayList *list;
	Press *press;           // NULL for the screen
	PictureCache *pictures; // NULL where none are kept
	// Of a held job, once a press was asked for:
	DiagList *press_diags;
	Press *held_press; // NULL where there can be none
	char *press_key;
	bool looked_for_press;
};

// --- job/stage_read.c: each stage is false where it failed and said so ---

bool stage_find_data(Job *job);
bool stage_read_issue(Job *job);
bool stage_read_words(Job *job);
bool stage_check_issue(Job *job);
bool stage_read_layout(Job *job);
// Pages that are shown while the issue is being written.
bool stage_keeps_issue(const Job *job);
// Slips and faint text are what `check` is for; making pages does not wait for them.
bool stage_is_check(const Job *job);
// An error about the job as a whole, at no place in a file.
bool stage_fail(Job *job, const char *code, char *what, char *hint);
bool stage_fail_by_system(Job *job, char *what, char *hint);
void stage_add_file(Job *job, const char *path);

// --- job/stage_fonts.c ---

bool stage_open_fonts(Job *job);
// Style *, borrowed, by their places in the layout. The caller unrefs.
GPtrArray *stage_sort_styles(const Job *job);

// --- job/stage_paint.c ---

// As its options say, into its outputs.
bool stage_paint(Job *job);
