#include "load/styles.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "model/length.h"

enum { STYLE_DEPTH_MAX = 16 }; // styles that may extend each other

static const struct {
	const char *name;
	int weight;
} weights[] = {
    {"thin", 100},     {"light", 300}, {"regular", 400}, {"medium", 500},
    {"semibold", 600}, {"bold", 700},  {"heavy", 800},   {"black", 900},
};

static const char *const align_names[] = {"left", "right", "center", "justify"};

bool compile_length(const LayoutCompiler *compiler, const Value *value, Len *length)
{
	if (length_parse(value_text(value), compiler->layout->baseline, length))
		return true;
	diag_take(compiler->diags, SEVERITY_ERROR, "layout.length", value->span,
		  g_strdup_printf(_("“%s” is not a length"), value->text ? value->text : "…"),
		  g_strdup(_("write a number and a unit: 4.5mm, 9.4pt, 1.5u")));
	return false;
}

// --- palette ---

static bool parse_rgb(const char *text, uint8_t rgb[3])
{
	if (!text || strlen(text) != 7 || text[0] != '#')
		return false;
	for (int i = 0; i < 3; i++) {
		int high = g_ascii_xdigit_value(text[1 + 2 * i]), low = g_ascii_xdigit_value(text[2 + 2 * i]);
		if (high < 0 || low < 0)
			return false;
		rgb[i] = (uint8_t)(high * 16 + low);
	}
	return true;
}

// Where no recipe is given: the complement with its common part as black.
static void derive_cmyk(Ink *ink)
{
	double c = 1 - ink->rgb[0] / 255.0, m = 1 - ink->rgb[1] / 255.0, y = 1 - ink->rgb[2] / 255.0;
	double k = fmin(c, fmin(m, y));
	double rest = k < 1 ? 1 - k : 1;
	ink->cmyk[0] = round((c - k) / rest * 100);
	ink->cmyk[1] = round((m - k) / rest * 100);
	ink->cmyk[2] = round((y - k) / rest * 100);
	ink->cmyk[3] = round(k * 100);
}

static void compile_ink(const LayoutCompiler *compiler, const Field *field)
{
	Ink *ink = arena_new0(compiler->arena, Ink);
	ink->name = field->name;
	const Value *rgb = value_get(field->value, "rgb"), *cmyk = value_get(field->value, "cmyk");
	if (!parse_rgb(value_text(rgb), ink->rgb))
		diag_take(
		    compiler->diags, SEVERITY_ERROR, "layout.colour", rgb ? rgb->span : field->name_span,
		    g_strdup_printf(_("the colour “%s” has no `rgb` recipe that can be read"), field->name),
		    g_strdup(_("write it as \"#16324f\", in quotes")));
	derive_cmyk(ink);
	ink->derived = cmyk == NULL;
	ink->span = field->value->span;
	for (size_t i = 0; cmyk && i < cmyk->length && i < 4; i++)
		value_as_number(cmyk->items[i], &ink->cmyk[i]);
	g_hash_table_insert(compiler->layout->inks, (void *)field->name, ink);
}

void compile_palette(const LayoutCompiler *compiler, const Value *palette)
{
	for (size_t i = 0; palette && i < palette->length; i++)
		compile_ink(compiler, &palette->fields[i]);
}

// --- styles ---

static void set_family(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	style->family = value->text;
	style->family_span = value->span;
}

static void set_weight(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	int number;
	if (value_as_int(value, &number)) {
		style->weight = number;
		return;
	}
	for (size_t i = 0; value->text && i < G_N_ELEMENTS(weights); i++)
		if (strcmp(weights[i].name, value->text) == 0) {
			style->weight = weights[i].weight;
			return;
		}
	diag_take(compiler->diags, SEVERITY_ERROR, "layout.weight", value->span,
		  g_strdup_printf(_("“%s” is not a weight"), value->text),
		  g_strdup(_("use light, regular, medium, bold, black or 100…900")));
}

static void set_color(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	const Ink *ink = value->text ? g_hash_table_lookup(compiler->layout->inks, value->text) : NULL;
	if (ink)
		style->color = ink;
	else
		diag_take(
		    compiler->diags, SEVERITY_ERROR, "layout.unknown-colour", value->span,
		    g_strdup_printf(_("the palette has no colour “%s”"), value->text ? value->text : "…"),
		    g_strdup(_("add it to `palette`")));
}

static void set_align(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	for (size_t i = 0; value->text && i < G_N_ELEMENTS(align_names); i++)
		if (strcmp(align_names[i], value->text) == 0)
			style->align = (Align)i;
}

static void set_word_space(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	if (value->kind != VALUE_LIST || value->length != 2)
		return;
	value_as_number(value->items[0], &style->space_min);
	value_as_number(value->items[1], &style->space_max);
}

