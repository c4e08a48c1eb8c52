// What the stages of a job hand to each other. Private to this room.
#pragma once
#include "base/arena.h"
#include "display/display.h"
#include "font/fonts.h"
#include "job/job.h"
#include "job/press.h"
#include "model/layout.h"
#include "model/value.h"
#include "text/paragraph.h"

struct Job {
	JobOptions options;
	Arena *arena;
	DiagList *diags;
	GPtrArray *files;   // char *
	GPtrArray *outputs; // JobOutput *
	bool system_failure;
	char *folder; // of the issue, absolute
	const char *lang;
	Value *issue;
	Value *words; // of the language, for dates
	Layout *layout;
	Fonts *fonts;
	TextEngine *text;
	DisplayList *list;
	Press *press; // NULL for the screen
};
