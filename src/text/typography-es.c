// Spanish: as the Ortografía of the academies has it.
#include "text/typography_table.h"

#define NBSP "\u00A0"
#define NNBSP "\u202F"

static const TypographyList lists[] = {
    {"months",
     "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
     false},
    {"titles", "Sr.|Sra.|Srta.|Sres.|Sras.|D.|D.ª|Dña.|Dr.|Dra.|Dres.|Prof.|Profa.|Ud.|Uds.|Excmo.|Excma.|S.",
     true},
    {"references",
     "p.|pp.|pág.|págs.|núm.|núms.|n.º|n.os|art.|arts.|cap.|caps.|vol.|vols.|fig.|figs.|ed.|tel.|"
     "tels.|tlf.|tfno.",
     false},
    {"units",
     "€|$|£|km|m|dm|cm|mm|ha|km²|m²|m³|km/h|kg|g|mg|t|l|ml|h|min|s|kB|MB|GB|TB|W|kW|kWh|MW|MWh|V|Hz|dB|°C|"
     "millón|millones|mil|a. m.|p. m.",
     false},
    {"ordinals", "er|a|o", true},
};

static const TypographyRule rules[] = {
    {"ellipsis", "[^.]", "...", "[^.]", "…", false, false},
    {"apostrophe", "\\l", "'", "\\l", "’", false, false},

    {"dash", "[^\\s\n]", "\\s-\\s", "[^\\s-]", NBSP "– ", false, false},
    {"double dash", "[^\\s\n]", "\\s--\\s", "[^\\s-]", NBSP "– ", false, false},
    {"en dash", "[^\\s\n]", "\\s–\\s", "[^\\s]", NBSP "– ", false, false},
    // The raya clings to what it encloses, typed as a raya or as two hyphens.
    {"raya opens", "\\s", "--", "\\w", "—", false, false},
    {"raya closes", "\\w", "--", "[\\s.,;:]", "—", false, false},

    {"percent", "\\d", "%", "\\e", NNBSP "%", true, false},
    {"country code", "+\\d+", "\\s", "\\d", NBSP, false, false},
    {"thousands", "\\e\\d?\\d?\\d", "\\s", "\\d\\d\\d\\e", NNBSP, false, false},
    {"phone", "\\e\\d\\d", "\\s", "\\d\\d\\e", NBSP, false, false},
    {"day", "\\e\\d?\\d", "\\s", "de\\s{months}\\e", NBSP, false, false},
    {"first day", "\\e1.º", "\\s", "de\\s{months}\\e", NBSP, false, false},
    {"reference", "\\e{references}", "\\s", "\\d", NBSP, false, false},
    {"paragraph", "§", "\\s", "\\d", NBSP, false, false},
    {"century", "\\esiglo", "\\s", "[IVX]+\\e", NBSP, false, false},
    {"centuries", "\\esiglos", "\\s", "[IVX]+\\e", NBSP, false, false},
    {"title", "\\e{titles}", "\\s", "\\u", NBSP, false, false},
    {"unit", "\\d", "\\s", "{units}\\e", NBSP, false, false},
    {"United States", "\\eEE.", "\\s", "UU.", NBSP, false, false},
    {"Christ", "\\e[ad].", "\\s", "C.", NBSP, false, false},
    {"for example", "\\ep.", "\\s", "ej.", NBSP, false, false},
    {"ordinal", "\\e\\d+.", "{ordinals}", "\\e", NULL, false, true},
    {"acronym", "\\u", "-", "\\u", "-\u2060", false, false},
};

const TypographyTable typography_spanish = {
    .lang = "es",
    .quotes = {"«", "»", "“", "”", false},
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
    .lists = lists,
    .list_count = G_N_ELEMENTS(lists),
};
