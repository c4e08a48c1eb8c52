// Occitan, as printed in France: the ways of French, with words of its own.
#include "text/typography_table.h"

#define NNBSP "\u202F"

static const TypographyList lists[] = {
    // Of Languedoc, Limousin and Gascony; with their preposition, as in « 21 de març ».
    {"months",
     "de genièr|de genier|de genèr|de febrièr|de febrier|de feurier|de heurèr|d'heurèr|d’heurèr|de hereuèr|"
     "de març|d'abril|d’abril|d'abriu|d’abriu|de mai|de junh|de julhet|d'agost|d’agost|d'aost|d’aost|"
     "de setembre|de seteme|d'octobre|d’octobre|d'octòbre|d’octòbre|de novembre|de noveme|de decembre|de "
     "deceme",
     false},
    {"first-days", "1èr|1r", false},
    {"titles", "M.|Sr|Sr.|Sra|Sra.|Sénher|Dna|Dna.|Dr|Dr.|Pr|Mossur|Mos.|En|Na", true},
    {"references", "p|pp|t|tel|vol|art|cap|fig|ed|ref", false},
    {"units",
     "€|$|£|k€|M€|km|m|dm|cm|mm|ha|km²|m²|m³|km/h|kg|g|mg|t|l|cl|ml|h|min|s|ko|Mo|Go|To|kW|kWh|MW|MWh|V|W|Hz|"
     "dB|°C|milion|milions|miliard|miliards",
     false},
    {"particles", "de|del|dels|du|dau|daus|deu|deus|la|lo|los|las|le|les|l|d|en|e|sus|jos|a|au|aus|sent",
     false},
    {"centuries", "sègle|sègles|segle|segles", false},
    {"ordinals", "èr|èra|èrs|èras|r|ra|en|ena|ens|enas|au|ala", true},
    {"second", "d|da|nd|nda|nds|ndas", true},
    {"roman first", "èr", true},
    {"roman ordinals", "en|ena|au", true},
    {"eras", "ab.|av.|apr.", false},
    {"endings", "a|as|ra|na|ada|ida", false},
};

const TypographyTable typography_occitan = {
    .lang = "oc",
    .quotes = {"«" NNBSP, NNBSP "»", "“", "”", false},
    .rules = typography_french_rules,
    .rule_count = TYPOGRAPHY_FRENCH_RULES,
    .lists = lists,
    .list_count = G_N_ELEMENTS(lists),
};
