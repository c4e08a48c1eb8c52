// Values held against a schema.
#pragma once
#include "base/diag.h"
#include "load/schema.h"
#include "model/value.h"

// Adds an error for every fault, at its place. True where there was none.
bool schema_check(DiagList *diags, const Schema *schema, const Value *value);
