#include "finish/structure-node.h"

#include <string.h>

static const RoleKind kinds[] = {
    {"document", "Document", CLASS_GROUP, 0},
    {"sect", "Sect", CLASS_GROUP, 0},
    {"art", "Art", CLASS_GROUP, 0},
    {"aside", "Aside", CLASS_GROUP, 0},
    {"div", "Div", CLASS_GROUP, 0},
    {"quote", "BlockQuote", CLASS_GROUP, 0},
    {"p", "P", CLASS_BLOCK, 0},
    {"h1", "H1", CLASS_BLOCK, 1},
    {"h2", "H2", CLASS_BLOCK, 2},
    {"h3", "H3", CLASS_BLOCK, 3},
    {"h4", "H4", CLASS_BLOCK, 4},
    {"h5", "H5", CLASS_BLOCK, 5},
    {"h6", "H6", CLASS_BLOCK, 6},
    {"figure", "Figure", CLASS_BLOCK, 0},
    {"caption", "Caption", CLASS_CAPTION, 0},
    {"link", "Link", CLASS_INLINE, 0},
    {"span", "Span", CLASS_INLINE, 0},
    {"list", "L", CLASS_LIST, 0},
    {"item", "LI", CLASS_ITEM, 0},
    {"label", "Lbl", CLASS_LABEL, 0},
    {"body", "LBody", CLASS_BODY, 0},
    {"table", "Table", CLASS_TABLE, 0},
    {"row", "TR", CLASS_ROW, 0},
    {"cell", "TD", CLASS_CELL, 0},
    {"header", "TH", CLASS_CELL, 0},
};

static const char *const headings[] = {NULL, "H1", "H2", "H3", "H4", "H5", "H6"};

const RoleKind *role_kind(const char *role)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (g_strcmp0(kinds[i].role, role) == 0)
			return &kinds[i];
	return role_kind("div");
}

Node *node_new(GPtrArray *nodes, const RoleKind *kind, int element)
{
	Node *node = g_new0(Node, 1);
	*node = (Node){.kind = kind, .type = kind->type, .element = element};
	node->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
	g_ptr_array_add(nodes, node);
	return node;
}

void node_free(void *data)
{
	Node *node = data;
	g_array_unref(node->kids);
	g_free(node);
}

void node_add(Node *parent, Node *node)
{
	Kid kid = {.kind = KID_NODE, .node = node};
	g_array_append_val(parent->kids, kid);
	node->parent = parent;
}

static Kid *kid_at(const Node *node, guint index)
{
	return &g_array_index(node->kids, Kid, index);
}

static void set_role(Node *node, const char *role)
{
	node->kind = role_kind(role);
	node->type = node->kind->type;
}

// --- kids that have to be of a certain class ---

// For a class of node: the classes its kids may have, and the role that others are put into.
typedef struct Rule {
	unsigned allowed; // bits by class
	const char *wrap;
} Rule;

#define BIT(class) (1u << (class))
enum {
	BLOCKS =
	    BIT(CLASS_GROUP) | BIT(CLASS_BLOCK) | BIT(CLASS_LIST) | BIT(CLASS_TABLE) | BIT(CLASS_CAPTION),
};

// A class without a rule takes all.
static const Rule rules[] = {
    [CLASS_GROUP] = {BLOCKS, "p"},
    [CLASS_LIST] = {BIT(CLASS_ITEM) | BIT(CLASS_CAPTION), "item"},
    [CLASS_ITEM] = {BIT(CLASS_LABEL) | BIT(CLASS_BODY), "body"},
    [CLASS_TABLE] = {BIT(CLASS_ROW) | BIT(CLASS_CAPTION), "row"},
    [CLASS_ROW] = {BIT(CLASS_CELL), "cell"},
    [CLASS_CELL] = {0, NULL},
};

// A link around blocks stands among them as they do.
static bool holds_blocks(const Node *node)
{
	for (guint i = 0; i < node->kids->len; i++) {
		const Kid *kid = kid_at(node, i);
		if (kid->kind == KID_NODE &&
		    (BLOCKS & BIT(kid->node->kind->class) || holds_blocks(kid->node)))
			return true;
	}
	return false;
}

static bool is_allowed(const Rule *rule, const Kid *kid)
{
	if (kid->kind != KID_NODE)
		return false;
	if (rule->allowed & BIT(kid->node->kind->class))
		return true;
	return rule->allowed == BLOCKS && holds_blocks(kid->node);
}

