// A page from its lines (see paint/web.h) to SVG, and from there to its next state: lines that stay the
// same keep their marks, so that only what changed is painted again.
const SVG = "http://www.w3.org/2000/svg";
const EM = 4096;

export function svg(name, attributes = {}, parent = null) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

/** Outlines by "face glyph". */
const outlines = new Map();

export function learnOutlines(lines) {
  for (const line of lines) {
    const first = line.indexOf(" "), second = line.indexOf(" ", first + 1);
    outlines.set(line.slice(0, second), line.slice(second + 1));
  }
}

const hundredth = number => Math.round(number * 100) / 100;

function glyphs(words) {
  const [face, size, stretch, ink, x, y] = words.slice(1, 7);
  const scale = size / EM, wide = scale * stretch / 1000;
  let at = 0, d = "";
  for (let i = 7; i + 1 < words.length; i += 2) {
    const [id, raise] = words[i].split(":");
    at += +words[i + 1];
    const outline = outlines.get(face + " " + id);
    if (outline) d += `M${hundredth(at / wide)} ${raise ? hundredth(raise / scale) : 0}${outline}`;
  }
  return svg("path", {d, fill: ink, transform: `translate(${x} ${y}) scale(${wide} ${scale})`});
}

function shape(words) {
  const [fill, stroke, width, caps] = words.slice(1, 5);
  const path = svg("path", {d: words.slice(5).join(" "), fill: fill === "-" ? "none" : fill});
  if (stroke !== "-") {
    path.setAttribute("stroke", stroke);
    path.setAttribute("stroke-width", width);
    if (caps === "1") {
      path.setAttribute("stroke-linecap", "round");
      path.setAttribute("stroke-linejoin", "round");
    }
  }
  return path;
}

function image(words) {
  const [name, x, y, width, height, left, top, right, bottom] = words.slice(1);
  // A drawing inside a drawing cuts what is outside its box.
  const cut = svg("svg", {x: left, y: top, width: right - left, height: bottom - top,
                          viewBox: `${left} ${top} ${right - left} ${bottom - top}`, preserveAspectRatio: "none"});
  svg("image", {x, y, width, height, href: "picture/" + name, preserveAspectRatio: "none"}, cut);
  return cut;
}

function clip(words) {
  const [x, y, width, height] = words.slice(1);
  return svg("svg", {x, y, width, height, viewBox: `${x} ${y} ${width} ${height}`, preserveAspectRatio: "none"});
}

const makers = {G: glyphs, P: shape, I: image, C: clip};

/** Marks that never change, from their lines. */
export function drawLines(text) {
  const group = svg("g");
  for (const line of text.split("\n")) {
    const made = makers[line[0]]?.(line.split(" "));
    if (made) group.append(made);
  }
  return group;
}

/** One page: its marks, its elements (for who listens), its area of text. */
export class Page {
  constructor() {
    this.marks = svg("g");
    this.lines = [];
    this.nodes = []; // one a line, or null for a line that ends a clip
    this.elements = [];
    this.boxes = []; // of the layout, that hold others
    this.area = [0, 0, 0, 0];
  }

  /** Takes a new text; returns the boxes, in page units, that changed. */
  update(text) {
    const ink = [];
    this.elements = [];
    this.boxes = [];
    for (const line of text.split("\n")) {
      if (line[0] === "E") {
        const words = line.split(" ");
        this.elements.push({role: words[1], name: words[2], box: words.slice(3, 7).map(Number), text: words.slice(7).join(" ")});
      } else if (line[0] === "B") {
        const words = line.split(" ");
        this.boxes.push({kind: words[1], box: words.slice(2, 6).map(Number), owner: words.slice(6).join(" ")});
      } else if (line[0] === "R") this.area = line.split(" ").slice(1).map(Number);
      else if (line) ink.push(line);
    }
    this.text = text;
    return this.#replace(ink);
  }

  // What begins and ends alike is kept; between, lines that are somewhere in the old stretch are moved.
  #replace(ink) {
    const old = this.lines;
    let head = 0, tail = 0;
    while (head < old.length && head < ink.length && old[head] === ink[head]) head++;
    while (tail < old.length - head && tail < ink.length - head && old[old.length - 1 - tail] === ink[ink.length - 1 - tail]) tail++;
    const spare = new Map();
    for (let i = head; i < old.length - tail; i++) {
      if (!this.nodes[i] || old[i][0] === "C") continue;
      spare.set(old[i], [...(spare.get(old[i]) ?? []), this.nodes[i]]);
    }
    const nodes = [], fresh = [];
    for (let i = head; i < ink.length - tail; i++) {
      if (ink[i] === "U") {
        nodes.push(null);
        continue;
      }
      const kept = spare.get(ink[i])?.pop();
      nodes.push(kept ?? makers[ink[i][0]]?.(ink[i].split(" ")) ?? null);
      if (!kept) fresh.push(nodes.at(-1));
    }
    const gone = [...spare.values()].flat();
    this.lines = ink;
    this.nodes = [...this.nodes.slice(0, head), ...nodes, ...this.nodes.slice(old.length - tail)];
    this.#arrange();
    for (const node of gone) node.remove();
    return fresh.filter(Boolean);
  }

  // Puts the marks in order, moving none that stands right.
  #arrange() {
    const open = [{parent: this.marks, at: this.marks.firstChild}];
    for (let i = 0; i < this.lines.length; i++) {
      if (this.lines[i] === "U") {
        this.#trim(open.pop());
        continue;
      }
      const node = this.nodes[i], place = open.at(-1);
      if (!node) continue;
      if (place.at === node) place.at = node.nextSibling;
      else place.parent.insertBefore(node, place.at);
      if (this.lines[i][0] === "C") open.push({parent: node, at: node.firstChild});
    }
    while (open.length) this.#trim(open.pop());
  }

  #trim({at}) {
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }
}
