// Pages as printed: pictures in tiles over the marks of a page. Only what is in sight is asked for; what stays
// as it was is kept, and what goes stays until the next has come.
import {svg} from "./paint.js";

const LEN = 1024;
const TILES_KEPT = 48; // of a page

/** What tiles there are: their heights are whole bands. */
const steps = {band: 72, sizes: []};

export function learnTiles(band, tiles) {
  steps.band = band;
  steps.sizes = tiles.map(([dpi, width, height]) => ({dpi, width, height}));
}

/** The least that is sharp, or the sharpest there is. */
function sizeFor(dpi) {
  return steps.sizes.find(size => size.dpi >= 0.95 * dpi) ?? steps.sizes.at(-1);
}

// The tiles that show a part [x, y, width, height] of a sheet, in points from its corner.
function tilesOf(names, size, sheet, [x, y, width, height]) {
  const across = size.width || sheet.width, tiles = [];
  const first = Math.max(0, Math.floor(x / across)), last = Math.min(Math.ceil(sheet.width / across), Math.ceil((x + width) / across));
  const top = Math.max(0, Math.floor(y / size.height)), end = Math.min(Math.ceil(sheet.height / size.height), Math.ceil((y + height) / size.height));
  const rows = size.height / steps.band;
  for (let row = top; row < end; row++)
    for (let column = first; column < last; column++) {
      const name = names.slice(row * rows, (row + 1) * rows).join("");
      if (name) tiles.push({key: `${size.dpi}/${column}/${row}/${name}`, box: [column * across, row * size.height, across, size.height]});
    }
  return tiles;
}

// The last tiles of a row or column end where the sheet does, to a pixel.
function boxOf({width, height, bleed}, dpi, [x, y, across, down]) {
  const whole = points => Math.round(points * dpi / 72) * 72 / dpi;
  const w = Math.min(across, whole(width) - x), h = Math.min(down, whole(height) - y);
  return {x: x * LEN - bleed, y: y * LEN - bleed, width: w * LEN, height: h * LEN};
}

export class Proof {
  constructor(group) {
    Object.assign(this, {group, tiles: new Map(), refused: new Set(), wanted: []});
  }

  clear() {
    this.tiles.clear();
    this.refused.clear();
    this.wanted = [];
    this.group.replaceChildren();
  }

  /** `path` and the `names` of the page's bands; the part of the sheet that shows, in points from its corner. */
  show(path, names, guides, dpi, part) {
    const {width, height, bleed} = guides, size = sizeFor(dpi);
    if (!size) return;
    const sheet = {width: (width + 2 * bleed) / LEN, height: (height + 2 * bleed) / LEN, bleed};
    this.names = names;
    this.dpi = size.dpi;
    this.wanted = tilesOf(names, size, sheet, part);
    for (const {key, box} of this.wanted) {
      if (this.tiles.has(key) || this.refused.has(key)) continue;
      const picture = svg("image", {class: "coming", preserveAspectRatio: "none", ...boxOf(sheet, size.dpi, box), href: `proof/${path}/${key}.png`}, this.group);
      this.tiles.set(key, picture);
      picture.addEventListener("load", () => this.#take(key, picture));
      picture.addEventListener("error", () => this.#miss(key, picture));
    }
    this.#tidy();
  }

  get isWhole() {
    return this.wanted.every(({key}) => this.refused.has(key) || this.tiles.get(key)?.dataset.here !== undefined);
  }

  #take(key, picture) {
    if (this.tiles.get(key) !== picture) return;
    picture.dataset.here = "";
    picture.removeAttribute("class");
    this.#tidy();
  }

  // It is of a state that is no more.
  #miss(key, picture) {
    if (this.tiles.get(key) !== picture) return;
    this.#drop(key);
    this.refused.add(key);
    this.#tidy();
  }

  #drop(key) {
    this.tiles.get(key)?.remove();
    this.tiles.delete(key);
  }

  // Whether a tile shows the page as it is.
  #isCurrent(key) {
    const [dpi, , row, name] = key.split("/"), size = steps.sizes.find(size => size.dpi === +dpi);
    const rows = size.height / steps.band;
    return this.names.slice(row * rows, (row + 1) * rows).join("") === name;
  }

  // Once all that is in sight has come, what is old or finer goes; coarser ones stay below for what is not.
  #tidy() {
    if (!this.isWhole) return;
    const wanted = new Set(this.wanted.map(({key}) => key));
    const spare = [...this.tiles.keys()].filter(key => !wanted.has(key));
    const kept = spare.filter(key => this.tiles.get(key).dataset.here !== undefined && parseInt(key) <= this.dpi && this.#isCurrent(key));
    const gone = new Set(spare.filter(key => !kept.includes(key)).concat(kept.slice(0, Math.max(0, kept.length + wanted.size - TILES_KEPT))));
    for (const key of gone) this.#drop(key);
  }
}
