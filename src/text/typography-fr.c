// French: what is typed on a keyboard, as the Imprimerie nationale would set it.
#include "text/typography_table.h"

#define NBSP "\u00A0"
#define NNBSP "\u202F"
#define JOINER "\u2060"
// What a sign that takes a space before it may follow.
#define SAID "[\\w»”’)%…°€\\]\"]"

static const TypographyList lists[] = {
    {"months",
     "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
     "janv.|févr.|juil.|sept.|oct.|nov.|déc.",
     false},
    {"first-days", "1er", false},
    {"titles", "M.|MM.|Mme|Mmes|Mlle|Mlles|Dr|Drs|Pr|Prs|Me|Mes|Mgr", false},
    {"references", "p|pp|t|tél|vol|art|chap|fig|éd|al|réf", false},
    {"units",
     "€|$|£|k€|M€|Md€|km|m|dm|cm|mm|ha|km²|m²|cm²|m³|cm³|km/"
     "h|kg|g|mg|t|l|cl|ml|h|min|s|ms|ko|Mo|Go|To|kW|kWh|"
     "MW|MWh|GWh|TWh|V|W|Hz|kHz|MHz|dB|°C|million|millions|milliard|milliards",
     false},
    {"particles", "de|du|des|la|le|les|l|d|en|et|sur|sous|lès|près|à|aux", false},
    {"centuries", "siècle|siècles", false},
    {"ordinals", "er|ers|re|res|e|es", true},
    {"second", "d|de|ds|des|nd|nde|nds|ndes", true},
    {"roman first", "er|ers", true},
    {"roman ordinals", "e|es", true},
    {"eras", "av.|apr.", false},
    {"endings", "e|ne|te|le|se|ve|re|ère|ière|rice|trice|euse|esse|elle", false},
};

// Written with lists only where a word of French stands, so that a neighbour with the same ways (Occitan)
// shares them.
const TypographyRule typography_french_rules[TYPOGRAPHY_FRENCH_RULES] = {
    {"apostrophe", "\\l", "'", "[\\w«\"“]", "’", false, false},
    {"ellipsis", "[^.]", "...", "[^.]", "…", false, false},

    {"dash", "[^\\s\n]", "\\s-\\s", "[^\\s-]", NBSP "– ", false, false},
    {"double dash", "[^\\s\n]", "\\s--\\s", "[^\\s-]", NBSP "– ", false, false},
    {"en dash", "[^\\s\n]", "\\s–\\s", "[^\\s]", NBSP "– ", false, false},
    // The first of two in a sentence opens what the second closes.
    {"opening em dash", "[^\\s\n]", "\\s—\\s", "[^\\s—.!?…\n][^—.!?…\n]*—", " —" NBSP, false, false},
    {"em dash", "[^\\s\n]", "\\s—\\s", "[^\\s]", NBSP "— ", false, false},

    {"semicolon", SAID, ";", "\\z", NNBSP ";", true, false},
    {"exclamation", SAID, "!", "\\e", NNBSP "!", true, false},
    {"question", SAID, "?", "\\e", NNBSP "?", true, false},
    {"colon", SAID, ":", "[\\z«\"“]", NBSP ":", true, false},
    {"percent", "\\d", "%", "\\e", NNBSP "%", true, false},
    {"per mille", "\\d", "‰", "\\e", NNBSP "‰", true, false},

    {"country code", "+\\d+", "\\s", "\\d", NBSP, false, false},
    {"thousands", "\\e\\d?\\d?\\d", "\\s", "\\d\\d\\d\\e", NNBSP, false, false},
    {"phone", "\\e\\d\\d", "\\s", "\\d\\d\\e", NBSP, false, false},
    {"country code, zero", "+\\d+", "\\s", "(0)", NBSP, false, false},
    {"phone abroad", "+\\d+\\s\\d", "\\s", "\\d\\d\\e", NBSP, false, false},
    {"phone abroad, zero", "(0)\\d", "\\s", "\\d\\d\\e", NBSP, false, false},
    {"phone after zero", "(0)", "\\s", "\\d", NBSP, false, false},
    {"day", "\\e\\d?\\d", "\\s", "{months}\\e", NBSP, false, false},
    {"first day", "\\e{first-days}", "\\s", "{months}\\e", NBSP, false, false},
    {"reference", "\\e{references}.", "\\s", "\\d", NBSP, false, false},
    {"country reference", "\\e{references}.", "\\s", "+\\d", NBSP, false, false},
    {"paragraph", "§", "\\s", "\\d", NBSP, false, false},
    {"number", "\\e[nN][°º]", "\\s", "\\d", NBSP, false, false},
    {"numbers", "\\e[nN]os", "\\s", "\\d", NBSP, false, false},
    {"title", "\\e{titles}", "\\s", "\\u", NBSP, false, false},
    {"title, particle", "\\e{titles}", "\\s", "{particles}[\\s'’]\\u", NBSP, false, false},
    {"unit", "\\d", "\\s", "{units}\\e", NBSP, false, false},
    {"minutes", "\\d\\s?h", "\\s", "\\d\\d?\\e", NBSP, false, false},
    {"seconds", "\\d\\s?min", "\\s", "\\d\\d?\\e", NBSP, false, false},
    {"century", "\\e[IVX]+{roman ordinals}", "\\s", "{centuries}", NBSP, false, false},
    {"first century", "\\eI{roman first}", "\\s", "{centuries}", NBSP, false, false},
    {"era", "\\e{eras}", "\\s", "J.-C.", NBSP, false, false},

    {"ordinal", "\\e\\d+", "{ordinals}", "\\e", NULL, false, true},
    {"second", "\\e2", "{second}", "\\e", NULL, false, true},
    {"roman ordinal", "\\e[IVX]+", "{roman ordinals}", "\\e", NULL, false, true},
    {"roman first", "\\eI", "{roman first}", "\\e", NULL, false, true},

    {"name", "\\e\\u\\a+", "-", "\\u", "-" JOINER, false, false},
    {"name, particle", "\\e\\u\\a+", "-", "{particles}[-'’]\\u", "-" JOINER, false, false},
    {"name, two particles", "\\e\\u\\a+", "-", "{particles}-{particles}[-'’]\\u", "-" JOINER, false, false},
    {"particle in name", "\\e\\u\\a+-{particles}", "-", "\\u", "-" JOINER, false, false},
    {"second particle", "\\e\\u\\a+-{particles}-{particles}", "-", "\\u", "-" JOINER, false, false},
    {"particles in name", "\\e\\u\\a+-{particles}", "-", "{particles}[-'’]\\u", "-" JOINER, false, false},
    {"acronym", "\\u", "-", "\\u", "-" JOINER, false, false},
    {"unparted", "\\efonctionnement", "-", "innovation\\e", "-" JOINER, false, false},

    {"inclusive", "\\a", "-", "{endings}-s\\e", "-" JOINER, false, false},
    {"inclusive plural", "\\a-{endings}", "-", "s\\e", "-" JOINER, false, false},
};

const TypographyTable typography_french = {
    .lang = "fr",
    .quotes = {"«" NNBSP, NNBSP "»", "“", "”", false},
    .rules = typography_french_rules,
    .rule_count = TYPOGRAPHY_FRENCH_RULES,
    .lists = lists,
    .list_count = G_N_ELEMENTS(lists),
};
