#include "finish/structure.h"

#include <string.h>

#include "display/geometry.h"
#include "display/marks.h"
#include "finish/structure-node.h"
#include "finish/tagging.h"

typedef struct FilePage {
	GArray *marks;       // MarkGroup
	GPtrArray *openings; // char *: one a group
	GPtrArray *owners;   // Node *: by identifier of marked content
} FilePage;

struct Structure {
	StructureInput input;
	GPtrArray *nodes;  // Node *: owns them all; the first is the root
	Node **by_element; // the node of each element; NULL while nothing belongs to it
	GPtrArray *pages;  // FilePage *
	GPtrArray *links;  // Node *: of each annotation
};

static void file_page_free(void *data)
{
	FilePage *page = data;
	g_array_unref(page->marks);
	g_ptr_array_unref(page->openings);
	g_ptr_array_unref(page->owners);
	g_free(page);
}

static const Page *list_page(const Structure *structure, guint number)
{
	return g_ptr_array_index(structure->input.list->pages, structure->input.first + number);
}

static FilePage *file_page(const Structure *structure, guint number)
{
	return g_ptr_array_index(structure->pages, number);
}

static const Op *op_at(const Page *page, guint index)
{
	return &g_array_index(page->ops, Op, index);
}

// --- nodes from elements ---

static const Element *element_at(const Structure *structure, int index)
{
	return &g_array_index(structure->input.list->elements, Element, index);
}

// The node of an element, put below its parent's when it is first met: so kids come in the order of
// their first mark.
static Node *node_of(Structure *structure, int index)
{
	if (structure->by_element[index])
		return structure->by_element[index];
	const Element *element = element_at(structure, index);
	Node *node = node_new(structure->nodes, role_kind(element->role), index);
	structure->by_element[index] = node;
	if (index > 0)
		node_add(node_of(structure, MAX(element->parent, 0)), node);
	return node;
}

static void gather_mark(Structure *structure, guint number, const MarkGroup *group)
{
	if (group->element < 0)
		return;
	GPtrArray *owners = file_page(structure, number)->owners;
	Kid kid = {.kind = KID_MARK, .page = number, .value = owners->len, .op = group->first};
	g_array_append_val(node_of(structure, group->element)->kids, kid);
	g_ptr_array_add(owners, NULL);
}

static void gather_link(Structure *structure, guint number, const Op *op)
{
	const GArray *annotations = structure->input.annotations;
	guint index = structure->links->len;
	if (!display_is_active(op) || index >= annotations->len)
		return;
	Kid kid = {.kind = KID_ANNOTATION, .page = number, .value = index};
	g_array_append_val(node_of(structure, op->element)->kids, kid);
	g_ptr_array_add(structure->links, NULL);
}

static void gather_page(Structure *structure, guint number)
{
	const Page *page = list_page(structure, number);
	FilePage *gathered = g_new0(FilePage, 1);
	gathered->marks = display_list_marks(page);
	gathered->openings = g_ptr_array_new_with_free_func(g_free);
	gathered->owners = g_ptr_array_new();
	g_ptr_array_add(structure->pages, gathered);
	for (guint i = 0, next = 0; i < page->ops->len; i++) {
		const MarkGroup *group = &g_array_index(gathered->marks, MarkGroup, next);
		if (next < gathered->marks->len && i == group->first) {
			gather_mark(structure, number, group);
			next++;
		}
		gather_link(structure, number, op_at(page, i));
	}
}

// Who owns what, once the tree has its shape.
static void find_owners(Structure *structure, Node *node)
{
	for (guint i = 0; i < node->kids->len; i++) {
		const Kid *kid = &g_array_index(node->kids, Kid, i);
		if (kid->kind == KID_NODE)
			find_owners(structure, kid->node);
		else if (kid->kind == KID_MARK)
			g_ptr_array_index(file_page(structure, kid->page)->owners, kid->value) = node;
		else
			g_ptr_array_index(structure->links, kid->value) = node;
	}
}

// --- how marks are opened ---

// What is filled and not small lies behind something.
static bool is_ground(const DisplayList *list, const Page *page, const MarkGroup *group)
{
	enum { LEAST = 16 }; // part of the page's width that a ground measures at least
	const Op *op = op_at(page, group->first);
	if (group->end != group->first + 1 || op->kind != OP_PATH || !op->path.fill)
		return false;
	Rect box = path_bounds(&op->path);
	return MIN(box.width, box.height) >= list->width / LEAST;
}

static void append_box(const Structure *structure, GString *out, Rect box)
{
	const StructureInput *input = &structure->input;
	double left = input->margin + len_to_pt(box.x),
	       top = input->height - input->margin - len_to_pt(box.y);
	g_string_append(out, "/BBox [");
	pdf_append_points(out, left);
	pdf_append_points(out, top - len_to_pt(box.height));
	pdf_append_points(out, left + len_to_pt(box.width));
	pdf_append_points(out, top);
	g_string_append(out, " ]");
}

