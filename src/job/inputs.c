#include "job/inputs.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// What a file is, whatever it is called.
typedef struct Identity {
	dev_t device;
	ino_t number;
} Identity;

struct Inputs {
	GHashTable *names; // Identity * → char *
};

static guint identity_hash(gconstpointer data)
{
	const Identity *identity = data;
	gint64 number = (gint64)identity->number;
	return g_int64_hash(&number) ^ (guint)identity->device;
}

static gboolean identity_equal(gconstpointer a, gconstpointer b)
{
	const Identity *one = a, *other = b;
	return one->device == other->device && one->number == other->number;
}

// Pipes and devices lose nothing by what is written to them.
static bool identify(const char *path, int standard, Identity *identity)
{
	struct stat status;
	int failed = strcmp(path, "-") == 0 ? fstat(standard, &status) : stat(path, &status);
	if (failed || !S_ISREG(status.st_mode))
		return false;
	*identity = (Identity){status.st_dev, status.st_ino};
	return true;
}

Inputs *inputs_new(void)
{
	Inputs *inputs = g_new0(Inputs, 1);
	inputs->names = g_hash_table_new_full(identity_hash, identity_equal, g_free, g_free);
	return inputs;
}

void inputs_free(Inputs *inputs)
{
	if (!inputs)
		return;
	g_hash_table_unref(inputs->names);
	g_free(inputs);
}

void inputs_add(Inputs *inputs, const char *path)
{
	Identity identity;
	if (identify(path, STDIN_FILENO, &identity) && !g_hash_table_contains(inputs->names, &identity))
		g_hash_table_insert(inputs->names, g_memdup2(&identity, sizeof identity), g_strdup(path));
}

const char *inputs_find(const Inputs *inputs, const char *path)
{
	Identity identity;
	return identify(path, STDOUT_FILENO, &identity) ? g_hash_table_lookup(inputs->names, &identity)
							: NULL;
}
