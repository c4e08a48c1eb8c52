#include "load/formats.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/intl.h"
#include "load/prose.h"
#include "model/date.h"

static const char digits[] = "0123456789";

static bool accept_all(const char *text)
{
	(void)text;
	return true;
}

// --- dates ---

static bool is_day(const char *text)
{
	Date date;
	return date_parse(text, &date) && date.day;
}

static bool is_day_or_month(const char *text)
{
	Date date;
	return date_parse(text, &date) && date.month;
}

static bool is_any_date(const char *text)
{
	Date date;
	return date_parse(text, &date);
}

// Has the form of a date, whether there is such a day or not.
static bool has_date_form(const char *text)
{
	static const char form[] = "0000-00-00";
	size_t length = strlen(text);
	if (length != 4 && length != 7 && length != 10)
		return false;
	for (size_t i = 0; i < length; i++)
		if (form[i] == '-' ? text[i] != '-' : !g_ascii_isdigit(text[i]))
			return false;
	return true;
}

// 21/02/2025, 21.2.2025, 2025-2-21: the same as 2025-02-21; NULL where it is no such thing.
static char *rewrite_date(const char *text)
{
	int a, b, c, end = 0;
	char first, second;
	if (sscanf(text, "%4d%c%4d%c%4d%n", &a, &first, &b, &second, &c, &end) != 5 || text[end] ||
	    first != second || !strchr("/.- ", first))
		return NULL;
	int year = a > 31 ? a : c, day = a > 31 ? c : a;
	if (year < 100)
		year += 2000;
	g_autofree char *result = g_strdup_printf("%04d-%02d-%02d", year, b, day);
	return is_day(result) ? g_steal_pointer(&result) : NULL;
}

// 2/2025, 2025-2: the same as 2025-02; NULL where it is no such thing.
static char *rewrite_month(const char *text)
{
	int a, b, end = 0;
	char mark;
	if (sscanf(text, "%4d%c%4d%n", &a, &mark, &b, &end) != 3 || text[end] || !strchr("/.- ", mark))
		return NULL;
	g_autofree char *result = g_strdup_printf("%04d-%02d", MAX(a, b), MIN(a, b));
	return MAX(a, b) > 1000 && is_day_or_month(result) ? g_steal_pointer(&result) : NULL;
}

// The date written otherwise, else that there is no such day, else what is said in general.
static char *advise_form(const char *text, const char *incomplete, const char *otherwise)
{
	g_autofree char *day = rewrite_date(text);
	g_autofree char *month = rewrite_month(text);
	if (has_date_form(text))
		return g_strdup(is_any_date(text) ? incomplete : _("there is no such day in the calendar"));
	if (day || month)
		return g_strdup_printf(_("write %s"), day ? day : month);
	return g_strdup(otherwise);
}

static char *advise_date(const char *text)
{
	return advise_form(text, _("add the day: year-month-day, like 2025-02-21"),
			   _("write year-month-day, like 2025-02-21"));
}

static char *advise_month(const char *text)
{
	return advise_form(text, _("add the month: year-month, like 2025-02"),
			   _("write year-month, like 2025-02, or year-month-day, like 2025-02-21"));
}

static char *advise_any_date(const char *text)
{
	return advise_form(text, "", _("write 2025, 2025-02 or 2025-02-21; other words go into the text"));
}

// --- addresses ---

static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};

static bool has_blank(const char *text)
{
	return strpbrk(text, " \t\n") != NULL;
}

static bool is_uri(const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
		size_t length = strlen(schemes[i]);
		if (g_ascii_strncasecmp(text, schemes[i], length) == 0)
			return text[length] != '\0' && text[length] != '/' && !has_blank(text);
	}
	return false;
}

static bool is_target(const char *text)
{
	return *text == '\0' || strcmp(text, "#") == 0 || is_uri(text);
}

static bool is_host_name(const char *text)
{
	size_t length = strcspn(text, "/?#");
	const char *dot = memchr(text, '.', length);
	return dot && dot > text && dot + 1 < text + length && !memchr(text, ':', length) &&
	       !memchr(text, '@', length) && !has_blank(text);
}

