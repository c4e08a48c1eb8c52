#include "finish/qpdf.h"

#include <stdlib.h>
#include <string.h>

#include <gmodule.h>
#include <qpdf/qpdf-c.h>

#include "base/intl.h"

#define LIBRARY "libqpdf.so.29"

// Every function of the library that is used here.
#define FUNCTIONS(X)                                                                                         \
	X(qpdf_init)                                                                                         \
	X(qpdf_cleanup)                                                                                      \
	X(qpdf_silence_errors)                                                                               \
	X(qpdf_set_suppress_warnings)                                                                        \
	X(qpdf_has_error)                                                                                    \
	X(qpdf_get_error)                                                                                    \
	X(qpdf_more_warnings)                                                                                \
	X(qpdf_next_warning)                                                                                 \
	X(qpdf_get_error_code)                                                                               \
	X(qpdf_get_error_message_detail)                                                                     \
	X(qpdf_read_memory)                                                                                  \
	X(qpdf_empty_pdf)                                                                                    \
	X(qpdf_is_encrypted)                                                                                 \
	X(qpdf_get_pdf_version)                                                                              \
	X(qpdf_init_write_memory)                                                                            \
	X(qpdf_get_buffer_length)                                                                            \
	X(qpdf_get_buffer)                                                                                   \
	X(qpdf_set_object_stream_mode)                                                                       \
	X(qpdf_set_stream_data_mode)                                                                         \
	X(qpdf_set_preserve_unreferenced_objects)                                                            \
	X(qpdf_set_newline_before_endstream)                                                                 \
	X(qpdf_set_deterministic_ID)                                                                         \
	X(qpdf_force_pdf_version)                                                                            \
	X(qpdf_write)                                                                                        \
	X(qpdf_get_trailer)                                                                                  \
	X(qpdf_get_root)                                                                                     \
	X(qpdf_get_object_by_id)                                                                             \
	X(qpdf_get_num_pages)                                                                                \
	X(qpdf_get_page_n)                                                                                   \
	X(qpdf_add_page)                                                                                     \
	X(qpdf_remove_page)                                                                                  \
	X(qpdf_make_indirect_object)                                                                         \
	X(qpdf_replace_object)                                                                               \
	X(qpdf_oh_copy_foreign_object)                                                                       \
	X(qpdf_oh_release_all)                                                                               \
	X(qpdf_oh_get_type_code)                                                                             \
	X(qpdf_oh_is_indirect)                                                                               \
	X(qpdf_oh_get_object_id)                                                                             \
	X(qpdf_oh_is_name_and_equals)                                                                        \
	X(qpdf_oh_is_dictionary_of_type)                                                                     \
	X(qpdf_oh_get_bool_value)                                                                            \
	X(qpdf_oh_get_int_value)                                                                             \
	X(qpdf_oh_get_numeric_value)                                                                         \
	X(qpdf_oh_get_name)                                                                                  \
	X(qpdf_oh_get_binary_utf8_value)                                                                     \
	X(qpdf_oh_get_binary_string_value)                                                                   \
	X(qpdf_oh_unparse)                                                                                   \
	X(qpdf_oh_unparse_resolved)                                                                          \
	X(qpdf_oh_get_array_n_items)                                                                         \
	X(qpdf_oh_get_array_item)                                                                            \
	X(qpdf_oh_append_item)                                                                               \
	X(qpdf_oh_set_array_item)                                                                            \
	X(qpdf_oh_erase_item)                                                                                \
	X(qpdf_oh_get_key)                                                                                   \
	X(qpdf_oh_has_key)                                                                                   \
	X(qpdf_oh_replace_key)                                                                               \
	X(qpdf_oh_remove_key)                                                                                \
	X(qpdf_oh_begin_dict_key_iter)                                                                       \
	X(qpdf_oh_dict_more_keys)                                                                            \
	X(qpdf_oh_dict_next_key)                                                                             \
	X(qpdf_oh_get_dict)                                                                                  \
	X(qpdf_oh_get_stream_data)                                                                           \
	X(qpdf_oh_get_page_content_data)                                                                     \
	X(qpdf_oh_replace_stream_data)                                                                       \
	X(qpdf_oh_parse)                                                                                     \
	X(qpdf_oh_new_null)                                                                                  \
	X(qpdf_oh_new_bool)                                                                                  \
	X(qpdf_oh_new_integer)                                                                               \
	X(qpdf_oh_new_real_from_string)                                                                      \
	X(qpdf_oh_new_name)                                                                                  \
	X(qpdf_oh_new_binary_unicode_string)                                                                 \
	X(qpdf_oh_new_binary_string)                                                                         \
	X(qpdf_oh_new_array)                                                                                 \
	X(qpdf_oh_new_dictionary)                                                                            \
	X(qpdf_oh_new_stream)

