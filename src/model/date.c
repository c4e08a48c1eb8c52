#include "model/date.h"

#include <stddef.h>
#include <string.h>

// Reads exactly `count` digits; -1 where there are others.
static int read_digits(const char *text, int count)
{
	int number = 0;
	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_parse(const char *text, Date *date)
{
	size_t length = text ? strlen(text) : 0;
	if (length != 4 && length != 7 && length != 10)
		return false;
	Date result = {.year = read_digits(text, 4)};
	if (result.year < 1)
		return false;
	if (length > 4) {
		result.month = text[4] == '-' ? read_digits(text + 5, 2) : -1;
		if (result.month < 1 || result.month > 12)
			return false;
	}
	if (length > 7) {
		result.day = text[7] == '-' ? read_digits(text + 8, 2) : -1;
		if (result.day < 1 || result.day > days_in_month(result.year, result.month))
			return false;
	}
	*date = result;
	return true;
}

// Years begin in March here, so that the leap day is the last of its year; 153 days are five months
// of 31, 30, 31, 30, 31 from March on, and again from August on.
int date_to_days(Date date)
{
	int month = date.month ? date.month : 1;
	int day = date.day ? date.day : 1;
	int year = month > 2 ? date.year : date.year - 1;
	int since_march = (month + 9) % 12;
	return year * 365 + year / 4 - year / 100 + year / 400 + (since_march * 153 + 2) / 5 + day - 1;
}

int date_compare(Date a, Date b)
{
	int a_days = date_to_days(a), b_days = date_to_days(b);
	return (a_days > b_days) - (a_days < b_days);
}