static bool is_web(const char *text)
{
	return g_ascii_strncasecmp(text, "http", 4) == 0 ? is_uri(text) : is_host_name(text);
}

static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');
	return at && at > text && !strchr(at + 1, '@') && is_host_name(at + 1) &&
	       !strpbrk(text, " \t\n,;<>:/");
}

static char *advise_uri(const char *text)
{
	char *quotes = prose_advise_quotes(text);
	if (quotes)
		return quotes;
	if (has_blank(text))
		return g_strdup(_("an address has no spaces: copy it again from the browser"));
	if (is_email(text))
		return g_strdup_printf(_("write mailto:%s"), text);
	if (is_host_name(text))
		return g_strdup_printf(_("write https://%s"), text);
	if (strchr(text, ':'))
		return g_strdup(_("links begin with https://, http://, mailto: or tel:"));
	return g_strdup(_("copy the whole address from the browser, with https:// at its start"));
}

static char *advise_target(const char *text)
{
	if (strchr(text, '.') || strchr(text, ':') || strchr(text, '/'))
		return advise_uri(text);
	return g_strdup(_("copy the whole address from the browser; leave the line out while there is none"));
}

static char *advise_email(const char *text)
{
	if (g_str_has_prefix(text, "mailto:"))
		return g_strdup_printf(_("write %s"), text + strlen("mailto:"));
	return g_strdup(_("write it like name@example.org"));
}

static char *advise_web(const char *text)
{
	(void)text;
	return g_strdup(_("write it like www.example.org or https://www.example.org/"));
}

static bool is_phone(const char *text)
{
	int count = 0;
	for (const char *place = text; *place; place++)
		count += g_ascii_isdigit(*place);
	return count >= 3 && count <= 15 && text[strspn(text, "0123456789 .-+()/")] == '\0';
}

static char *advise_phone(const char *text)
{
	(void)text;
	return g_strdup(_("write digits and spaces only, like 01 23 45 67 89 or +33 1 23 45 67 89"));
}

// --- pictures ---

static bool leads_elsewhere(const char *text)
{
	g_auto(GStrv) steps = g_strsplit(text, "/", -1);
	return *text == '/' || strchr(text, '\\') || strchr(text, ':') ||
	       g_strv_contains((const char *const *)steps, "..");
}

static bool is_picture(const char *text)
{
	static const char *const endings[] = {".jpg", ".jpeg", ".png", ".svg"};
	if (leads_elsewhere(text))
		return false;
	g_autofree char *small = g_ascii_strdown(text, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(small, endings[i]))
			return strlen(small) > strlen(endings[i]);
	return false;
}

static char *advise_picture(const char *text)
{
	if (leads_elsewhere(text))
		return g_strdup(
		    _("copy the picture below the issue's folder and write its name from there, like photos/"
		      "meeting.jpg"));
	return g_strdup(_("save the picture as JPEG (.jpg), PNG (.png) or SVG (.svg)"));
}

// --- lengths and what stands for them in a layout ---

static bool is_dynamic(const char *text)
{
	return *text == '$' || *text == '@' || strchr(text, '{');
}

static char *advise_dynamic(const char *text)
{
	(void)text;
	return g_strdup(_("a value that is filled in is written `$name`, `@name` or `{path}`"));
}

// Length of the number at the start of a text; 0 where there is none.
static size_t number_length(const char *text)
{
	size_t sign = *text == '-' || *text == '+';
	size_t whole = strspn(text + sign, digits);
	size_t length = sign + whole;
	if (text[length] == '.') {
		size_t part = strspn(text + length + 1, digits);
		return whole + part ? length + 1 + part : 0;
	}
	return whole ? length : 0;
}

static bool is_unit(const char *text)
{
	static const char *const units[] = {"mm", "cm", "pt", "in", "u"};
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (strcmp(text, units[i]) == 0)
			return true;
	return false;
}

static bool is_zero(const char *text, size_t length)
{
	return text[length] == '\0' && strspn(text, "+-0.") == length;
}

static bool is_plain_length(const char *text)
{
	size_t length = number_length(text);
	return length && (is_unit(text + length) || is_zero(text, length));
}

