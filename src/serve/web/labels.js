// Boxes with their names and sizes: outlines of all, and of the names as many as there is room for. The others
// show under the pointer, or larger.
import {svg} from "./paint.js";

const LEN = 1024, PX_PER_PT = 96 / 72, MM = 72 / 25.4 * LEN;
const SIZE = 10.5, HIGH = 14, PAD = 3; // pixels
const mm = length => (length / MM).toFixed(1).replace(/\.0$/, "");

const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();

function widthOf(text) {
  if (!widths.has(text)) {
    ruler.font = `${SIZE}px system-ui, "Lato", "DejaVu Sans", sans-serif`;
    widths.set(text, Math.ceil(ruler.measureText(text).width) + 2 * PAD);
  }
  return widths.get(text);
}

const key = box => box.map(length => Math.round(length / LEN)).join();
const area = ({box}) => box[2] * box[3];
const kinds = ["panel", "columns", "grid", "row", "stack"]; // what is looked for first

// Boxes of the layout in the same place are one, by all their names; those of content come after.
function gather(page) {
  const held = new Map();
  for (const {kind, owner, box} of page.boxes) {
    if (box[2] < LEN || box[3] < LEN) continue;
    const name = {kind, text: owner ? `${owner} › ${kind}` : kind}, same = held.get(key(box));
    if (!same) held.set(key(box), {kind: "holder", names: [name], box});
    else if (!same.names.some(({text}) => text === name.text)) same.names.push(name);
  }
  for (const {names} of held.values()) names.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  const rank = ({names: [{kind}]}) => kinds.indexOf(kind);
  const holders = [...held.values()].sort((a, b) => rank(a) - rank(b) || area(b) - area(a));
  return [...holders, ...page.elements.map(({name, box}) => ({kind: "content", names: [{kind: "text", text: name}], box}))];
}

const meets = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function cut([x, y, width, height], sheet) {
  const left = Math.max(x, sheet.x), top = Math.max(y, sheet.y);
  return [left, top, Math.min(x + width, sheet.x + sheet.width) - left, Math.min(y + height, sheet.y + sheet.height) - top];
}

// Where a name may stand, the best first: of boxes that hold others at the right, inside too; of content at the left,
// never on it.
function places({kind}, [x, y, width, height], wide, px) {
  const w = wide * px, h = HIGH * px, right = x + width - w, foot = y + height;
  const across = kind === "holder" ? [right, x] : [x, right], down = kind === "holder" ? [y, y - h, foot - h, foot] : [y - h, foot];
  return down.flatMap(top => across.map(left => ({x: left, y: top, width: w, height: h})));
}

// Where there are words: of each run (see paint/web.h) from the capitals' height to the descenders'.
function inksOf(page) {
  return page.lines.filter(line => line[0] === "G").map(line => {
    const words = line.split(" "), [size, x, baseline] = [+words[2], +words[5], +words[6]];
    let width = 0.5 * size;
    for (let i = 8; i < words.length; i += 2) width += +words[i];
    return {x, y: baseline - 0.72 * size, width, height: 0.92 * size};
  });
}

function isInside(place, sheet) {
  return place.x >= sheet.x && place.y >= sheet.y && place.x + place.width <= sheet.x + sheet.width && place.y + place.height <= sheet.y + sheet.height;
}

// Panels are named even where that covers something; no name is wider than its box.
function findPlace(box, px, sheet, inks, taken) {
  const shown = cut(box.box, sheet), options = places(box, shown, box.wide, px).filter(place => isInside(place, sheet));
  if (box.wide * px > shown[2]) return null;
  const free = options.filter(place => !taken.some(other => meets(place, other)));
  return free.find(place => !inks.some(ink => meets(place, ink))) ?? (box.names[0].kind === "panel" ? free[0] : null);
}

function drawName(group, {kind, label}, place, px) {
  const drawn = svg("g", {class: "box-label " + kind}, group);
  svg("rect", {...place, rx: 2 * px}, drawn);
  svg("text", {class: "box-name", x: place.x + PAD * px, y: place.y + (HIGH - 3.5) * px, "font-size": SIZE * px}, drawn).textContent = label;
}

/** Draws the boxes of a page; `sheet` is what shows of it: {x, y, width, height}. */
export function drawBoxes(over, page, zoom, sheet) {
  const px = LEN / (zoom * PX_PER_PT), boxes = gather(page); // names are as large at every zoom
  const outlines = svg("g", {}, over), names = svg("g", {}, over), inks = inksOf(page), taken = [];
  for (const box of boxes) {
    const [x, y, width, height] = box.box, size = ` ${mm(width)} × ${mm(height)}`, more = box.names.length > 1 ? ` +${box.names.length - 1}` : "";
    box.text = box.names.map(({text}) => text).join(" · ") + size;
    box.label = box.names[0].text + more + size;
    box.wide = widthOf(box.label);
    svg("rect", {class: `guide box ${box.kind} of-${box.names[0].kind}`, x, y, width, height}, outlines);
    const place = findPlace(box, px, sheet, inks, taken);
    if (place) {
      taken.push(place);
      drawName(names, box, place, px);
    }
    box.named = Boolean(place);
  }
  Object.assign(over, {boxes, hover: svg("g", {}, over), px, sheet});
}

/** Names the innermost box under the pointer. */
export function hoverBox(over, x, y) {
  if (!over.boxes) return;
  const box = boxesAt(over, x, y)[0];
  if (over.hovered === box) return;
  over.hovered = box;
  over.hover.replaceChildren();
  if (!box) return;
  const {px, sheet} = over, [left, top, width, height] = box.box;
  svg("rect", {class: "guide box under " + box.kind, x: left, y: top, width, height}, over.hover);
  if (box.named) return;
  const w = box.wide * px, h = HIGH * px, limit = (at, least, most) => Math.max(least, Math.min(at, most));
  drawName(over.hover, box, {x: limit(left, sheet.x, sheet.x + sheet.width - w), y: limit(top - h, sheet.y, sheet.y + sheet.height - h), width: w, height: h}, px);
}

/** All boxes at a place, the innermost first. */
export function boxesAt(over, x, y) {
  const inside = ({box: [left, top, width, height]}) => x >= left && x <= left + width && y >= top && y <= top + height;
  return (over.boxes ?? []).filter(inside).sort((a, b) => area(a) - area(b));
}
