#include "paint/colour.h"

#include <math.h>

#include <lcms2.h>

#include "base/intl.h"
#include "paint/picture-ink.h"

const double colour_usual_limit = 300;

struct Colour {
	GBytes *profile;
	double limit;
	cmsContext context;
	cmsHPROFILE press, screen;
	cmsHTRANSFORM to_ink, to_screen, show_ink;
	GHashTable *pictures; // GBytes * → InkJpeg *
};

struct ColourSource {
	const Colour *colour;
	cmsHTRANSFORM transform;
};

static cmsHTRANSFORM make_transform(const Colour *colour, cmsHPROFILE from, cmsUInt32Number from_format,
				    cmsHPROFILE to, cmsUInt32Number to_format)
{
	return cmsCreateTransformTHR(colour->context, from, from_format, to, to_format,
				     INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_BLACKPOINTCOMPENSATION);
}

static void be_silent(cmsContext context, cmsUInt32Number code, const char *text)
{
	(void)context, (void)code, (void)text;
}

static cmsHPROFILE open_profile(const Colour *colour, GBytes *bytes)
{
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	return size > 0 && size <= G_MAXUINT32
		   ? cmsOpenProfileFromMemTHR(colour->context, data, (cmsUInt32Number)size)
		   : NULL;
}

static bool open_press(Colour *colour)
{
	colour->press = open_profile(colour, colour->profile);
	return colour->press && cmsGetColorSpace(colour->press) == cmsSigCmykData &&
	       cmsGetDeviceClass(colour->press) == cmsSigOutputClass;
}

static bool make_transforms(Colour *colour)
{
	colour->screen = cmsCreate_sRGBProfileTHR(colour->context);
	colour->to_ink = make_transform(colour, colour->screen, TYPE_RGB_8, colour->press, TYPE_CMYK_8);
	colour->to_screen = make_transform(colour, colour->press, TYPE_CMYK_8, colour->screen, TYPE_RGB_8);
	colour->show_ink = make_transform(colour, colour->press, TYPE_CMYK_DBL, colour->screen, TYPE_RGB_8);
	return colour->to_ink && colour->to_screen && colour->show_ink;
}

Colour *colour_new(GBytes *profile, double limit, char **problem)
{
	Colour *colour = g_new0(Colour, 1);
	colour->profile = g_bytes_ref(profile);
	colour->limit = limit;
	colour->pictures = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
						 (GDestroyNotify)ink_jpeg_free);
	colour->context = cmsCreateContext(NULL, NULL);
	cmsSetLogErrorHandlerTHR(colour->context, be_silent);
	if (open_press(colour) && make_transforms(colour))
		return colour;
	*problem = g_strdup(colour->press ? _("it does not describe four inks (CMYK) of a printing press")
					  : _("it is no ICC profile, or it is damaged"));
	colour_free(colour);
	return NULL;
}

static void free_transform(cmsHTRANSFORM transform)
{
	if (transform)
		cmsDeleteTransform(transform);
}

static void free_profile(cmsHPROFILE profile)
{
	if (profile)
		cmsCloseProfile(profile);
}

void colour_free(Colour *colour)
{
	if (!colour)
		return;
	free_transform(colour->to_ink);
	free_transform(colour->to_screen);
	free_transform(colour->show_ink);
	free_profile(colour->press);
	free_profile(colour->screen);
	cmsDeleteContext(colour->context);
	g_hash_table_unref(colour->pictures);
	g_bytes_unref(colour->profile);
	g_free(colour);
}

GBytes *colour_peek_profile(const Colour *colour)
{
	return colour->profile;
}

double colour_get_limit(const Colour *colour)
{
	return colour->limit;
}

GHashTable *colour_peek_pictures(const Colour *colour)
{
	return colour->pictures;
}

char *colour_dup_name(const Colour *colour)
{
	char name[256] = "";
	cmsGetProfileInfoASCII(colour->press, cmsInfoDescription, "en", "US", name, sizeof name);
	return g_strdup(name);
}

// --- total ink ---

static guint total(const guint8 *ink)
{
	return (guint)ink[0] + ink[1] + ink[2] + ink[3];
}