static bool is_length(const char *text)
{
	return is_dynamic(text) || is_plain_length(text);
}

static bool is_track(const char *text)
{
	size_t length = number_length(text);
	return is_length(text) || strcmp(text, "auto") == 0 || (length && strcmp(text + length, "fr") == 0);
}

static char *advise_length(const char *text)
{
	g_autofree char *compact = g_strdup(text);
	g_strdelimit(compact, ",", '.');
	char *rest = compact;
	for (char *place = compact; *place; place++)
		if (*place != ' ')
			*rest++ = *place;
	*rest = '\0';
	if (is_plain_length(compact))
		return g_strdup_printf(_("write %s"), compact);
	size_t length = number_length(compact);
	if (length && compact[length] == '\0')
		return g_strdup_printf(_("add a unit: %smm, %spt, or %su for lines of the grid"), compact,
				       compact, compact);
	return g_strdup(
	    _("write a number and a unit (mm, cm, pt, in, or u for lines of the grid), like 4.5mm"));
}

static char *advise_track(const char *text)
{
	g_autofree char *hint = advise_length(text);
	return g_strdup_printf(_("%s; or `auto`, or a share like 1fr"), hint);
}

static bool is_name(const char *text)
{
	return g_ascii_islower(*text) && text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static char *advise_name(const char *text)
{
	(void)text;
	return g_strdup(_("use small letters, digits and hyphens, a letter first"));
}

static bool is_dynamic_number(const char *text)
{
	size_t length = number_length(text);
	return is_dynamic(text) || (length && text[length] == '\0');
}

static char *advise_number(const char *text)
{
	(void)text;
	return g_strdup(_("write digits only, with a point for decimals"));
}

static bool is_dynamic_flag(const char *text)
{
	return is_dynamic(text) || strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
}

static char *advise_flag(const char *text)
{
	(void)text;
	return g_strdup(_("write true or false"));
}

static bool is_rgb(const char *text)
{
	return *text == '#' && strlen(text) == 7 &&
	       text[1 + strspn(text + 1, "0123456789abcdefABCDEF")] == '\0';
}

static char *advise_rgb(const char *text)
{
	(void)text;
	return g_strdup(_("write \"#\" and six hexadecimal digits, in quotes, like \"#16324f\""));
}

static bool is_binding(const char *text)
{
	return strpbrk(text, "{$") != NULL;
}

static char *advise_binding(const char *text)
{
	return g_strdup_printf(_("write \"{%s}\", in quotes"), text);
}

static const Format formats[] = {
    {"inline", accept_all, "", NULL},
    {"markdown", accept_all, "", NULL},
    {"date", is_day, N_("“%s” is not a date"), advise_date},
    {"date-or-month", is_day_or_month, N_("“%s” is not a date"), advise_month},
    {"date-or-year", is_any_date, N_("“%s” is not a date"), advise_any_date},
    {"uri", is_uri, N_("“%s” is not the address of a link"), advise_uri},
    {"target", is_target, N_("“%s” is not the address of a link"), advise_target},
    {"web", is_web, N_("“%s” is not the address of a web site"), advise_web},
    {"email", is_email, N_("“%s” is not an e-mail address"), advise_email},
    {"phone", is_phone, N_("“%s” is not a phone number"), advise_phone},
    {"picture", is_picture, N_("“%s” is not a picture file below the issue's folder"), advise_picture},
    {"length", is_length, N_("“%s” is not a length"), advise_length},
    {"track", is_track, N_("“%s” is not the width of a column"), advise_track},
    {"colour", is_rgb, N_("“%s” is not a colour"), advise_rgb},
    {"dynamic", is_dynamic, N_("“%s” is not possible here"), advise_dynamic},
    {"dynamic-number", is_dynamic_number, N_("“%s” is not a number"), advise_number},
    {"dynamic-flag", is_dynamic_flag, N_("“%s” is neither true nor false"), advise_flag},
    {"name", is_name, N_("“%s” is not possible as a name"), advise_name},
    {"condition", is_binding, N_("“%s” is not a condition"), advise_binding},
};

const Format *format_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}
