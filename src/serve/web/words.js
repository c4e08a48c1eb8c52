// What the page says, in French and English.
const all = {
  en: {
    skip: "Go to the pages", layout: "Layout", compare: "Compare with", ownLayout: "issue’s layout",
    noCompare: "no comparison", withBefore: "with the last saved state", withLayout: "beside ", tools: "Tools",
    look: "Look of the pages: as on the screen, or as printed (L)", screen: "Screen", print: "Print",
    refused: "A press would not take these pages.", noPress: "There is no PDF for the press: it would not be taken.", close: "Close",
    single: "Single", facing: "Facing", booklet: "Booklet", arrangement: "Arrangement of the sheets",
    smaller: "Zoom out (−)", larger: "Zoom in (+)", zoomReset: "Zoom: back to 100 % (0)",
    fitWidth: "Width", fitWidthName: "Fit the width (W)", fitPage: "Page", fitPageName: "Fit the page (F)",
    guides: "Guides", "guide-grid": "Baseline grid (G)", "guide-columns": "Columns", "guide-margins": "Margins", "guide-bleed": "Bleed and trim",
    "guide-boxes": "Boxes with name and size (B)", "guide-marks": "Findings on the sheets", "guide-press": "Printer’s marks, in print (M)",
    download: "Download", pdf: "PDF for the screen", press: "PDF for the press", png: "Page {0} as PNG", here: "Written at", findings: "Findings",
    box: "box of the layout", openEditor: "Open in the editor", thumbs: "Pages", desk: "Sheets", side: "Places and findings",
    page: "Page {0}", pageOf: "Page {0} of {1}", back: "Sheet {0}, back", front: "Sheet {0}, front", blank: "blank",
    pages: ["{0} page", "{0} pages"], words: ["{0} word", "{0} words"], fill: "last page {0} % full", loose: ["{0} loose line", "{0} loose lines"],
    errors: ["{0} error", "{0} errors"], warnings: ["{0} warning", "{0} warnings"], notes: ["{0} note", "{0} notes"],
    none: "Nothing found.", broken: "The last save cannot be set. These are the pages from before it.",
    lost: "The preview has ended, or cannot be reached. Trying again …", fresh: "up to date", waiting: "Setting the pages …",
    changed: ["{0} place changed", "{0} places changed"], before: "Last saved state", now: "Now", error: "Error", warning: "Warning", note: "Note",
    text: "Text", image: "Picture", shape: "Shape", paper: "Paper: nothing is written here", style: "style {0}", nothing: "There are no pages yet.",
  },
  fr: {
    skip: "Aller aux pages", layout: "Maquette", compare: "Comparer", ownLayout: "celle du numéro",
    noCompare: "sans comparaison", withBefore: "avec le dernier enregistrement", withLayout: "à côté de ", tools: "Outils",
    look: "Rendu des pages : comme à l’écran ou comme imprimé (L)", screen: "Écran", print: "Impression",
    refused: "Une presse n’accepterait pas ces pages.", noPress: "Pas de PDF pour l’imprimeur : il serait refusé.", close: "Fermer",
    single: "Simple", facing: "En regard", booklet: "Livret", arrangement: "Disposition des feuilles",
    smaller: "Zoom arrière (−)", larger: "Zoom avant (+)", zoomReset: "Zoom : revenir à 100 % (0)",
    fitWidth: "Largeur", fitWidthName: "Ajuster à la largeur (W)", fitPage: "Page", fitPageName: "Ajuster à la page (F)",
    guides: "Repères", "guide-grid": "Grille de lignes de base (G)", "guide-columns": "Colonnes", "guide-margins": "Marges", "guide-bleed": "Fond perdu et coupe",
    "guide-boxes": "Blocs, noms et tailles (B)", "guide-marks": "Remarques sur les feuilles", "guide-press": "Traits d’imprimeur, en impression (M)",
    download: "Télécharger", pdf: "PDF pour l’écran", press: "PDF pour l’imprimeur", png: "Page {0} en PNG", here: "Écrit à", findings: "Remarques",
    box: "bloc de la maquette", openEditor: "Ouvrir dans l’éditeur", thumbs: "Pages", desk: "Feuilles", side: "Emplacements et remarques",
    page: "Page {0}", pageOf: "Page {0} sur {1}", back: "Feuille {0}, verso", front: "Feuille {0}, recto", blank: "blanche",
    pages: ["{0} page", "{0} pages"], words: ["{0} mot", "{0} mots"], fill: "dernière page remplie à {0} %", loose: ["{0} ligne lâche", "{0} lignes lâches"],
    errors: ["{0} erreur", "{0} erreurs"], warnings: ["{0} avertissement", "{0} avertissements"], notes: ["{0} note", "{0} notes"],
    none: "Rien à signaler.", broken: "Le dernier enregistrement ne peut pas être composé. Voici les pages d’avant.",
    lost: "L’aperçu est terminé ou injoignable. Nouvel essai…", fresh: "à jour", waiting: "Composition des pages…",
    changed: ["{0} endroit changé", "{0} endroits changés"], before: "Dernier enregistrement", now: "Maintenant", error: "Erreur", warning: "Avertissement", note: "Note",
    text: "Texte", image: "Image", shape: "Forme", paper: "Papier : rien n’est écrit ici", style: "style {0}", nothing: "Il n’y a pas encore de pages.",
  },
};

export const lang = (navigator.languages ?? [navigator.language]).map(l => l.slice(0, 2)).find(l => l in all) ?? "en";
const words = all[lang];

export function say(key, ...values) {
  return words[key].replace(/\{(\d)\}/g, (_, i) => values[i]);
}

/** A number and what is counted, in singular or plural: in French, 0 and 1 are singular. */
export function count(key, number) {
  const one = lang === "fr" ? number < 2 : number === 1;
  return words[key][one ? 0 : 1].replace("{0}", number.toLocaleString(lang));
}

/** Fills in the page's own words. */
export function translate(root) {
  document.documentElement.lang = lang;
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  for (const element of root.querySelectorAll("[data-name]")) {
    element.setAttribute("aria-label", say(element.dataset.name));
    element.title = say(element.dataset.name);
  }
}