// Black stays; the colours, which the limit is left to, shrink by one factor, so that the hue stays.
static void limit_pixel(guint8 *ink, guint most)
{
	guint colours = total(ink) - ink[3], room = most > ink[3] ? most - ink[3] : 0;
	for (int i = 0; i < 3; i++)
		ink[i] = (guint8)(ink[i] * room / colours);
}

static void limit_ink(guint8 *ink, gsize pixels, double limit)
{
	guint most = (guint)(limit * 255 / 100);
	for (gsize i = 0; i < pixels; i++, ink += 4)
		if (total(ink) > most)
			limit_pixel(ink, most);
}

double colour_most_ink(const guint8 *ink, gsize pixels)
{
	guint most = 0;
	for (gsize i = 0; i < pixels; i++)
		most = MAX(most, total(ink + 4 * i));
	return most * 100 / 255.0;
}

// --- sRGB and the press ---

static void convert(cmsHTRANSFORM transform, const void *from, void *to, gsize pixels)
{
	g_assert(pixels <= G_MAXUINT32);
	cmsDoTransform(transform, from, to, (cmsUInt32Number)pixels);
}

void colour_to_ink(const Colour *colour, const guint8 *rgb, guint8 *ink, gsize pixels)
{
	convert(colour->to_ink, rgb, ink, pixels);
	limit_ink(ink, pixels, colour->limit);
}

void colour_to_screen(const Colour *colour, const guint8 *ink, guint8 *rgb, gsize pixels)
{
	convert(colour->to_screen, ink, rgb, pixels);
}

void colour_find_ink(const Colour *colour, const guint8 rgb[3], double cmyk[4])
{
	guint8 ink[4];
	colour_to_ink(colour, rgb, ink, 1);
	// Tenths of a percent, never rounded past the limit.
	for (int i = 0; i < 4; i++)
		cmyk[i] = floor(ink[i] * 1000 / 255.0) / 10;
}

void colour_show_ink(const Colour *colour, const double cmyk[4], guint8 rgb[3])
{
	convert(colour->show_ink, cmyk, rgb, 1);
}

// --- other sources ---

static cmsUInt32Number format_of(int channels)
{
	return channels == 1 ? TYPE_GRAY_8 : TYPE_RGB_8;
}

static cmsHPROFILE usual_source(const Colour *colour, int channels)
{
	if (channels == 3)
		return cmsCreate_sRGBProfileTHR(colour->context);
	cmsToneCurve *curve = cmsBuildParametricToneCurve(
	    colour->context, 4, (cmsFloat64Number[]){2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045});
	cmsHPROFILE grey = cmsCreateGrayProfileTHR(colour->context, cmsD50_xyY(), curve);
	cmsFreeToneCurve(curve);
	return grey;
}

static bool fits(cmsHPROFILE profile, int channels)
{
	return profile && cmsChannelsOf(cmsGetColorSpace(profile)) == (cmsUInt32Number)channels;
}

ColourSource *colour_source_new(const Colour *colour, GBytes *profile, int channels)
{
	ColourSource *source = g_new0(ColourSource, 1);
	source->colour = colour;
	cmsHPROFILE own = profile ? open_profile(colour, profile) : NULL;
	if (fits(own, channels))
		source->transform =
		    make_transform(colour, own, format_of(channels), colour->press, TYPE_CMYK_8);
	free_profile(own);
	cmsHPROFILE usual = source->transform ? NULL : usual_source(colour, channels);
	if (!source->transform)
		source->transform =
		    make_transform(colour, usual, format_of(channels), colour->press, TYPE_CMYK_8);
	free_profile(usual);
	return source;
}

void colour_source_free(ColourSource *source)
{
	if (!source)
		return;
	free_transform(source->transform);
	g_free(source);
}

void colour_source_to_ink(const ColourSource *source, const guint8 *from, guint8 *ink, gsize pixels,
			  double limit)
{
	convert(source->transform, from, ink, pixels);
	limit_ink(ink, pixels, MIN(limit, source->colour->limit));
}