static Len height_of(const Op *op)
{
	if (op->kind == OP_GLYPHS)
		return op->glyphs.baseline;
	return op->kind == OP_IMAGE ? op->image.box.y : path_bounds(&op->path).y;
}

// ISO 32000-1, 14.8.2.2.2: what repeats on pages, what lies behind the content, and all else.
static char *open_artifact(const Structure *structure, const Page *page, const MarkGroup *group)
{
	const DisplayList *list = structure->input.list;
	const Op *first = op_at(page, group->first);
	if (group->furniture)
		return g_strdup_printf("/Artifact <</Type /Pagination /Subtype /%s>> BDC",
				       height_of(first) < list->height / 2 ? "Header" : "Footer");
	if (!is_ground(list, page, group))
		return g_strdup("/Artifact <</Type /Layout>> BDC");
	GString *out = g_string_new("/Artifact <</Type /Background ");
	append_box(structure, out, path_bounds(&first->path));
	g_string_append(out, ">> BDC");
	return g_string_free(out, FALSE);
}

static void open_marks(Structure *structure, guint number)
{
	FilePage *page = file_page(structure, number);
	guint mcid = 0;
	for (guint i = 0; i < page->marks->len; i++) {
		const MarkGroup *group = &g_array_index(page->marks, MarkGroup, i);
		if (group->element < 0) {
			g_ptr_array_add(page->openings,
					open_artifact(structure, list_page(structure, number), group));
			continue;
		}
		const Node *owner = g_ptr_array_index(page->owners, mcid);
		g_ptr_array_add(page->openings, tagging_open(owner->type, mcid));
		mcid++;
	}
}

Structure *structure_new(const StructureInput *input)
{
	Structure *structure = g_new0(Structure, 1);
	structure->input = *input;
	structure->nodes = g_ptr_array_new_with_free_func(node_free);
	structure->by_element = g_new0(Node *, input->list->elements->len);
	structure->pages = g_ptr_array_new_with_free_func(file_page_free);
	structure->links = g_ptr_array_new();
	Node *root = node_of(structure, 0);
	for (guint page = 0; page < input->pages->len; page++)
		gather_page(structure, page);
	node_normalise(root, structure->nodes);
	find_owners(structure, root);
	for (guint page = 0; page < input->pages->len; page++)
		open_marks(structure, page);
	return structure;
}

void structure_free(Structure *structure)
{
	if (!structure)
		return;
	g_ptr_array_unref(structure->nodes);
	g_free(structure->by_element);
	g_ptr_array_unref(structure->pages);
	g_ptr_array_unref(structure->links);
	g_free(structure);
}

const GPtrArray *structure_peek_openings(const Structure *structure, guint page)
{
	return file_page(structure, page)->openings;
}

guint structure_page_key(const StructureInput *input, guint page)
{
	(void)input;
	return page;
}

guint structure_annotation_key(const StructureInput *input, guint annotation)
{
	return input->pages->len + annotation;
}

// --- attributes ---

// The first mark of a node or below it; NULL for none.
static const Op *first_mark(const Structure *structure, const Node *node)
{
	for (guint i = 0; i < node->kids->len; i++) {
		const Kid *kid = &g_array_index(node->kids, Kid, i);
		const Op *found = NULL;
		if (kid->kind == KID_NODE)
			found = first_mark(structure, kid->node);
		else if (kid->kind == KID_MARK)
			found = op_at(list_page(structure, kid->page), kid->op);
		if (found)
			return found;
	}
	return NULL;
}

static void append_figure(const Structure *structure, const Node *node, GString *out)
{
	const Op *mark = first_mark(structure, node);
	if (!mark || mark->kind != OP_IMAGE)
		return;
	g_string_append(out, " /A <</O /Layout /Placement /Block ");
	append_box(structure, out, mark->image.box);
	g_string_append(out, ">>");
}

static bool is_number(const Structure *structure, const Node *label)
{
	const Op *mark = first_mark(structure, label);
	return mark && mark->kind == OP_GLYPHS && g_unichar_isdigit(g_utf8_get_char(mark->glyphs.text));
}

// How items are numbered is told by the label of the first.
static void append_list(const Structure *structure, const Node *node, GString *out)
{
	const Kid *item = &g_array_index(node->kids, Kid, 0);
	const Kid *label =
	    item->kind == KID_NODE && item->node->kids->len ? &g_array_index(item->node->kids, Kid, 0) : NULL;
	const char *numbering = "None";
	if (label && label->kind == KID_NODE && label->node->kind->class == CLASS_LABEL)
		numbering = is_number(structure, label->node) ? "Decimal" : "Disc";
	g_string_append_printf(out, " /A <</O /List /ListNumbering /%s>>", numbering);
}

static void append_header(const Structure *structure, const Node *node, GString *out)
{
	(void)structure;
	(void)node;
	g_string_append(out, " /A <</O /Table /Scope /Column>>");
}

static const struct {
	const char *role;
	void (*append)(const Structure *structure, const Node *node, GString *out);
} attributes[] = {{"figure", append_figure}, {"list", append_list}, {"header", append_header}};

// --- objects ---

