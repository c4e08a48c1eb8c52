// Pictures: their heads, and drawn into PDF, PNG and SVG. The first byte chooses the ending of the file's
// name.
#include "display/picture.h"
#include "fuzz.h"
#include "paint/paint.h"

static void paint_all(const DisplayList *list)
{
	g_autoptr(DiagList) diags = diag_list_new();
	PaintOptions options = {.dpi = 36};
	g_autoptr(GBytes) pdf = paint_pdf(list, &options, diags);
	g_autoptr(GBytes) png = paint_png(list, 0, &options, diags);
	g_autoptr(GBytes) svg = paint_svg(list, 0, &options, diags);
	fuzz_require((pdf && png && svg) || diag_list_has_errors(diags), "what is not painted is told");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const endings[] = {".jpg", ".png", ".svg"};
	if (size < 2)
		return 0;
	FilePlace file = {.path = fuzz_file(data + 1, size - 1, endings[data[0] % G_N_ELEMENTS(endings)])};
	PictureInfo info;
	g_autofree char *problem = NULL;
	if (picture_read_info(&file, &info, &problem) != PICTURE_GOOD) {
		fuzz_require(problem != NULL, "what cannot be read is told");
		return 0;
	}
	fuzz_require(info.width > 0 && info.height > 0 && info.aspect > 0, "a picture has a size");
	if ((gint64)info.width * info.height > 4000000)
		return 0;
	g_autoptr(Arena) arena = arena_new();
	DisplayList *list = display_list_new(arena);
	Rect box = {0, 0, len_from_mm(60), len_from_mm(40)};
	list->width = list->height = len_from_mm(100);
	display_begin_page(list);
	display_image(list, (Image){file, box, FIT_CONTAIN, 0.5, 0.5}, (Span){0});
	paint_all(list);
	display_list_free(list);
	return 0;
}
