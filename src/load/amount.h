// How much an issue may say.
#pragma once
#include <stdbool.h>

#include "base/diag.h"
#include "model/value.h"

// False, with an error at the issue, where its texts, those that aliases repeat included, hold more words
// than any newsletter; a word that goes on counts anew every 100 bytes.
bool load_check_amount(DiagList *diags, const Value *issue);
