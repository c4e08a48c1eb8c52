// Inks and styles of a layout: compiled from its values. Internal to the room.
#pragma once
#include "base/arena.h"
#include "base/diag.h"
#include "model/layout.h"

typedef struct LayoutCompiler {
	Arena *arena;
	DiagList *diags;
	Layout *layout;
} LayoutCompiler;

// Reads a length into *length; a diagnostic at the value where it is none.
bool compile_length(const LayoutCompiler *compiler, const Value *value, Len *length);
void compile_palette(const LayoutCompiler *compiler, const Value *palette);
void compile_styles(const LayoutCompiler *compiler, const Value *styles);
