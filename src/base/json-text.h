// JSON as text, written piece by piece. (Reading it is a matter of the load room.)
#pragma once
#include "base/diag.h"

// In quotes, escaped; null for NULL. Bytes that are no UTF-8 (in a file's name) are replaced.
void json_append_string(GString *json, const char *text);

// {"file", "line", "column", "end_line", "end_column", "severity", "code", "what", "hint"}. Lines and
// columns count from 1, in characters; null where there is none. Severities and codes are never translated.
void json_append_diag(GString *json, const Diag *diag);
