#include "finish/press-content.h"

#include <string.h>

// --- tokens: ISO 32000-1, 7.2 and 8.9.7 ---

static bool is_space(char c)
{
	return c == '\0' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_regular(char c)
{
	return !is_space(c) && !strchr("()<>[]{}/%", c);
}

static void skip_space(ContentReader *reader)
{
	bool comment = false;
	for (; reader->at < reader->size; reader->at++) {
		char c = reader->data[reader->at];
		if (c == '%')
			comment = true;
		else if (c == '\n' || c == '\r')
			comment = false;
		if (!comment && !is_space(c))
			return;
	}
}

static void skip_regular(ContentReader *reader)
{
	while (reader->at < reader->size && is_regular(reader->data[reader->at]))
		reader->at++;
}

static void skip_string(ContentReader *reader)
{
	int depth = 0;
	while (reader->at < reader->size) {
		char c = reader->data[reader->at++];
		if (c == '\\' && reader->at < reader->size)
			reader->at++;
		depth += (c == '(') - (c == ')');
		if (depth == 0)
			return;
	}
}

// A hexadecimal string, or one of the brackets of a dictionary.
static void skip_angle(ContentReader *reader)
{
	char c = reader->data[reader->at++];
	if (reader->at < reader->size && reader->data[reader->at] == c) {
		reader->at++;
		return;
	}
	while (c == '<' && reader->at < reader->size && reader->data[reader->at++] != '>')
		continue;
}

static TokenKind read_word(ContentReader *reader)
{
	gsize start = reader->at;
	skip_regular(reader);
	const char *text = reader->data + start;
	gsize size = reader->at - start;
	if (g_ascii_isdigit(*text) || strchr("+-.", *text))
		return TOKEN_NUMBER;
	reader->after_id = size == 2 && memcmp(text, "ID", 2) == 0;
	return TOKEN_OPERATOR;
}

static TokenKind read_token(ContentReader *reader)
{
	switch (reader->data[reader->at]) {
	case '/':
		reader->at++;
		skip_regular(reader);
		return TOKEN_NAME;
	case '(':
		skip_string(reader);
		return TOKEN_OTHER;
	case '<':
	case '>':
		skip_angle(reader);
		return TOKEN_OTHER;
	case '[':
	case ']':
	case '{':
	case '}':
	case ')':
		reader->at++;
		return TOKEN_OTHER;
	default:
		return read_word(reader);
	}
}

// Data end at the first "EI" that stands between white space.
static TokenKind read_data(ContentReader *reader)
{
	reader->after_id = false;
	if (reader->at < reader->size)
		reader->at++; // one white space after ID
	for (; reader->at + 3 <= reader->size; reader->at++) {
		const char *here = reader->data + reader->at;
		bool closed = reader->at + 3 == reader->size || is_space(here[3]);
		if (is_space(here[0]) && here[1] == 'E' && here[2] == 'I' && closed)
			return TOKEN_DATA;
	}
	reader->at = reader->size;
	return TOKEN_DATA;
}

bool content_next(ContentReader *reader, Token *token)
{
	if (reader->after_id) {
		token->start = reader->at;
		token->kind = read_data(reader);
		token->end = reader->at;
		return true;
	}
	skip_space(reader);
	if (reader->at >= reader->size)
		return false;
	token->start = reader->at;
	token->kind = read_token(reader);
	token->end = reader->at;
	return true;
}

void content_append_number(GString *out, double value, int places)
{
	char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];
	g_snprintf(format, sizeof format, "%%.%df", CLAMP(places, 1, 9));
	g_ascii_formatd(text, sizeof text, format, value);
	char *end = text + strlen(text);
	while (end[-1] == '0')
		end--;
	if (end[-1] == '.')
		end--;
	g_string_append_len(out, text, end - text);
	g_string_append_c(out, ' ');
}

// --- colours ---

// Finer than a tenth of a percent of ink.
enum { COLOUR_PLACES = 5 };

typedef enum Space { SPACE_GREY, SPACE_RGB, SPACE_CMYK, SPACE_PATTERN, SPACE_OTHER } Space;

// What q saves and Q brings back.
typedef struct State {
	Space spaces[2]; // of filling, of stroking
	bool overprints; // the filling colour, in text
	bool is_on;      // overprinting, as the stream has set it
} State;

