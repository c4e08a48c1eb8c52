// French: what is typed on a keyboard, as the Imprimerie nationale would set it.
#include "text/typography_table.h"

#define NBSP "\u00A0"
#define NNBSP "\u202F"
#define JOINER "\u2060"
// What a sign that takes a space before it may follow.
#define SAID "[\\w»”’)%…°€\\]\"]"

static const TypographyList lists[] = {
    {"months", "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
	       "janv.|févr.|juil.|sept.|oct.|nov.|déc."},
    {"titles", "M.|MM.|Mme|Mmes|Mlle|Mlles|Dr|Pr|Me|Mgr"},
    {"references", "p|pp|t|tél|vol|art|chap|fig|éd|al|réf"},
    {"units",
     "€|$|£|k€|M€|Md€|km|m|cm|mm|ha|km²|m²|km/h|kg|g|t|l|h|min|s|ko|Mo|Go|To|kWh|MWh|°C|million|millions|"
     "milliard|milliards"},
    {"particles", "de|du|des|la|le|les|l|d|en|et|sur|sous|lès|près|à|aux"},
};

static const TypographyRule rules[] = {
    {"apostrophe", "\\l", "'", "[\\w«\"“]", "’", false},
    {"ellipsis", "[^.]", "...", "[^.]", "…", false},

    {"dash", "[^\\s\n]", "\\s-\\s", "[^\\s-]", NBSP "– ", false},
    {"double dash", "[^\\s\n]", "\\s--\\s", "[^\\s-]", NBSP "– ", false},
    {"en dash", "[^\\s\n]", "\\s–\\s", "[^\\s]", NBSP "– ", false},
    {"em dash", "[^\\s\n]", "\\s—\\s", "[^\\s]", NBSP "— ", false},

    {"semicolon", SAID, ";", "\\z", NNBSP ";", true},
    {"exclamation", SAID, "!", "\\e", NNBSP "!", true},
    {"question", SAID, "?", "\\e", NNBSP "?", true},
    {"colon", SAID, ":", "[\\z«\"“]", NBSP ":", true},
    {"percent", "\\d", "%", "\\e", NNBSP "%", true},

    {"thousands", "\\e\\d?\\d?\\d", "\\s", "\\d\\d\\d\\e", NNBSP, false},
    {"phone", "\\e\\d\\d", "\\s", "\\d\\d\\e", NBSP, false},
    {"country code", "+\\d+", "\\s", "\\d", NBSP, false},
    {"phone abroad", "+\\d+\\s\\d", "\\s", "\\d\\d\\e", NBSP, false},
    {"day", "\\e\\d?\\d", "\\s", "{months}\\e", NBSP, false},
    {"first day", "\\e1er", "\\s", "{months}\\e", NBSP, false},
    {"reference", "\\e{references}.", "\\s", "\\d", NBSP, false},
    {"country reference", "\\e{references}.", "\\s", "+\\d", NBSP, false},
    {"number", "\\e[nN]°", "\\s", "\\d", NBSP, false},
    {"numbers", "\\e[nN]os", "\\s", "\\d", NBSP, false},
    {"title", "\\e{titles}", "\\s", "\\u", NBSP, false},
    {"unit", "\\d", "\\s", "{units}\\e", NBSP, false},
    {"minutes", "\\d\\s?h", "\\s", "\\d\\d?\\e", NBSP, false},
    {"century", "\\e[IVX]+e", "\\s", "siècle", NBSP, false},
    {"first century", "\\eIer", "\\s", "siècle", NBSP, false},

    {"name", "\\e\\u\\a+", "-", "\\u", "-" JOINER, false},
    {"name with a particle", "\\e\\u\\a+", "-", "{particles}[-'’]\\u", "-" JOINER, false},
    {"name with two particles", "\\e\\u\\a+", "-", "{particles}-{particles}[-'’]\\u", "-" JOINER, false},
    {"particle in a name", "\\e\\u\\a+-{particles}", "-", "\\u", "-" JOINER, false},
    {"second particle in a name", "\\e\\u\\a+-{particles}-{particles}", "-", "\\u", "-" JOINER, false},
    {"particles in a name", "\\e\\u\\a+-{particles}", "-", "{particles}[-'’]\\u", "-" JOINER, false},
    {"acronym", "\\u", "-", "\\u", "-" JOINER, false},
    {"unparted", "\\efonctionnement", "-", "innovation\\e", "-" JOINER, false},
};

const TypographyTable typography_french = {
    .lang = "fr",
    .quotes = {"«" NNBSP, NNBSP "»", "“", "”", false},
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
    .lists = lists,
    .list_count = G_N_ELEMENTS(lists),
};
