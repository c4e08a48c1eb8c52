#include "import/form.h"

#include <string.h>

#include "base/intl.h"

// Signs of a passage that are marks.
#define MARKS "[\\x01-\\x07]*"
#define ANY_SPACE "[\\s\\x01-\\x07]*"
#define SPACE "[\\s\\x01-\\x07]*\\s[\\s\\x01-\\x07]*"
#define VISIBLE "[^\\s\\x01-\\x07]"

enum {
	LONGEST = 2000, // bytes of a text that forms are tried on
};

// Bounds the work that a text can ask of a form.
static const char limits[] = "(*LIMIT_MATCH=50000)";

typedef struct TypeName {
	const char *name;
	CaptureType type;
	const char *regex; // NULL: a date's
	DateKind date;
} TypeName;

static const TypeName types[] = {
    {"text", CAPTURE_TEXT, VISIBLE ".*?", 0},
    {"long", CAPTURE_LONG, VISIBLE ".*", 0},
    {"linked", CAPTURE_LINKED, VISIBLE ".*?", 0},
    {"link", CAPTURE_LINK, VISIBLE ".*?", 0},
    {"lines", CAPTURE_LINES, VISIBLE ".*?", 0},
    {"number", CAPTURE_NUMBER, "[0-9]{1,9}(?:-[0-9]{1,9})?(?![0-9])", 0},
    {"day", CAPTURE_DAY, NULL, DATE_DAY},
    {"day-number", CAPTURE_DAY_NUMBER, NULL, DATE_DAY_NUMBER},
    {"month", CAPTURE_MONTH, NULL, DATE_MONTH},
    {"month-name", CAPTURE_MONTH_NAME, NULL, DATE_MONTH_NAME},
    {"date", CAPTURE_DATE, NULL, DATE_ANY},
    {"phone", CAPTURE_PHONE, "[+(]?[0-9][0-9 ./()-]{4,24}[0-9]", 0},
    {"email", CAPTURE_EMAIL, "[^\\s@\\x01-\\x07,;<>:/]+@[^\\s@\\x01-\\x07,;<>:/]+", 0},
    {"web", CAPTURE_WEB, "(?:https?://|www\\.)[^\\s\\x01-\\x07]+", 0},
};

typedef struct Compiler {
	DiagList *diags;
	const Calendar *calendar;
	const Value *value;
	const char *place; // in the value's text
	Form *form;
	GString *regex;
	bool strong, em;
	int kept; // how many captures with a name are open
	bool failed;
} Compiler;

static void fault(Compiler *compiler, const char *at, size_t length, char *what, const char *hint)
{
	compiler->failed = true;
	diag_take(compiler->diags, SEVERITY_ERROR, "import.form",
		  value_span_at(compiler->value, (size_t)(at - compiler->value->text), length), what,
		  g_strdup(hint));
}

static void compile_until(Compiler *compiler, const char *end);

// --- captures ---

static const TypeName *find_type(const char *name, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (strlen(types[i].name) == length && strncmp(types[i].name, name, length) == 0)
			return &types[i];
	return NULL;
}

static const TypeName *read_type(Compiler *compiler)
{
	if (*compiler->place != ':')
		return &types[0];
	const char *name = ++compiler->place;
	size_t length = strcspn(name, "=}");
	const TypeName *type = find_type(name, length);
	compiler->place += length;
	if (type)
		return type;
	GString *possible = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		g_string_append_printf(possible, "%s%s", i ? ", " : "", types[i].name);
	g_autofree char *names = g_string_free(possible, FALSE);
	g_autofree char *hint = g_strdup_printf(_("possible: %s"), names);
	fault(compiler, name, length, g_strdup_printf(_("“%.*s” is no type of value"), (int)length, name),
	      hint);
	return &types[0];
}

static void add_capture(Compiler *compiler, const char *name, size_t length, CaptureType type)
{
	Form *form = compiler->form;
	if (form->count == CAPTURES_MAX) {
		fault(compiler, name, length,
		      g_strdup_printf(_("there are more than %d values in a form"), CAPTURES_MAX),
		      _("make two forms of it"));
		return;
	}
	form->captures[form->count++] = (Capture){g_strndup(name, length), type};
	g_string_append(compiler->regex, MARKS "(");
}

static void meet_loss(Compiler *compiler, const char *place)
{
	if (!compiler->kept && !compiler->form->loses)
		compiler->form->loses = place;
}

static void compile_capture(Compiler *compiler)
{
	const char *start = compiler->place++, *name = compiler->place;
	size_t length = strcspn(name, ":=}");
	compiler->place += length;
	const TypeName *type = read_type(compiler);
	bool keeps = length > 0;
	if (!keeps)
		meet_loss(compiler, start);
	compiler->kept += keeps;
	add_capture(compiler, name, length, type->type);
	if (*compiler->place == '=') {
		compiler->place++;
		compile_until(compiler, "}");
	} else {
		g_string_append(compiler->regex,
				type->regex ? type->regex : calendar_pattern(compiler->calendar, type->date));
	}
	g_string_append(compiler->regex, ")" MARKS);
	compiler->kept -= keeps;
	if (*compiler->place == '}')
		compiler->place++;
	else if (!compiler->failed)
		fault(compiler, start, 1, g_strdup(_("the { is not closed")), _("add the sign }"));
}

// --- everything else ---