static void set_narrow_space(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	double em;
	if (value_as_number(value, &em))
		style->narrow_space = (Len)lround(em * 1024);
}

static void set_expansion(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	value_as_number(value, &style->expansion);
}

static void set_tracking_limit(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	value_as_number(value, &style->tracking_limit);
}

static void set_edge_limit(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	value_as_number(value, &style->edge_limit);
}

static const char *const line_costs[LINE_COSTS] = {
    [LINE_COST_LINE] = "line",
    [LINE_COST_HYPHEN] = "hyphen",
    [LINE_COST_DOUBLE_HYPHEN] = "double-hyphen",
    [LINE_COST_FINAL_HYPHEN] = "final-hyphen",
    [LINE_COST_CONTRAST] = "contrast",
    [LINE_COST_SAME_WORD] = "same-word",
    [LINE_COST_SHORT_LAST] = "short-last",
};

static void set_costs(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	double factor;
	for (int i = 0; i < LINE_COSTS; i++)
		if (value_as_number(value_get(value, line_costs[i]), &factor))
			style->costs[i] = factor - 1;
}

static bool read_sides(const Value *value, Protrusion *protrusion)
{
	return value->kind == VALUE_LIST && value->length == 2 &&
	       value_as_number(value->items[0], &protrusion->left) &&
	       value_as_number(value->items[1], &protrusion->right);
}

static void set_protrusion(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	if (value->kind != VALUE_MAP)
		return;
	Protrusion *list = arena_array(compiler->arena, Protrusion, value->length);
	int count = 0;
	for (size_t i = 0; i < value->length; i++) {
		const Field *field = &value->fields[i];
		list[count] = (Protrusion){.sign = g_utf8_get_char(field->name)};
		if (*field->name && !*g_utf8_next_char(field->name) && read_sides(field->value, &list[count]))
			count++;
		else
			diag_take(compiler->diags, SEVERITY_ERROR, "layout.protrusion", field->name_span,
				  g_strdup_printf(_("the protrusion of “%s” cannot be read"), field->name),
				  g_strdup(_("write one sign and its two sides: \"-\": [0, 0.7]")));
	}
	style->protrusions = list;
	style->protrusion_count = count;
}

static void set_features(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	style->features = value->text;
}

static void set_role(const LayoutCompiler *compiler, const Value *value, Style *style)
{
	(void)compiler;
	style->role = value->text;
}

#define LENGTH_SETTER(field)                                                                                 \
	static void set_##field(const LayoutCompiler *compiler, const Value *value, Style *style)            \
	{                                                                                                    \
		compile_length(compiler, value, &style->field);                                              \
	}
#define BOOL_SETTER(field)                                                                                   \
	static void set_##field(const LayoutCompiler *compiler, const Value *value, Style *style)            \
	{                                                                                                    \
		(void)compiler;                                                                              \
		value_as_bool(value, &style->field);                                                         \
	}
#define INT_SETTER(field)                                                                                    \
	static void set_##field(const LayoutCompiler *compiler, const Value *value, Style *style)            \
	{                                                                                                    \
		(void)compiler;                                                                              \
		value_as_int(value, &style->field);                                                          \
	}

LENGTH_SETTER(size)
LENGTH_SETTER(leading)
LENGTH_SETTER(before)
LENGTH_SETTER(after)
LENGTH_SETTER(grid)
LENGTH_SETTER(indent)
LENGTH_SETTER(tracking)
BOOL_SETTER(italic)
BOOL_SETTER(fit)
BOOL_SETTER(protrude)
BOOL_SETTER(hyphenate)
BOOL_SETTER(balance)
BOOL_SETTER(keep_words)
INT_SETTER(widows)
INT_SETTER(orphans)

typedef void (*StyleSetter)(const LayoutCompiler *compiler, const Value *value, Style *style);

static const struct {
	const char *key;
	StyleSetter set;
} style_keys[] = {
    {"font", set_family},
    {"weight", set_weight},
    {"italic", set_italic},
    {"size", set_size},
    {"leading", set_leading},
    {"color", set_color},
    {"align", set_align},
    {"fit", set_fit},
    {"hyphenate", set_hyphenate},
    {"balance", set_balance},
    {"keep-words", set_keep_words},
    {"before", set_before},
    {"after", set_after},
    {"grid", set_grid},
    {"widows", set_widows},
    {"orphans", set_orphans},
    {"indent", set_indent},
    {"tracking", set_tracking},
    {"narrow-space", set_narrow_space},
    {"word-space", set_word_space},
    {"expansion", set_expansion},
    {"tracking-limit", set_tracking_limit},
    {"edge-limit", set_edge_limit},
    {"costs", set_costs},
    {"protrude", set_protrude},
    {"protrusion", set_protrusion},
    {"features", set_features},
    {"role", set_role},
};

