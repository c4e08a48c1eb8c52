#include "model/layout.h"

#include <string.h>

const char *layout_find_bounds(const Layout *layout, const Source *source)
{
	g_autofree char *folder = g_path_get_dirname(source->name);
	bool shipped = layout->shipped && strcmp(folder, layout->shipped) == 0;
	return layout->below && shipped ? layout->shipped : layout->below;
}