enum { OPERANDS_MAX = 64 };

typedef struct Rewriter {
	ContentReader reader;
	ContentRewrite *rewrite;
	GString *out;
	gsize copied; // bytes of the stream that are in `out`, or replaced there
	Token operands[OPERANDS_MAX];
	guint count;
	gsize first; // byte of the first operand since the last operator
	State state;
	GArray *saved; // State
	bool in_text;
	bool failed;
} Rewriter;

static void copy_to(Rewriter *rewriter, gsize end)
{
	g_string_append_len(rewriter->out, rewriter->reader.data + rewriter->copied,
			    (gssize)(end - rewriter->copied));
	rewriter->copied = end;
}

// Operands that are all numbers, of which there must be `count`.
static bool read_numbers(const Rewriter *rewriter, double *numbers, guint count)
{
	if (rewriter->count != count)
		return false;
	for (guint i = 0; i < count; i++) {
		if (rewriter->operands[i].kind != TOKEN_NUMBER)
			return false;
		numbers[i] = g_ascii_strtod(rewriter->reader.data + rewriter->operands[i].start, NULL);
	}
	return true;
}

static bool is_name(const Rewriter *rewriter, const char *name)
{
	const Token *token = &rewriter->operands[0];
	return rewriter->count == 1 && token->kind == TOKEN_NAME &&
	       token->end - token->start == strlen(name) &&
	       memcmp(rewriter->reader.data + token->start, name, token->end - token->start) == 0;
}

static void switch_overprint(Rewriter *rewriter, bool on)
{
	const ContentRewrite *rewrite = rewriter->rewrite;
	if (rewriter->state.is_on == on || !rewrite->overprint_on)
		return;
	g_string_append_printf(rewriter->out, " /%s gs ",
			       on ? rewrite->overprint_on : rewrite->overprint_off);
	rewriter->state.is_on = on;
	rewriter->rewrite->used_overprint = true;
}

static void set_overprints(Rewriter *rewriter, bool stroke, bool overprints)
{
	if (stroke)
		return;
	rewriter->state.overprints = overprints;
	if (rewriter->in_text)
		switch_overprint(rewriter, overprints);
}

// Instead of the operands and operator in hand.
static void replace_colour(Rewriter *rewriter, const double rgb[3], bool stroke, gsize end)
{
	ContentColour colour = {.count = 4};
	rewriter->rewrite->map(rgb, &colour, rewriter->rewrite->data);
	copy_to(rewriter, rewriter->first);
	for (guint i = 0; i < colour.count; i++)
		content_append_number(rewriter->out, colour.parts[i], COLOUR_PLACES);
	static const char *const operators[2][2] = {{"rg", "RG"}, {"k", "K"}};
	g_string_append(rewriter->out, operators[colour.count == 4][stroke]);
	rewriter->copied = end;
	set_overprints(rewriter, stroke, colour.overprints);
}

static void set_rgb(Rewriter *rewriter, bool stroke, gsize end)
{
	double rgb[3];
	rewriter->state.spaces[stroke] = SPACE_RGB;
	if (read_numbers(rewriter, rgb, 3))
		replace_colour(rewriter, rgb, stroke, end);
	else
		rewriter->failed = true;
}

static void set_grey(Rewriter *rewriter, bool stroke, gsize end)
{
	double grey;
	rewriter->state.spaces[stroke] = SPACE_GREY;
	if (read_numbers(rewriter, &grey, 1))
		replace_colour(rewriter, (double[]){grey, grey, grey}, stroke, end);
	else
		rewriter->failed = true;
}

static void set_cmyk(Rewriter *rewriter, bool stroke, gsize end)
{
	(void)end;
	rewriter->state.spaces[stroke] = SPACE_CMYK;
	set_overprints(rewriter, stroke, false);
}

