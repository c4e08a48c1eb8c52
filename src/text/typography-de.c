// German: as the Duden and DIN 5008 would have it. Swiss texts differ in their quotes.
#include "text/typography_table.h"

#define NBSP "\u00A0"
#define NNBSP "\u202F"

static const TypographyList lists[] = {
    {"months",
     "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
     "Jan.|Feb.|Aug.|Sept.|Okt.|Nov.|Dez.",
     true},
    {"titles", "Dr.|Prof.|Hr.|Hrn.|Fr.|Herr|Herrn|Frau|St.|Dipl.-Ing.", true},
    {"references", "S.|Nr.|Nrn.|Bd.|Bde.|Abb.|Abs.|Art.|Kap.|Tab.|Tel.|Aufl.|Jg.|H.|Ziff.", true},
    {"units",
     "€|$|£|%|‰|EUR|CHF|km|m|dm|cm|mm|ha|km²|m²|m³|km/h|kg|g|mg|t|l|ml|h|min|s|kB|MB|GB|TB|W|kW|kWh|MW|MWh|V|"
     "Hz|dB|°C|Uhr|Mio.|Mrd.|Millionen|Milliarden",
     false},
    {"after ordinals", "Jahrhundert|Jahrhunderts|Jh.|Jahrtausend|Auflage|Lebensjahr|Klasse|Stock", true},
    {"eras", "Chr.", true},
};

static const TypographyRule rules[] = {
    {"apostrophe", "\\l", "'", "\\l", "’", false, false},
    {"genitive", "[sßxz]", "'", "\\s\\u", "’", false, false},
    {"ellipsis", "[^.]", "...", "[^.]", "…", false, false},

    {"dash", "[^\\s\n]", "\\s-\\s", "[^\\s-]", NBSP "– ", false, false},
    {"double dash", "[^\\s\n]", "\\s--\\s", "[^\\s-]", NBSP "– ", false, false},
    {"en dash", "[^\\s\n]", "\\s–\\s", "[^\\s]", NBSP "– ", false, false},

    // z. B., d. h., i. d. R., v. Chr.: parted by a narrow space, typed or not.
    {"abbreviation", "[^\\w.]\\a.", "\\s", "\\l.", NNBSP, false, false},
    {"abbreviation goes on", "\\a.\\s?\\l.", "\\s", "\\l.", NNBSP, false, false},
    {"abbreviation, close", "[^\\w.]\\a", ".", "\\l.", "." NNBSP, false, false},
    {"abbreviation goes on, close", "[^\\w.]\\a.\\l", ".", "\\l.", "." NNBSP, false, false},
    {"era", "\\e[vn].", "\\s", "{eras}", NNBSP, false, false},
    {"era, close", "\\e[vn]", ".", "{eras}", "." NNBSP, false, false},

    {"country code", "+\\d+", "\\s", "\\d", NBSP, false, false},
    {"thousands", "\\e\\d?\\d?\\d", "\\s", "\\d\\d\\d\\e", NNBSP, false, false},
    {"phone, code of 3", "\\e0\\d\\d", "\\s", "\\d\\d", NBSP, false, false},
    {"phone, code of 4", "\\e0\\d\\d\\d", "\\s", "\\d\\d", NBSP, false, false},
    {"phone, code of 5", "\\e0\\d\\d\\d\\d", "\\s", "\\d\\d", NBSP, false, false},
    {"phone goes on", "\\e\\d\\d", "\\s", "\\d\\d\\e", NBSP, false, false},
    {"day", "\\e\\d?\\d.", "\\s", "{months}\\e", NBSP, false, false},
    {"ordinal", "\\e\\d+.", "\\s", "{after ordinals}\\e", NBSP, false, false},
    {"reference", "\\e{references}", "\\s", "\\d", NBSP, false, false},
    {"paragraph", "§", "\\s", "\\d", NBSP, false, false},
    {"title", "\\e{titles}", "\\s", "\\u", NBSP, false, false},
    {"unit", "\\d", "\\s", "{units}\\e", NBSP, false, false},
    {"acronym", "\\u", "-", "\\u", "-\u2060", false, false},
};

const TypographyTable typography_german = {
    .lang = "de",
    .quotes = {"„", "“", "‚", "‘", true},
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
    .lists = lists,
    .list_count = G_N_ELEMENTS(lists),
};

const TypographyTable typography_swiss_german = {
    .lang = "de-CH",
    .quotes = {"«", "»", "‹", "›", true},
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
    .lists = lists,
    .list_count = G_N_ELEMENTS(lists),
};
