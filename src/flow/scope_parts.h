// What the files that resolve bindings share. Internal to the room.
#pragma once
#include "flow/scope.h"

enum { PARAM_DEPTH_MAX = 32 }; // parameters that stand for parameters

// --- values the program makes, in flow/scope_builtin.c ---

Value *scope_make_text(Arena *arena, const char *text, Span span);
// The innermost scope of an `each`, and of one with an item; NULL for none.
const Scope *scope_each(const Scope *scope);
const Scope *scope_with_item(const Scope *scope);
// Which built-in name a path begins with, without its @; -1 for none.
int scope_find_builtin(const char *path);
// A hint for a name that is none. The caller frees.
char *scope_suggest_builtin(const char *name);

// --- parameters and paths, in flow/scope.c ---

const Param *scope_find_param(const Scope *scope, const char *name);
// An error where a name of the layout's own stands for nothing.
void scope_check_name(const Binder *binder, const Scope *scope, const char *path, Span span);
// An error, as NULL.
const Value *scope_report_loop(const Binder *binder, const Param *param);
// The words of ready text.
const char *scope_blocks_text(Arena *arena, const Param *param);
// A value that is chosen: the first of a list of {when, value} that holds, or the next of a cycle.
const Value *scope_choose(const Binder *binder, const Scope *scope, const Value *value);
// What formatters that pick items of a list leave of it; *end is the first of the others.
const Value *scope_pick_items(Arena *arena, const Value *value, char **bars, char ***end);
// The path of a text that is one binding, without its braces; NULL where it is not.
const char *scope_whole_binding(Arena *arena, const char *text);
// What a path stands for; `depth` of parameters that stand for others.
const Value *scope_look_up(const Binder *binder, const Scope *scope, const char *path, int depth);