static void apply_keys(const LayoutCompiler *compiler, const Value *map, Style *style)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->length; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(style_keys); k++)
			if (strcmp(style_keys[k].key, map->fields[i].name) == 0)
				style_keys[k].set(compiler, map->fields[i].value, style);
}

typedef struct StyleChain {
	const Value *maps[STYLE_DEPTH_MAX]; // from the style to its farthest ancestor
	int count;
} StyleChain;

static bool gather_chain(const LayoutCompiler *compiler, const Value *styles, const Field *field,
			 StyleChain *chain)
{
	const Value *map = field->value;
	while (map) {
		if (chain->count == STYLE_DEPTH_MAX) {
			diag_take(compiler->diags, SEVERITY_ERROR, "layout.style-loop", field->name_span,
				  g_strdup_printf(_("the style “%s” extends itself, or too many others"),
						  field->name),
				  g_strdup(_("change its `extends`")));
			return false;
		}
		chain->maps[chain->count++] = map;
		const Value *extends = value_get(map, "extends");
		if (!extends)
			return true;
		map = value_get(styles, value_text(extends));
		if (!map)
			diag_take(compiler->diags, SEVERITY_ERROR, "layout.unknown-style", extends->span,
				  g_strdup_printf(_("there is no style “%s”"), extends->text),
				  g_strdup(_("add it to `styles`")));
	}
	return false;
}

static void apply_mark(const LayoutCompiler *compiler, const StyleChain *chain, const char *mark,
		       Style *style)
{
	for (int i = chain->count - 1; i >= 0; i--)
		apply_keys(compiler, value_get(chain->maps[i], mark), style);
}

static void compile_marks(const LayoutCompiler *compiler, const StyleChain *chain, Style *style)
{
	style->marks[0] = style;
	for (int bits = 1; bits < STYLE_MARKS; bits++) {
		Style *mark = arena_copy(compiler->arena, style, 1, sizeof *style);
		if (bits & STYLE_EM) {
			mark->italic = !style->italic;
			apply_mark(compiler, chain, "em", mark);
		}
		if (bits & STYLE_STRONG) {
			mark->weight = MAX(style->weight, 700);
			apply_mark(compiler, chain, "strong", mark);
		}
		if (bits & STYLE_LINK)
			apply_mark(compiler, chain, "link", mark);
		style->marks[bits] = mark;
	}
	for (int bits = 1; bits < STYLE_MARKS; bits++)
		memcpy(((Style *)style->marks[bits])->marks, style->marks, sizeof style->marks);
}

static const Style plain_style = {
    .weight = 400,
    .widows = 2,
    .orphans = 2,
    .narrow_space = 169, // 0.165 em
    .space_min = 0.8,
    .space_max = 1.33,
    .expansion = 0.02,
    .tracking_limit = 0.005,
    .edge_limit = 0.042,
    .protrude = true,
};

static void compile_style(const LayoutCompiler *compiler, const Value *styles, const Field *field)
{
	static const Ink black = {.name = "black", .cmyk = {0, 0, 0, 100}};
	StyleChain chain = {.count = 0};
	if (!gather_chain(compiler, styles, field, &chain))
		return;
	Style *style = arena_copy(compiler->arena, &plain_style, 1, sizeof plain_style);
	style->name = field->name;
	style->size = len_from_pt(10);
	style->leading = compiler->layout->baseline;
	style->color = &black;
	for (int i = chain.count - 1; i >= 0; i--)
		apply_keys(compiler, chain.maps[i], style);
	if (!style->family)
		diag_take(compiler->diags, SEVERITY_ERROR, "layout.no-font", field->name_span,
			  g_strdup_printf(_("the style “%s” has no `font`"), field->name),
			  g_strdup(_("name a font family, or `extends` a style that does")));
	if (style->size <= 0 || style->leading <= 0)
		diag_take(compiler->diags, SEVERITY_ERROR, "layout.style-size", field->name_span,
			  g_strdup_printf(style->size <= 0 ? _("the style “%s” has no size")
							   : _("the lines of the style “%s” have no height"),
					  field->name),
			  g_strdup(_("give it a `size` and a `leading` above 0")));
	compile_marks(compiler, &chain, style);
	g_hash_table_insert(compiler->layout->styles, (void *)field->name, style);
}

void compile_styles(const LayoutCompiler *compiler, const Value *styles)
{
	for (size_t i = 0; styles && i < styles->length; i++)
		compile_style(compiler, styles, &styles->fields[i]);
}
