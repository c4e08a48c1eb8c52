// What a press file says it is: XMP, Info and output intent.
#pragma once
#include "display/display.h"
#include "finish/press.h"
#include "finish/qpdf.h"

// `plain` tells one document from another. Proofs carry no claim to be PDF/X-4.
void press_identify(Pdf *pdf, GBytes *plain, const DisplayMeta *meta, const PressOptions *options);