// Puts each stretch of kids that may not stand there into a node that may.
static void wrap_kids(Node *node, GPtrArray *nodes)
{
	const Rule *rule = node->kind->class < G_N_ELEMENTS(rules) ? &rules[node->kind->class] : NULL;
	if (!rule || !rule->wrap)
		return;
	GArray *old = node->kids;
	node->kids = g_array_sized_new(FALSE, FALSE, sizeof(Kid), old->len);
	Node *wrap = NULL;
	for (guint i = 0; i < old->len; i++) {
		Kid *kid = &g_array_index(old, Kid, i);
		if (is_allowed(rule, kid)) {
			g_array_append_vals(node->kids, kid, 1);
			// What follows the body of an item is more of it.
			wrap = kid->node->kind->class == CLASS_BODY ? kid->node : NULL;
			continue;
		}
		if (!wrap)
			node_add(node, wrap = node_new(nodes, role_kind(rule->wrap), -1));
		g_array_append_vals(wrap->kids, kid, 1);
		if (kid->kind == KID_NODE)
			kid->node->parent = wrap;
	}
	g_array_unref(old);
}

// --- nodes that have to stand in a certain class ---

// Parts of lists and tables that stand elsewhere are but what they hold.
static void place_parts(Node *node)
{
	for (guint i = 0; i < node->kids->len; i++) {
		const Kid *kid = kid_at(node, i);
		NodeClass in = node->kind->class, class = kid->kind == KID_NODE ? kid->node->kind->class : 0;
		if (class == CLASS_LABEL && in != CLASS_ITEM)
			set_role(kid->node, "p");
		else if ((class == CLASS_BODY && in != CLASS_ITEM) ||
			 (class == CLASS_ITEM && in != CLASS_LIST) ||
			 (class == CLASS_ROW && in != CLASS_TABLE) ||
			 (class == CLASS_CELL && in != CLASS_ROW))
			set_role(kid->node, "div");
	}
}

static bool is_figure(const Node *node)
{
	return strcmp(node->kind->role, "figure") == 0;
}

// A paragraph does not hold others: what does is a division; a heading of paragraphs is one of their words.
static void flatten_block(Node *node)
{
	if (node->kind->class != CLASS_BLOCK || is_figure(node))
		return;
	for (guint i = 0; i < node->kids->len; i++) {
		const Kid *kid = kid_at(node, i);
		if (kid->kind != KID_NODE || !(BLOCKS & BIT(kid->node->kind->class)))
			continue;
		if (node->kind->level == 0) {
			set_role(node, "div");
			return;
		}
		if (kid->node->kind->class == CLASS_BLOCK && !is_figure(kid->node))
			set_role(kid->node, "span");
	}
}

// A link around one block is that block's content: Link > P becomes P > Link.
static void sink_link(Node *link)
{
	Node *block = NULL;
	for (guint i = 0; i < link->kids->len; i++) {
		const Kid *kid = kid_at(link, i);
		if (kid->kind == KID_NODE && block)
			return;
		block = kid->kind == KID_NODE ? kid->node : block;
	}
	if (!block || block->kind->class != CLASS_BLOCK || is_figure(block))
		return;
	int element = link->element;
	const RoleKind *kind = link->kind;
	link->element = block->element;
	link->kind = block->kind;
	link->type = block->type;
	block->element = element;
	block->kind = kind;
	block->type = kind->type;
	// Marks and annotations stay with the link.
	GArray *outer = link->kids;
	link->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
	for (guint i = 0; i < outer->len; i++) {
		Kid *kid = &g_array_index(outer, Kid, i);
		g_array_append_vals(kid->kind == KID_NODE ? link->kids : block->kids, kid, 1);
	}
	g_array_unref(outer);
}

static bool is_empty(const Node *node)
{
	return node->kids->len == 0 && node->kind->class != CLASS_CELL;
}

static void drop_empty(Node *node)
{
	for (guint i = node->kids->len; i-- > 0;) {
		const Kid *kid = kid_at(node, i);
		if (kid->kind == KID_NODE && is_empty(kid->node))
			g_array_remove_index(node->kids, i);
	}
}

static void drop_below(Node *node)
{
	for (guint i = 0; i < node->kids->len; i++)
		if (kid_at(node, i)->kind == KID_NODE)
			drop_below(kid_at(node, i)->node);
	drop_empty(node);
}

static void shape(Node *node, GPtrArray *nodes)
{
	if (strcmp(node->kind->role, "link") == 0)
		sink_link(node);
	flatten_block(node);
	place_parts(node);
	wrap_kids(node, nodes);
	for (guint i = 0; i < node->kids->len; i++)
		if (kid_at(node, i)->kind == KID_NODE)
			shape(kid_at(node, i)->node, nodes);
}

// --- headings ---

static int step_down(Node *node, int last)
{
	if (node->kind->level) {
		last = MIN(node->kind->level, last + 1);
		node->type = headings[last];
	}
	for (guint i = 0; i < node->kids->len; i++)
		if (kid_at(node, i)->kind == KID_NODE)
			last = step_down(kid_at(node, i)->node, last);
	return last;
}

void node_normalise(Node *root, GPtrArray *nodes)
{
	drop_below(root);
	shape(root, nodes);
	step_down(root, 0);
}
