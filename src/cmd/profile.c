#include <string.h>

#include "cmd/cmd.h"

JobProfile profile_read(const char *name)
{
	static const struct {
		const char *name;
		JobProfile profile;
	} profiles[] = {
	    {"screen", PROFILE_SCREEN},
	    {"print", PROFILE_PRINT},
	    {"booklet", PROFILE_BOOKLET},
	    {"proof", PROFILE_PROOF},
	    {"booklet-proof", PROFILE_BOOKLET_PROOF},
	};
	for (guint i = 0; name && i < G_N_ELEMENTS(profiles); i++)
		if (strcmp(name, profiles[i].name) == 0)
			return profiles[i].profile;
	return PROFILE_SCREEN;
}
