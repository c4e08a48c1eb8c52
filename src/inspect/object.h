// PDF objects as plain data: what a file holds, taken out of the PDF library once, so that checks are
// functions over values and know no library. All of it lives in the arena of its document.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"

typedef enum ObjKind {
	OBJ_NULL,
	OBJ_BOOL,
	OBJ_INTEGER,
	OBJ_REAL,
	OBJ_NAME,
	OBJ_STRING,
	OBJ_ARRAY,
	OBJ_DICT,
	OBJ_STREAM, // its dictionary; the data are asked of the document
	OBJ_REF,
	OBJ_OPERATOR, // of a content stream
} ObjKind;

typedef struct Obj Obj;

typedef struct ObjEntry {
	const char *key; // without slash
	const Obj *value;
} ObjEntry;

struct Obj {
	ObjKind kind;
	guint number; // of the indirect object that this is or refers to; 0: direct
	gsize size;   // bytes of a text, items of an array, entries of a dictionary; a reference's generation
	union {
		bool truth;
		gint64 integer;
		double real;
		const char *text; // names without slash, strings, operators; a NUL follows the last byte
		const Obj *const *items;
		const ObjEntry *entries;
	};
};

// What stands for anything that is not there. Never NULL.
const Obj *obj_null(void);

bool obj_is_number(const Obj *obj);
double obj_number(const Obj *obj); // 0 where it is none
bool obj_is_name(const Obj *obj, const char *name);
// True for true alone.
bool obj_is_true(const Obj *obj);
// A dictionary or a stream's dictionary.
bool obj_is_dict(const Obj *obj);
// The text of a name, else NULL.
const char *obj_name(const Obj *obj);

// The entry as written, a reference not followed; obj_null() where there is none.
const Obj *obj_peek(const Obj *dict, const char *key);

// A text string as UTF-8, from PDFDocEncoding, UTF-16 or UTF-8; NULL where it is no string.
char *obj_to_utf8(Arena *arena, const Obj *string);
