// The schemas of the two formats, for editors.
#pragma once

// JSON Schema of "issue" or "layout"; NULL for any other name. Static.
const char *job_get_schema(const char *name);