static void append_entry(GString *out, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	g_string_append_printf(out, " /%s ", key);
	pdf_append_text(out, text);
}

static void append_words(const Structure *structure, const Node *node, GString *out)
{
	const Element *element = element_at(structure, node->element);
	// A figure without words would fail; that it has none is told elsewhere.
	if (strcmp(node->kind->role, "figure") == 0)
		append_entry(out, "Alt", element->alt && *element->alt ? element->alt : "–");
	append_entry(out, "Lang", element->lang);
	append_entry(out, "E", element->expansion);
}

static guint page_object(const Structure *structure, guint page)
{
	return g_array_index(structure->input.pages, guint, page);
}

// The page that most of a node's own content is said to be on: the first one's.
static int page_of(const Node *node)
{
	for (guint i = 0; i < node->kids->len; i++)
		if (g_array_index(node->kids, Kid, i).kind == KID_MARK)
			return (int)g_array_index(node->kids, Kid, i).page;
	return -1;
}

static void append_kid(const Structure *structure, const Kid *kid, int page, GString *out)
{
	if (kid->kind == KID_NODE)
		g_string_append_printf(out, " %u 0 R", kid->node->object);
	else if (kid->kind == KID_ANNOTATION)
		g_string_append_printf(out, " <</Type /OBJR /Obj %u 0 R /Pg %u 0 R>>",
				       g_array_index(structure->input.annotations, guint, kid->value),
				       page_object(structure, kid->page));
	else if ((int)kid->page == page)
		g_string_append_printf(out, " %u", kid->value);
	else
		g_string_append_printf(out, " <</Type /MCR /Pg %u 0 R /MCID %u>>",
				       page_object(structure, kid->page), kid->value);
}

static void write_node(const Structure *structure, const Node *node, guint parent, PdfFile *file)
{
	GString *out = g_string_sized_new(96);
	g_string_append_printf(out, "<</Type /StructElem /S /%s /P %u 0 R", node->type, parent);
	int page = page_of(node);
	if (page >= 0)
		g_string_append_printf(out, " /Pg %u 0 R", page_object(structure, (guint)page));
	if (node->element >= 0)
		append_words(structure, node, out);
	for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (strcmp(attributes[i].role, node->kind->role) == 0)
			attributes[i].append(structure, node, out);
	g_string_append(out, " /K [");
	for (guint i = 0; i < node->kids->len; i++)
		append_kid(structure, &g_array_index(node->kids, Kid, i), page, out);
	g_string_append(out, " ]>>");
	pdf_file_take(file, node->object, g_string_free(out, FALSE));
}

// Numbers first: a node refers to its kids, and they to it.
static void number_nodes(Node *node, PdfFile *file)
{
	node->object = pdf_file_add_object(file, NULL);
	for (guint i = 0; i < node->kids->len; i++)
		if (g_array_index(node->kids, Kid, i).kind == KID_NODE)
			number_nodes(g_array_index(node->kids, Kid, i).node, file);
}

static void write_nodes(const Structure *structure, const Node *node, guint parent, PdfFile *file)
{
	write_node(structure, node, parent, file);
	for (guint i = 0; i < node->kids->len; i++)
		if (g_array_index(node->kids, Kid, i).kind == KID_NODE)
			write_nodes(structure, g_array_index(node->kids, Kid, i).node, node->object, file);
}

// --- the parent tree: from marked content and annotations back to elements ---

static guint write_parents(const Structure *structure, PdfFile *file)
{
	GString *out = g_string_new("<</Nums [");
	for (guint number = 0; number < structure->pages->len; number++) {
		const GPtrArray *owners = file_page(structure, number)->owners;
		g_string_append_printf(out, "\n%u [", structure_page_key(&structure->input, number));
		for (guint i = 0; i < owners->len; i++)
			g_string_append_printf(out, " %u 0 R",
					       ((const Node *)g_ptr_array_index(owners, i))->object);
		g_string_append(out, " ]");
	}
	for (guint i = 0; i < structure->links->len; i++)
		g_string_append_printf(out, "\n%u %u 0 R", structure_annotation_key(&structure->input, i),
				       ((const Node *)g_ptr_array_index(structure->links, i))->object);
	g_string_append(out, " ]>>");
	guint number = pdf_file_add_object(file, NULL);
	pdf_file_take(file, number, g_string_free(out, FALSE));
	return number;
}

guint structure_write(Structure *structure, PdfFile *file)
{
	Node *document = g_ptr_array_index(structure->nodes, 0);
	guint root = pdf_file_add_object(file, NULL);
	number_nodes(document, file);
	write_nodes(structure, document, root, file);
	guint parents = write_parents(structure, file);
	// Aside is a type of PDF 2.0; for readers of 1.7 it is a section.
	pdf_file_take(file, root,
		      g_strdup_printf("<</Type /StructTreeRoot /K [ %u 0 R ] /RoleMap <</Aside /Sect>>"
				      " /ParentTree %u 0 R /ParentTreeNextKey %u>>",
				      document->object, parents,
				      structure_annotation_key(&structure->input, structure->links->len)));
	return root;
}
