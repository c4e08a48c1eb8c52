#include "inspect/intents.h"

#include <string.h>

GArray *output_intents_read(Document *doc)
{
	enum { INTENTS_MAX = 16 };
	GArray *intents = g_array_new(FALSE, TRUE, sizeof(OutputIntent));
	const Obj *list = doc_get(doc, doc->catalog, "OutputIntents");
	for (gsize i = 0; list->kind == OBJ_ARRAY && i < MIN(list->size, INTENTS_MAX); i++) {
		const Obj *dict = doc_item(doc, list, i);
		const char *kind = obj_name(doc_get(doc, dict, "S"));
		const Obj *profile = doc_get(doc, dict, "DestOutputProfile");
		OutputIntent intent = {dict, kind ? kind : "?",
				       doc_text(doc, dict, "OutputConditionIdentifier"), profile, NULL};
		if (profile->kind == OBJ_STREAM)
			intent.icc = icc_read(doc, profile);
		g_array_append_val(intents, intent);
	}
	return intents;
}

const OutputIntent *output_intent_find(const GArray *intents, const char *kind)
{
	const OutputIntent *first = NULL;
	for (guint i = 0; i < intents->len; i++) {
		const OutputIntent *intent = &g_array_index(intents, OutputIntent, i);
		if (strcmp(intent->kind, kind) != 0)
			continue;
		if (intent->icc)
			return intent;
		first = first ? first : intent;
	}
	return first;
}
