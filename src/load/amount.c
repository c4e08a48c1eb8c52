#include "load/amount.h"

#include "base/intl.h"

enum {
	WORDS_MAX = 500 * 1000, // of an issue
	LONG_WORD = 100,        // bytes
};

typedef guint (*CountText)(const char *text, size_t length);

static guint count_text(const char *text, size_t length)
{
	guint words = 0;
	for (size_t i = 0, begun = 0; i < length && words <= WORDS_MAX; i++) {
		bool space = g_ascii_isspace(text[i]);
		if (!space && begun % LONG_WORD == 0)
			words++;
		begun = space ? 0 : begun + 1;
	}
	return words;
}

// As many as there may be, without looking: one letter and a space each.
static guint bound_text(const char *text, size_t length)
{
	(void)text;
	return (guint)MIN((length + 1) / 2, WORDS_MAX + 1);
}

// Stops soon after the limit: aliases may repeat more than anybody could count.
static guint count_words(const Value *value, guint words, CountText count)
{
	if (value->kind == VALUE_SCALAR)
		return words + count(value->text, value->length);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->length && words <= WORDS_MAX; i++)
		words = count_words(value->items[i], words, count);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->length && words <= WORDS_MAX; i++)
		words = count_words(value->fields[i].value, words, count);
	return words;
}

bool load_check_amount(DiagList *diags, const Value *issue)
{
	if (count_words(issue, 0, bound_text) <= WORDS_MAX || count_words(issue, 0, count_text) <= WORDS_MAX)
		return true;
	diag_take(diags, SEVERITY_ERROR, "issue.words", issue->span,
		  g_strdup_printf(_("the issue holds more than %d words, those that aliases repeat included"),
				  WORDS_MAX),
		  g_strdup(_("divide it; or look for aliases (`*name`) that repeat long texts")));
	return false;
}