static void compile_group(Compiler *compiler)
{
	const char *start = compiler->place++;
	g_string_append(compiler->regex, "(?:");
	compile_until(compiler, ")");
	g_string_append_c(compiler->regex, ')');
	if (*compiler->place == ')')
		compiler->place++;
	else if (!compiler->failed)
		fault(compiler, start, 1, g_strdup(_("the ( is not closed")),
		      _("add the sign ), or write \\( for the sign itself"));
	if (*compiler->place == '?') {
		g_string_append_c(compiler->regex, '?');
		compiler->place++;
	}
}

static void compile_mark(Compiler *compiler)
{
	bool strong = compiler->place[1] == '*';
	bool *open = strong ? &compiler->strong : &compiler->em;
	char sign = strong ? (*open ? SIGN_STRONG_END : SIGN_STRONG) : (*open ? SIGN_EM_END : SIGN_EM);
	*open = !*open;
	g_string_append_printf(compiler->regex, MARKS "\\x%02x" MARKS, (guint)sign);
	compiler->place += strong ? 2 : 1;
}

static void compile_bracket(Compiler *compiler)
{
	char sign = *compiler->place++ == '[' ? SIGN_LINK : SIGN_LINK_END;
	g_string_append_printf(compiler->regex, MARKS "\\x%02x" MARKS, (guint)sign);
}

static void compile_space(Compiler *compiler)
{
	static const char loose[] = "/,:;";
	const char *text = compiler->value->text;
	char before = compiler->place > text ? compiler->place[-1] : '\0', after = compiler->place[1];
	bool optional = (before && strchr(loose, before)) || (after && strchr(loose, after));
	g_string_append(compiler->regex, optional ? ANY_SPACE : SPACE);
	compiler->place++;
}

static void compile_literal(Compiler *compiler)
{
	if (*compiler->place == '\\' && compiler->place[1])
		compiler->place++;
	const char *next = g_utf8_next_char(compiler->place);
	g_autofree char *sign = g_strndup(compiler->place, (gsize)(next - compiler->place));
	Folded folded;
	folded_init(&folded, sign);
	g_autofree char *escaped = g_regex_escape_string(folded.text, -1);
	g_string_append_printf(compiler->regex, "%s" MARKS, escaped);
	folded_clear(&folded);
	compiler->place = next;
}

static void compile_next(Compiler *compiler)
{
	static const char ellipsis[] = "…";
	switch (*compiler->place) {
	case '{':
		compile_capture(compiler);
		return;
	case '(':
		compile_group(compiler);
		return;
	case '|':
		g_string_append_c(compiler->regex, '|');
		compiler->place++;
		return;
	case '*':
		compile_mark(compiler);
		return;
	case '[':
	case ']':
		compile_bracket(compiler);
		return;
	case ' ':
		compile_space(compiler);
		return;
	case '#':
		g_string_append(compiler->regex, "[0-9]");
		compiler->place++;
		return;
	default:
		break;
	}
	if (!g_str_has_prefix(compiler->place, ellipsis)) {
		compile_literal(compiler);
		return;
	}
	meet_loss(compiler, compiler->place);
	g_string_append(compiler->regex, ".*?");
	compiler->place += strlen(ellipsis);
}

static void compile_until(Compiler *compiler, const char *end)
{
	while (*compiler->place && !strchr(end, *compiler->place))
		compile_next(compiler);
}

bool form_compile(Form *form, DiagList *diags, const Calendar *calendar, const Value *value, FormReach reach)
{
	Compiler compiler = {.diags = diags,
			     .calendar = calendar,
			     .value = value,
			     .place = value->text,
			     .form = form,
			     .regex = g_string_new(limits)};
	g_autoptr(GError) error = NULL;
	*form = (Form){0};
	g_string_append(compiler.regex, reach == FORM_END ? "(?:" : "\\A" ANY_SPACE "(?:");
	compile_until(&compiler, "");
	g_string_append(compiler.regex, reach == FORM_START ? ")" : ")" ANY_SPACE "\\z");
	if (!compiler.failed)
		form->regex = g_regex_new(compiler.regex->str, G_REGEX_DOTALL, 0, &error);
	if (error)
		fault(&compiler, value->text, value->length, g_strdup(_("the form cannot be understood")),
		      _("check its brackets; \\ before a sign takes its meaning away"));
	g_string_free(compiler.regex, TRUE);
	return form->regex != NULL;
}

void form_clear(Form *form)
{
	if (form->regex)
		g_regex_unref(form->regex);
	for (guint i = 0; i < form->count; i++)
		g_free((char *)form->captures[i].name);
}

static bool find_captures(const Form *form, const Folded *text, const GMatchInfo *info, Match *match)
{
	for (guint i = 0; i < form->count; i++) {
		Found *found = &match->found[i];
		if (!g_match_info_fetch_pos(info, (gint)i + 1, &found->folded_start, &found->folded_end) ||
		    found->folded_start < 0) {
			*found = (Found){-1, -1, -1, -1};
			continue;
		}
		found->start = (int)text->places[found->folded_start];
		found->end = (int)text->places[found->folded_end];
	}
	return true;
}

bool form_match(const Form *form, const Folded *text, Match *match)
{
	g_autoptr(GMatchInfo) info = NULL;
	*match = (Match){.form = form};
	if (strnlen(text->text, LONGEST + 1) > LONGEST)
		return false;
	return g_regex_match(form->regex, text->text, 0, &info) && find_captures(form, text, info, match);
}
