// What is probably a slip in an issue, though the schema takes it.
#pragma once
#include "base/diag.h"
#include "model/value.h"

// Adds warnings, in the file's order. For issues that the schema takes. What is looked at is said by the
// schema's "x-check": words parted by spaces, each with arguments after a colon:
//   issue-date           the date other dates are held against
//   not-past             not before it
//   coming-year          within the year after it
//   text                 not empty; its Markdown links have targets
//   target:URL,WORDS     the map's key URL leads somewhere; WORDS is the key of what the link says
//   alt:ALT,DECORATIVE   a picture has words, or is said to be decorative
//   filled               a list with entries
//   distinct:KEY,…       no two entries have the same texts there
void load_preflight(DiagList *diags, const Value *issue);

// Warns of what an import left in an issue without a place: it is on no page.
void load_warn_unplaced(DiagList *diags, const Value *issue);