typedef struct Api {
#define MEMBER(name) __typeof__(&(name)) name; // NOLINT(bugprone-macro-parentheses): it declares
	FUNCTIONS(MEMBER)
#undef MEMBER
} Api;

struct Pdf {
	Api api;
	GModule *module;
	qpdf_data data;
	GBytes *bytes;
	GError *error; // the first
};

GQuark pdf_error_quark(void)
{
	return g_quark_from_static_string("pdf-error");
}

// --- the library ---

typedef struct Symbol {
	const char *name;
	gsize place; // in Api
} Symbol;

static const Symbol symbols[] = {
#define SYMBOL(name) {#name, G_STRUCT_OFFSET(Api, name)},
    FUNCTIONS(SYMBOL)
#undef SYMBOL
};

static bool load(Pdf *pdf)
{
	pdf->module = g_module_open(LIBRARY, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
	if (!pdf->module)
		return false;
	// Unloading and loading it again would cost more than it frees.
	g_module_make_resident(pdf->module);
	for (gsize i = 0; i < G_N_ELEMENTS(symbols); i++)
		if (!g_module_symbol(pdf->module, symbols[i].name,
				     G_STRUCT_MEMBER_P(&pdf->api, symbols[i].place)))
			return false;
	return true;
}

// --- errors ---

static PdfError kind_of_error(enum qpdf_error_code_e code)
{
	if (code == qpdf_e_password)
		return PDF_ERROR_ENCRYPTED;
	return code == qpdf_e_damaged_pdf || code == qpdf_e_pages ? PDF_ERROR_DAMAGED : PDF_ERROR_FAILED;
}

// After every call: keeps the first error.
static void check(Pdf *pdf)
{
	if (!pdf->api.qpdf_has_error(pdf->data))
		return;
	qpdf_error error = pdf->api.qpdf_get_error(pdf->data);
	if (pdf->error)
		return;
	pdf->error = g_error_new_literal(PDF_ERROR,
					 (gint)kind_of_error(pdf->api.qpdf_get_error_code(pdf->data, error)),
					 pdf->api.qpdf_get_error_message_detail(pdf->data, error));
}

bool pdf_check(Pdf *pdf, GError **error)
{
	check(pdf);
	if (!pdf->error)
		return true;
	g_propagate_error(error, g_error_copy(pdf->error));
	return false;
}

char **pdf_take_warnings(Pdf *pdf)
{
	GPtrArray *warnings = g_ptr_array_new();
	while (pdf->api.qpdf_more_warnings(pdf->data)) {
		qpdf_error warning = pdf->api.qpdf_next_warning(pdf->data);
		g_ptr_array_add(warnings,
				g_strdup(pdf->api.qpdf_get_error_message_detail(pdf->data, warning)));
	}
	check(pdf);
	g_ptr_array_add(warnings, NULL);
	return (char **)g_ptr_array_free(warnings, FALSE);
}

// --- opening and closing ---

static Pdf *start(GError **error)
{
	g_autoptr(Pdf) pdf = g_new0(Pdf, 1);
	if (!load(pdf)) {
		g_set_error(error, PDF_ERROR, PDF_ERROR_LIBRARY,
			    _("%s, which reads and writes PDF files, is not installed"), LIBRARY);
		return NULL;
	}
	pdf->data = pdf->api.qpdf_init();
	pdf->api.qpdf_silence_errors(pdf->data);
	pdf->api.qpdf_set_suppress_warnings(pdf->data, QPDF_TRUE);
	return g_steal_pointer(&pdf);
}

Pdf *pdf_open(GBytes *bytes, const char *name, GError **error)
{
	g_autoptr(Pdf) pdf = start(error);
	if (!pdf)
		return NULL;
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	pdf->bytes = g_bytes_ref(bytes);
	pdf->api.qpdf_read_memory(pdf->data, name, data ? data : "", size, NULL);
	return pdf_check(pdf, error) ? g_steal_pointer(&pdf) : NULL;
}

Pdf *pdf_new(GError **error)
{
	g_autoptr(Pdf) pdf = start(error);
	if (!pdf)
		return NULL;
	pdf->api.qpdf_empty_pdf(pdf->data);
	return pdf_check(pdf, error) ? g_steal_pointer(&pdf) : NULL;
}

void pdf_free(Pdf *pdf)
{
	if (!pdf)
		return;
	if (pdf->data)
		pdf->api.qpdf_cleanup(&pdf->data);
	if (pdf->module)
		g_module_close(pdf->module);
	g_clear_pointer(&pdf->bytes, g_bytes_unref);
	g_clear_error(&pdf->error);
	g_free(pdf);
}

bool pdf_is_encrypted(Pdf *pdf)
{
	bool encrypted = pdf->api.qpdf_is_encrypted(pdf->data);
	check(pdf);
	return encrypted;
}

const char *pdf_get_version(Pdf *pdf)
{
	const char *version = pdf->api.qpdf_get_pdf_version(pdf->data);
	check(pdf);
	return version;
}

// --- writing ---

static void set_up_writing(Pdf *pdf, const PdfWriteOptions *options)
{
	const Api *api = &pdf->api;
	api->qpdf_init_write_memory(pdf->data);
	check(pdf);
	api->qpdf_set_object_stream_mode(pdf->data,
					 options->object_streams ? qpdf_o_generate : qpdf_o_disable);
	api->qpdf_set_stream_data_mode(pdf->data, options->compress ? qpdf_s_compress : qpdf_s_preserve);
	api->qpdf_set_preserve_unreferenced_objects(pdf->data, options->keep_unused);
	api->qpdf_set_newline_before_endstream(pdf->data, QPDF_TRUE);
	api->qpdf_set_deterministic_ID(pdf->data, QPDF_TRUE);
	if (options->version)
		api->qpdf_force_pdf_version(pdf->data, options->version);
	check(pdf);
}

GBytes *pdf_write(Pdf *pdf, const PdfWriteOptions *options, GError **error)
{
	if (!pdf_check(pdf, error))
		return NULL;
	set_up_writing(pdf, options);
	pdf->api.qpdf_write(pdf->data);
	if (!pdf_check(pdf, error))
		return NULL;
	return g_bytes_new(pdf->api.qpdf_get_buffer(pdf->data), pdf->api.qpdf_get_buffer_length(pdf->data));
}

// --- places to start from ---

static PdfObject checked(Pdf *pdf, PdfObject object)
{
	check(pdf);
	return object;
}

PdfObject pdf_get_trailer(Pdf *pdf)
{
	return checked(pdf, pdf->api.qpdf_get_trailer(pdf->data));
}

PdfObject pdf_get_catalog(Pdf *pdf)
{
	return checked(pdf, pdf->api.qpdf_get_root(pdf->data));
}

guint pdf_get_object_limit(Pdf *pdf)
{
	gint64 size = pdf_get_int(pdf, pdf_get(pdf, pdf_get_trailer(pdf), "/Size"));
	return (guint)CLAMP(size, 0, G_MAXINT);
}

PdfObject pdf_get_object(Pdf *pdf, guint number)
{
	return pdf_get_object_of(pdf, number, 0);
}

PdfObject pdf_get_object_of(Pdf *pdf, guint number, guint generation)
{
	return checked(pdf, pdf->api.qpdf_get_object_by_id(pdf->data, (int)number, (int)generation));
}

guint pdf_get_page_count(Pdf *pdf)
{
	int count = pdf->api.qpdf_get_num_pages(pdf->data);
	check(pdf);
	return (guint)MAX(count, 0);
}

PdfObject pdf_get_page(Pdf *pdf, guint index)
{
	return checked(pdf, pdf->api.qpdf_get_page_n(pdf->data, index));
}

// --- what an object is ---

static const PdfKind kinds[] = {
    [ot_null] = PDF_NULL,      [ot_boolean] = PDF_BOOL,      [ot_integer] = PDF_INTEGER,
    [ot_real] = PDF_REAL,      [ot_string] = PDF_STRING,     [ot_name] = PDF_NAME,
    [ot_array] = PDF_ARRAY,    [ot_stream] = PDF_STREAM,     [ot_dictionary] = PDF_DICTIONARY,
    [ot_operator] = PDF_OTHER, [ot_inlineimage] = PDF_OTHER,
};

PdfKind pdf_get_kind(Pdf *pdf, PdfObject object)
{
	enum qpdf_object_type_e type = pdf->api.qpdf_oh_get_type_code(pdf->data, object);
	check(pdf);
	return type < G_N_ELEMENTS(kinds) ? kinds[type] : PDF_NULL;
}

bool pdf_is_null(Pdf *pdf, PdfObject object)
{
	return pdf_get_kind(pdf, object) == PDF_NULL;
}

bool pdf_is_number(Pdf *pdf, PdfObject object)
{
	PdfKind kind = pdf_get_kind(pdf, object);
	return kind == PDF_INTEGER || kind == PDF_REAL;
}

bool pdf_is_indirect(Pdf *pdf, PdfObject object)
{
	bool indirect = pdf->api.qpdf_oh_is_indirect(pdf->data, object);
	check(pdf);
	return indirect;
}

guint pdf_get_number_of(Pdf *pdf, PdfObject object)
{
	int number = pdf->api.qpdf_oh_get_object_id(pdf->data, object);
	check(pdf);
	return (guint)MAX(number, 0);
}

bool pdf_is_name(Pdf *pdf, PdfObject object, const char *name)
{
	bool equal = pdf->api.qpdf_oh_is_name_and_equals(pdf->data, object, name);
	check(pdf);
	return equal;
}

static PdfObject dictionary_of(Pdf *pdf, PdfObject object)
{
	return pdf_get_kind(pdf, object) == PDF_STREAM ? pdf_get_stream_dictionary(pdf, object) : object;
}

bool pdf_is_of_type(Pdf *pdf, PdfObject object, const char *type, const char *subtype)
{
	bool is = pdf->api.qpdf_oh_is_dictionary_of_type(pdf->data, dictionary_of(pdf, object), type,
							 subtype ? subtype : "");
	check(pdf);
	return is;
}

// --- values ---

bool pdf_get_bool(Pdf *pdf, PdfObject object)
{
	bool value =
	    pdf_get_kind(pdf, object) == PDF_BOOL && pdf->api.qpdf_oh_get_bool_value(pdf->data, object);
	check(pdf);
	return value;
}

gint64 pdf_get_int(Pdf *pdf, PdfObject object)
{
	if (pdf_get_kind(pdf, object) != PDF_INTEGER)
		return 0;
	gint64 value = pdf->api.qpdf_oh_get_int_value(pdf->data, object);
	check(pdf);
	return value;
}

double pdf_get_real(Pdf *pdf, PdfObject object)
{
	if (!pdf_is_number(pdf, object))
		return 0;
	double value = pdf->api.qpdf_oh_get_numeric_value(pdf->data, object);
	check(pdf);
	return value;
}

char *pdf_dup_name(Pdf *pdf, PdfObject object)
{
	if (pdf_get_kind(pdf, object) != PDF_NAME)
		return NULL;
	char *name = g_strdup(pdf->api.qpdf_oh_get_name(pdf->data, object));
	check(pdf);
	return name;
}

char *pdf_dup_text(Pdf *pdf, PdfObject object)
{
	if (pdf_get_kind(pdf, object) != PDF_STRING)
		return NULL;
	gsize size = 0;
	const char *text = pdf->api.qpdf_oh_get_binary_utf8_value(pdf->data, object, &size);
	check(pdf);
	return g_utf8_make_valid(text, (gssize)size);
}

GBytes *pdf_dup_string(Pdf *pdf, PdfObject object)
{
	if (pdf_get_kind(pdf, object) != PDF_STRING)
		return NULL;
	gsize size = 0;
	const char *text = pdf->api.qpdf_oh_get_binary_string_value(pdf->data, object, &size);
	check(pdf);
	return g_bytes_new(text, size);
}

char *pdf_unparse(Pdf *pdf, PdfObject object)
{
	char *text = g_strdup(pdf->api.qpdf_oh_unparse(pdf->data, object));
	check(pdf);
	return text;
}

char *pdf_unparse_resolved(Pdf *pdf, PdfObject object)
{
	char *text = g_strdup(pdf->api.qpdf_oh_unparse_resolved(pdf->data, object));
	check(pdf);
	return text;
}

// --- arrays ---

guint pdf_get_length(Pdf *pdf, PdfObject array)
{
	if (pdf_get_kind(pdf, array) != PDF_ARRAY)
		return 0;
	int length = pdf->api.qpdf_oh_get_array_n_items(pdf->data, array);
	check(pdf);
	return (guint)MAX(length, 0);
}

PdfObject pdf_get_item(Pdf *pdf, PdfObject array, guint index)
{
	if (index >= pdf_get_length(pdf, array))
		return pdf_new_null(pdf);
	return checked(pdf, pdf->api.qpdf_oh_get_array_item(pdf->data, array, (int)index));
}

void pdf_append(Pdf *pdf, PdfObject array, PdfObject item)
{
	pdf->api.qpdf_oh_append_item(pdf->data, array, item);
	check(pdf);
}

void pdf_set_item(Pdf *pdf, PdfObject array, guint index, PdfObject item)
{
	pdf->api.qpdf_oh_set_array_item(pdf->data, array, (int)index, item);
	check(pdf);
}

void pdf_remove_item(Pdf *pdf, PdfObject array, guint index)
{
	pdf->api.qpdf_oh_erase_item(pdf->data, array, (int)index);
	check(pdf);
}

// --- dictionaries ---

PdfObject pdf_get(Pdf *pdf, PdfObject object, const char *key)
{
	PdfObject dictionary = dictionary_of(pdf, object);
	if (pdf_get_kind(pdf, dictionary) != PDF_DICTIONARY)
		return pdf_new_null(pdf);
	return checked(pdf, pdf->api.qpdf_oh_get_key(pdf->data, dictionary, key));
}

PdfObject pdf_get_path(Pdf *pdf, PdfObject object, const char *path)
{
	g_auto(GStrv) keys = g_strsplit(path + 1, "/", -1);
	for (guint i = 0; keys[i]; i++) {
		g_autofree char *key = g_strconcat("/", keys[i], NULL);
		object = pdf_get(pdf, object, key);
	}
	return object;
}

bool pdf_has(Pdf *pdf, PdfObject dictionary, const char *key)
{
	return !pdf_is_null(pdf, pdf_get(pdf, dictionary, key));
}

void pdf_set(Pdf *pdf, PdfObject dictionary, const char *key, PdfObject value)
{
	pdf->api.qpdf_oh_replace_key(pdf->data, dictionary_of(pdf, dictionary), key, value);
	check(pdf);
}

void pdf_remove(Pdf *pdf, PdfObject dictionary, const char *key)
{
	pdf->api.qpdf_oh_remove_key(pdf->data, dictionary_of(pdf, dictionary), key);
	check(pdf);
}

char **pdf_dup_keys(Pdf *pdf, PdfObject object)
{
	GPtrArray *keys = g_ptr_array_new();
	PdfObject dictionary = dictionary_of(pdf, object);
	if (pdf_get_kind(pdf, dictionary) == PDF_DICTIONARY) {
		pdf->api.qpdf_oh_begin_dict_key_iter(pdf->data, dictionary);
		while (pdf->api.qpdf_oh_dict_more_keys(pdf->data))
			g_ptr_array_add(keys, g_strdup(pdf->api.qpdf_oh_dict_next_key(pdf->data)));
		check(pdf);
	}
	g_ptr_array_add(keys, NULL);
	return (char **)g_ptr_array_free(keys, FALSE);
}

// --- streams ---

PdfObject pdf_get_stream_dictionary(Pdf *pdf, PdfObject stream)
{
	return checked(pdf, pdf->api.qpdf_oh_get_dict(pdf->data, stream));
}

static GBytes *dup_data(Pdf *pdf, PdfObject stream, enum qpdf_stream_decode_level_e level, bool *decoded)
{
	unsigned char *data = NULL;
	gsize size = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	if (pdf_get_kind(pdf, stream) == PDF_STREAM)
		pdf->api.qpdf_oh_get_stream_data(pdf->data, stream, level, &filtered, &data, &size);
	check(pdf);
	if (decoded)
		*decoded = filtered;
	// Memory of the C library's, which g_free may not take back.
	return data ? g_bytes_new_with_free_func(data, size, free, data) : g_bytes_new(NULL, 0);
}

GBytes *pdf_dup_stream(Pdf *pdf, PdfObject stream, bool *decoded)
{
	return dup_data(pdf, stream, qpdf_dl_specialized, decoded);
}

GBytes *pdf_dup_stream_raw(Pdf *pdf, PdfObject stream)
{
	return dup_data(pdf, stream, qpdf_dl_none, NULL);
}

GBytes *pdf_dup_stream_pixels(Pdf *pdf, PdfObject stream, bool *decoded)
{
	return dup_data(pdf, stream, qpdf_dl_all, decoded);
}

GBytes *pdf_dup_page_content(Pdf *pdf, PdfObject page)
{
	unsigned char *data = NULL;
	gsize size = 0;
	pdf->api.qpdf_oh_get_page_content_data(pdf->data, page, &data, &size);
	check(pdf);
	return data ? g_bytes_new_with_free_func(data, size, free, data) : g_bytes_new(NULL, 0);
}

void pdf_replace_stream(Pdf *pdf, PdfObject stream, const void *data, gsize size, const char *filter)
{
	PdfObject name = filter ? pdf_new_name(pdf, filter) : pdf_new_null(pdf);
	pdf->api.qpdf_oh_replace_stream_data(pdf->data, stream, data, size, name, pdf_new_null(pdf));
	check(pdf);
}

// --- making ---

PdfObject pdf_parse(Pdf *pdf, const char *text)
{
	return checked(pdf, pdf->api.qpdf_oh_parse(pdf->data, text));
}

PdfObject pdf_new_null(Pdf *pdf)
{
	return checked(pdf, pdf->api.qpdf_oh_new_null(pdf->data));
}

PdfObject pdf_new_bool(Pdf *pdf, bool value)
{
	return checked(pdf, pdf->api.qpdf_oh_new_bool(pdf->data, value));
}

PdfObject pdf_new_int(Pdf *pdf, gint64 value)
{
	return checked(pdf, pdf->api.qpdf_oh_new_integer(pdf->data, value));
}

PdfObject pdf_new_real(Pdf *pdf, double value, int places)
{
	char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];
	g_snprintf(format, sizeof format, "%%.%df", CLAMP(places, 0, 9));
	g_ascii_formatd(text, sizeof text, format, value);
	return checked(pdf, pdf->api.qpdf_oh_new_real_from_string(pdf->data, text));
}

