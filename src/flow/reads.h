// What of the issue and its pages is read while a part of the layout is built.
#pragma once
#include "base/stamp.h"
#include "flow/scope.h"

typedef enum ReadKind {
	READ_ITEM,    // the value a scope is about
	READ_FIELD,   // a field of it
	READ_BUILTIN, // what @name stands for
	READ_FILE,    // whether a file is there, and which
} ReadKind;

// Scopes are known by how many are above them.
typedef struct Read {
	ReadKind kind;
	guint depth;
	const char *name;   // of field, builtin or file
	const Value *value; // what was read
	Stamp stamp;        // of a file
} Read;

// Reads of a part built in a scope. What is read of the scopes below that one is not noted: they came from
// what is.
typedef struct Reads {
	Arena *arena; // names and made values are copied there
	guint depth;  // of the scope
	GArray *list; // Read
} Reads;

void reads_add_value(Reads *reads, const Scope *scope, const char *field, const Value *value);
// Gives the value back as one that lives as long as the reads.
const Value *reads_add_builtin(Reads *reads, const Scope *scope, const char *name, const Value *value);
void reads_add_file(Reads *reads, const char *path);
// What was read while a part of another was built counts for the other too.
void reads_add_all(Reads *reads, const Reads *inner);
// Whether each would be read again as it was.
bool reads_hold(const Reads *reads, const Binder *binder, const Scope *scope);

guint scope_depth(const Scope *scope);
