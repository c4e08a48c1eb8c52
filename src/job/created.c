#include "job/created.h"

#include <stdlib.h>

#include "model/date.h"

static const char *from_epoch(Arena *arena, const char *seconds)
{
	gint64 value;
	if (!seconds || !g_ascii_string_to_signed(seconds, 10, 0, G_MAXINT32, &value, NULL))
		return NULL;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(value);
	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", g_date_time_get_year(time),
			    g_date_time_get_month(time), g_date_time_get_day_of_month(time),
			    g_date_time_get_hour(time), g_date_time_get_minute(time),
			    g_date_time_get_second(time));
}

const char *created_get(Arena *arena, const char *issue_date)
{
	const char *stated = from_epoch(arena, g_getenv("SOURCE_DATE_EPOCH"));
	if (stated)
		return stated;
	Date date;
	if (!issue_date || !date_parse(issue_date, &date))
		return NULL;
	return arena_printf(arena, "%04d-%02d-%02dT00:00:00Z", date.year, MAX(date.month, 1),
			    MAX(date.day, 1));
}