PdfObject pdf_new_name(Pdf *pdf, const char *name)
{
	return checked(pdf, pdf->api.qpdf_oh_new_name(pdf->data, name));
}

PdfObject pdf_new_text(Pdf *pdf, const char *utf8)
{
	return checked(pdf, pdf->api.qpdf_oh_new_binary_unicode_string(pdf->data, utf8, strlen(utf8)));
}

PdfObject pdf_new_string(Pdf *pdf, const void *data, gsize size)
{
	return checked(pdf, pdf->api.qpdf_oh_new_binary_string(pdf->data, data, size));
}

PdfObject pdf_new_array(Pdf *pdf)
{
	return checked(pdf, pdf->api.qpdf_oh_new_array(pdf->data));
}

PdfObject pdf_new_dictionary(Pdf *pdf)
{
	return checked(pdf, pdf->api.qpdf_oh_new_dictionary(pdf->data));
}

PdfObject pdf_new_stream(Pdf *pdf, const void *data, gsize size, const char *filter)
{
	PdfObject stream = checked(pdf, pdf->api.qpdf_oh_new_stream(pdf->data));
	pdf_replace_stream(pdf, stream, data, size, filter);
	return stream;
}

PdfObject pdf_add(Pdf *pdf, PdfObject value)
{
	return checked(pdf, pdf->api.qpdf_make_indirect_object(pdf->data, value));
}

void pdf_replace(Pdf *pdf, guint number, PdfObject value)
{
	pdf->api.qpdf_replace_object(pdf->data, (int)number, 0, value);
	check(pdf);
}

PdfObject pdf_copy(Pdf *pdf, Pdf *other, PdfObject object)
{
	PdfObject copy = checked(pdf, pdf->api.qpdf_oh_copy_foreign_object(pdf->data, other->data, object));
	check(other);
	return copy;
}

void pdf_add_page(Pdf *pdf, Pdf *other, PdfObject page)
{
	pdf->api.qpdf_add_page(pdf->data, other->data, page, QPDF_FALSE);
	check(pdf);
}

void pdf_remove_page(Pdf *pdf, PdfObject page)
{
	pdf->api.qpdf_remove_page(pdf->data, page);
	check(pdf);
}

void pdf_forget_handles(Pdf *pdf)
{
	pdf->api.qpdf_oh_release_all(pdf->data);
	check(pdf);
}