// A space of its own takes its first colour, black, at once; what stays is the pattern's space.
static void set_space(Rewriter *rewriter, bool stroke, gsize end)
{
	static const double black[3] = {0, 0, 0};
	Space space = is_name(rewriter, "/DeviceRGB")    ? SPACE_RGB
		      : is_name(rewriter, "/DeviceGray") ? SPACE_GREY
		      : is_name(rewriter, "/DeviceCMYK") ? SPACE_CMYK
		      : is_name(rewriter, "/Pattern")    ? SPACE_PATTERN
							 : SPACE_OTHER;
	rewriter->state.spaces[stroke] = space;
	if (space == SPACE_RGB || space == SPACE_GREY)
		replace_colour(rewriter, black, stroke, end);
	else
		set_overprints(rewriter, stroke, false);
	rewriter->failed = rewriter->failed || space == SPACE_OTHER;
}

static void set_in_space(Rewriter *rewriter, bool stroke, gsize end)
{
	static void (*const setters[])(Rewriter *, bool, gsize) = {
	    [SPACE_GREY] = set_grey, [SPACE_RGB] = set_rgb, [SPACE_CMYK] = set_cmyk};
	Space space = rewriter->state.spaces[stroke];
	if (space < G_N_ELEMENTS(setters))
		setters[space](rewriter, stroke, end);
	else
		set_overprints(rewriter, stroke, false);
}

// --- operators ---

static void save_state(Rewriter *rewriter, bool stroke, gsize end)
{
	(void)stroke, (void)end;
	g_array_append_val(rewriter->saved, rewriter->state);
}

static void restore_state(Rewriter *rewriter, bool stroke, gsize end)
{
	(void)stroke, (void)end;
	guint count = rewriter->saved->len;
	if (count == 0)
		return;
	rewriter->state = g_array_index(rewriter->saved, State, count - 1);
	g_array_set_size(rewriter->saved, count - 1);
}

static void begin_text(Rewriter *rewriter, bool stroke, gsize end)
{
	(void)stroke;
	rewriter->in_text = true;
	copy_to(rewriter, end);
	switch_overprint(rewriter, rewriter->state.overprints);
}

static void end_text(Rewriter *rewriter, bool stroke, gsize end)
{
	(void)stroke;
	rewriter->in_text = false;
	copy_to(rewriter, end);
	switch_overprint(rewriter, false);
}

static const struct {
	const char *name;
	void (*run)(Rewriter *, bool stroke, gsize end);
	bool stroke;
} operators[] = {
    {"rg", set_rgb, false},     {"RG", set_rgb, true},        {"g", set_grey, false},
    {"G", set_grey, true},      {"k", set_cmyk, false},       {"K", set_cmyk, true},
    {"cs", set_space, false},   {"CS", set_space, true},      {"sc", set_in_space, false},
    {"SC", set_in_space, true}, {"scn", set_in_space, false}, {"SCN", set_in_space, true},
    {"q", save_state, false},   {"Q", restore_state, false},  {"BT", begin_text, false},
    {"ET", end_text, false},
};

static void run_operator(Rewriter *rewriter, const Token *token)
{
	const char *text = rewriter->reader.data + token->start;
	gsize size = token->end - token->start;
	if (rewriter->count == 0)
		rewriter->first = token->start;
	for (guint i = 0; i < G_N_ELEMENTS(operators); i++)
		if (strlen(operators[i].name) == size && memcmp(operators[i].name, text, size) == 0)
			operators[i].run(rewriter, operators[i].stroke, token->end);
	rewriter->count = 0;
}

// Long operands (arrays of text) are no colours: those past the last kept are only counted out.
static void take_operand(Rewriter *rewriter, const Token *token)
{
	if (rewriter->count == 0)
		rewriter->first = token->start;
	if (rewriter->count < OPERANDS_MAX)
		rewriter->operands[rewriter->count++] = *token;
}

GString *content_rewrite(const char *data, gsize size, ContentRewrite *rewrite)
{
	Rewriter rewriter = {.reader = {.data = data, .size = size}, .rewrite = rewrite};
	rewriter.out = g_string_sized_new(size + size / 8);
	rewriter.saved = g_array_new(FALSE, FALSE, sizeof(State));
	Token token;
	while (!rewriter.failed && content_next(&rewriter.reader, &token)) {
		if (token.kind == TOKEN_OPERATOR)
			run_operator(&rewriter, &token);
		else
			take_operand(&rewriter, &token);
	}
	copy_to(&rewriter, size);
	g_array_unref(rewriter.saved);
	if (!rewriter.failed)
		return rewriter.out;
	g_string_free(rewriter.out, TRUE);
	return NULL;
}
