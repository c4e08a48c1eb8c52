// The sheets on the desk: how they are arranged, how large, and what is drawn over them.
import {boxesAt, drawBoxes, hoverBox} from "./labels.js";
import {drawLines, Page, svg} from "./paint.js";
import {Proof} from "./proofs.js";
import {say} from "./words.js";

const LEN = 1024, PX_PER_PT = 96 / 72;

/** The pages of one layout, or of one state. */
export class Stack {
  constructor(key) {
    this.key = key;
    this.pages = [];
    this.sheets = []; // <figure>, one a page
    this.guides = null;
    this.view = 0; // what the program calls it
    this.proofs = null; // names of bands, a page, where they are to look as printed; none where there is no press
    this.around = {single: [], folded: []}; // printer's marks of all sheets, then what is written beside each
    this.findings = [];
  }

  /** `texts` has null for pages that are as they were. Returns the marks that are new, by page. */
  update(texts, guides, title) {
    const other = JSON.stringify(guides) !== JSON.stringify(this.guides);
    this.guides = guides;
    this.title = title;
    const fresh = texts.map((text, i) => {
      this.pages[i] ??= new Page();
      const nodes = text === null ? [] : this.pages[i].update(text);
      if (text !== null || other) this.stale.add(i);
      return nodes;
    });
    this.pages.length = texts.length;
    for (const gone of this.sheets.splice(texts.length)) gone.remove();
    return fresh;
  }

  prove(proofs) {
    const before = this.proofs;
    this.proofs = proofs;
    for (let i = 0; i < this.pages.length; i++) if (!before !== !proofs || before?.[i]?.join() !== proofs?.[i]?.join()) this.stale.add(i);
  }

  mark(around) {
    if (this.around === around) return;
    this.around = around;
    for (let i = 0; i < this.pages.length; i++) this.stale.add(i);
  }

  stale = new Set();

  texts() {
    return this.pages.map(page => page.text);
  }
}

/** What stands beside what: page indices, null for none. */
const arrangements = {
  single: count => Array.from({length: count}, (_, i) => [i]),
  facing: count => {
    const rows = [[null, 0]];
    for (let i = 1; i < count; i += 2) rows.push([i, i + 1 < count ? i + 1 : null]);
    return rows;
  },
  booklet: count => {
    const whole = Math.ceil(count / 4) * 4, at = i => i < count ? i : null;
    return Array.from({length: whole / 2}, (_, i) => i % 2 ? [at(i), at(whole - 1 - i)] : [at(whole - 1 - i), at(i)]);
  },
};

export class Desk {
  constructor(desk, stage, thumbs) {
    Object.assign(this, {desk, stage, thumbs, arrangement: "single", zoom: 1, mode: "width", shown: new Set(["marks", "press"]), stacks: []});
    this.near = new Set(); // sheets in sight, or soon
    this.sight = new IntersectionObserver(entries => this.#see(entries), {root: desk, rootMargin: "25% 0px"});
    this.thumbSight = new IntersectionObserver(entries => {
      for (const {target, isIntersecting} of entries) {
        target.isNear = isIntersecting;
        this.#proveThumb(target);
      }
    }, {root: thumbs, rootMargin: "25% 0px"});
    new ResizeObserver(() => this.fit()).observe(desk);
    desk.addEventListener("scroll", () => this.#proveSoon());
  }

  #see(entries) {
    for (const {target, isIntersecting} of entries) this.near[isIntersecting ? "add" : "delete"](target);
    this.#proveSoon();
  }

  /** One stack, or two side by side, each with its heading. */
  show(stacks) {
    this.stacks = stacks;
    this.arrange();
  }

  // All sheets are to be drawn again.
  #spoil() {
    for (const stack of this.stacks) for (let i = 0; i < stack.pages.length; i++) stack.stale.add(i);
    this.sized = null;
  }

  arrange() {
    const key = this.#key();
    if (this.key !== key) {
      this.stage.replaceChildren(...this.#rows());
      this.#spoil();
    }
    this.key = key;
    this.#refresh();
    this.fit();
  }

  #rows() {
    const rows = [];
    if (this.stacks.length === 2) {
      const count = Math.max(...this.stacks.map(stack => stack.pages.length));
      const head = document.createElement("div");
      head.className = "row heads";
      for (const stack of this.stacks) head.append(Object.assign(document.createElement("h2"), {textContent: stack.label}));
      rows.push(head);
      for (let i = 0; i < count; i++) rows.push(this.#row(this.stacks.map(stack => [stack, i < stack.pages.length ? i : null]), "pair"));
    } else if (this.stacks.length) {
      const [stack] = this.stacks, pages = stack.pages.length;
      arrangements[pages ? this.arrangement : "single"](pages).forEach((row, i) => {
        const built = this.#row(row.map(page => [stack, page]), this.arrangement, i);
        if (this.arrangement === "booklet") {
          const label = document.createElement("p");
          label.className = "sheet-name";
          label.textContent = say(i % 2 ? "back" : "front", Math.floor(i / 2) + 1);
          built.prepend(label);
        }
        rows.push(built);
      });
    }
    return rows;
  }

  #key() {
    return JSON.stringify([this.arrangement, this.stacks.map(stack => [stack.key, stack.label, stack.pages.length])]);
  }

  // The halves of a sheet to fold know which they are, and of which side.
  #row(places, kind, number) {
    const row = document.createElement("div");
    row.className = "row " + kind;
    places.forEach(([stack, page], i) => {
      const sheet = page === null ? this.#blank(stack, kind) : this.#sheet(stack, page);
      sheet.fold = kind === "booklet" ? {half: i, side: number} : null;
      row.append(sheet);
    });
    return row;
  }

  #blank(stack, kind) {
    const blank = document.createElement("div");
    blank.className = "sheet blank";
    blank.stack = stack;
    if (kind === "booklet") {
      blank.frame = svg("svg", {"aria-hidden": "true", focusable: "false"});
      svg("rect", {class: "paper"}, blank.frame);
      blank.around = svg("g", {class: "around"}, blank.frame);
      blank.append(blank.frame);
    }
    return blank;
  }

  #sheet(stack, index) {
    if (stack.sheets[index]) return stack.sheets[index];
    const sheet = document.createElement("figure");
    sheet.className = "sheet";
    sheet.id = `sheet-${stack.key}-${index + 1}`;
    Object.assign(sheet, {stack, index});
    const drawing = svg("svg", {"aria-hidden": "true", focusable: "false"}, null);
    svg("rect", {class: "paper"}, drawing);
    drawing.append(stack.pages[index].marks);
    sheet.proof = new Proof(svg("g", {class: "proof"}, drawing));
    sheet.around = svg("g", {class: "around"}, drawing);
    sheet.over = svg("g", {class: "over"}, drawing);
    sheet.hits = svg("g", {class: "hits"}, drawing);
    sheet.drawing = sheet.frame = drawing;
    sheet.reading = document.createElement("div");
    sheet.reading.className = "unseen";
    const caption = document.createElement("figcaption");
    sheet.caption = caption;
    sheet.append(drawing, sheet.reading, caption);
    stack.sheets[index] = sheet;
    stack.stale.add(index);
    this.sight.observe(sheet);
    return sheet;
  }

  /** Draws again what lies over sheets that changed, and what screen readers read. */
  #refresh() {
    for (const stack of this.stacks)
      for (const index of stack.stale) {
        const sheet = stack.sheets[index];
        if (!sheet) continue;
        stack.stale.delete(index);
        sheet.caption.textContent = say("page", index + 1);
        sheet.setAttribute("aria-label", say("pageOf", index + 1, stack.pages.length));
        if (sheet.drawing.children[1] !== stack.pages[index].marks) sheet.drawing.children[1].replaceWith(stack.pages[index].marks);
        this.#frame(sheet);
        this.#prove(sheet);
        this.#drawGuides(sheet);
        this.#later(sheet);
      }
    for (const blank of this.stage.querySelectorAll(".sheet.blank")) if (blank.frame && blank.stack.guides) this.#frame(blank);
    this.stage.classList.toggle("marked", this.stacks.some(stack => this.#isMarked(stack)));
  }

  // The part of a sheet that is in sight, and a little more, in points from the corner of its bleed.
  #inSight(sheet) {
    const box = sheet.drawing.getBoundingClientRect(), desk = this.desk.getBoundingClientRect(), px = this.zoom * PX_PER_PT;
    const margins = this.#margins(sheet), {bleed} = sheet.stack.guides, more = 64;
    const left = Math.max(desk.left - more, box.left), right = Math.min(desk.right + more, box.right);
    const top = Math.max(desk.top - more, box.top), bottom = Math.min(desk.bottom + more, box.bottom);
    const x = (left - box.left) / px - (margins.left - bleed) / LEN, y = (top - box.top) / px - (margins.top - bleed) / LEN;
    return [x, y, (right - left) / px, (bottom - top) / px];
  }

  #prove(sheet) {
    const {stack, index, proof} = sheet, names = stack.proofs?.[index];
    if (!stack.proofs) proof.clear();
    if (!names || !this.near.has(sheet)) return;
    const part = this.#inSight(sheet);
    if (part[2] > 0 && part[3] > 0) proof.show(`${stack.view}/${index + 1}`, names, stack.guides, 96 * this.zoom * devicePixelRatio, part);
  }

  /** Asks for what has come in sight. */
  prove() {
    for (const sheet of this.near) if (sheet.stack.guides && sheet.stack.pages[sheet.index]) this.#prove(sheet);
  }

  #proveSoon() {
    clearTimeout(this.proving);
    this.proving = setTimeout(() => this.prove(), 120);
  }

  // Not before the page is painted: nobody waits for these.
  #later(sheet) {
    clearTimeout(sheet.timer);
    sheet.timer = setTimeout(() => {
      if (!sheet.stack.pages[sheet.index]) return;
      this.#read(sheet);
      if (sheet.stack === this.stacks[0]) this.#thumb(sheet);
    }, 250);
  }

  #read(sheet) {
    sheet.reading.replaceChildren(...sheet.stack.pages[sheet.index].elements.filter(element => element.text).map(element => {
      const tag = /^h[1-6]$/.test(element.role) ? "h" + Math.min(6, +element.role[1] + 1) : "p";
      return Object.assign(document.createElement(tag), {textContent: element.text, lang: sheet.stack.lang ?? ""});
    }));
  }

  #thumb(sheet) {
    const {guides, pages} = sheet.stack;
    while (this.thumbs.children.length > pages.length) this.thumbs.lastChild.remove();
    while (this.thumbs.children.length < pages.length) {
      const index = this.thumbs.children.length, button = document.createElement("button");
      button.type = "button";
      const drawing = svg("svg", {}, button);
      drawing.append(svg("g"));
      button.proof = new Proof(svg("g", {}, drawing));
      button.append(Object.assign(document.createElement("span"), {textContent: index + 1}));
      button.setAttribute("aria-label", say("page", index + 1));
      button.addEventListener("click", () => this.goTo(this.stacks[0], index));
      this.thumbs.append(button);
      this.thumbSight.observe(button);
      this.onThumbs?.();
    }
    const thumb = this.thumbs.children[sheet.index], drawing = thumb.firstChild;
    drawing.setAttribute("viewBox", `0 0 ${guides.width} ${guides.height}`);
    drawing.firstChild.replaceWith(sheet.stack.pages[sheet.index].marks.cloneNode(true));
    this.#proveThumb(thumb);
  }

  #proveThumb(thumb) {
    const stack = this.stacks[0], index = [...this.thumbs.children].indexOf(thumb), names = stack?.proofs?.[index];
    if (!stack?.proofs) thumb.proof.clear();
    if (!names || !thumb.isNear) return;
    const {width, height, bleed} = stack.guides;
    const dpi = thumb.clientWidth / (width / LEN) * 72 * devicePixelRatio;
    thumb.proof.show(`${stack.view}/${index + 1}`, names, stack.guides, dpi, [0, 0, (width + 2 * bleed) / LEN, (height + 2 * bleed) / LEN]);
  }

  // --- size ---

  #isMarked(stack) {
    return this.shown.has("press") && Boolean(stack.proofs?.length) && stack.around.single.length > 0;
  }

  #margin(stack) {
    if (this.#isMarked(stack)) return stack.guides.margin;
    return this.shown.has("bleed") ? stack.guides.bleed : 0;
  }

  // What shows around the trim: nothing at the fold of a sheet that has marks.
  #margins({stack, fold}) {
    const margin = this.#margin(stack), folded = fold && this.#isMarked(stack);
    return {top: margin, bottom: margin, left: folded && fold.half === 1 ? 0 : margin, right: folded && fold.half === 0 ? 0 : margin};
  }

  #frame(sheet) {
    const {width, height} = sheet.stack.guides, {top, right, bottom, left} = this.#margins(sheet);
    const box = [-left, -top, left + width + right, top + height + bottom];
    sheet.frame.setAttribute("viewBox", box.join(" "));
    const paper = sheet.frame.firstChild;
    ["x", "y", "width", "height"].forEach((name, i) => paper.setAttribute(name, box[i]));
    this.#drawAround(sheet);
  }

  // Printer's marks; of a sheet to fold, each page shows its half.
  #drawAround({stack, fold, index, around}) {
    around.replaceChildren();
    if (!this.#isMarked(stack)) return;
    const {width, height, bleed} = stack.guides, [marks, ...slugs] = fold ? stack.around.folded : stack.around.single;
    const whole = svg("g", {transform: `translate(${fold?.half === 1 ? -width : 0} 0)`}, around), span = fold ? 2 * width : width;
    svg("rect", {class: "line bleed-edge", x: -bleed, y: -bleed, width: span + 2 * bleed, height: height + 2 * bleed}, whole);
    svg("rect", {class: "line trim-edge", x: 0, y: 0, width: span, height}, whole);
    whole.append(drawLines(marks ?? ""), drawLines(slugs[fold ? fold.side : index] ?? ""));
  }

  #size(sheet) {
    const {top, right, bottom, left} = this.#margins(sheet), {width, height} = sheet.stack.guides, px = this.zoom * PX_PER_PT / LEN;
    return [(left + width + right) * px, (top + height + bottom) * px];
  }

  #fitZoom() {
    const beside = this.stacks.length === 2, marked = this.stacks.some(stack => this.#isMarked(stack));
    const pages = beside ? this.stacks : Array(this.arrangement === "single" ? 1 : 2).fill(this.stacks[0]);
    const folded = !beside && marked && this.arrangement === "booklet";
    const margin = stack => marked && stack.guides ? 2 * this.#margin(stack) : 0;
    const across = pages.reduce((sum, stack) => sum + (stack?.guides ? stack.guides.width + margin(stack) / (folded ? 2 : 1) : 0), 0);
    const down = Math.max(...this.stacks.map(stack => (stack.guides?.height ?? 0) + margin(stack)));
    if (!across) return this.zoom;
    const room = this.desk.clientWidth - 64 - (beside ? 32 : marked && this.arrangement === "facing" ? 20 : 0), high = this.desk.clientHeight - 72;
    const width = room / (across * PX_PER_PT / LEN);
    return Math.max(0.1, this.mode === "width" ? Math.min(width, 2) : Math.min(width, high / (down * PX_PER_PT / LEN)));
  }

  fit() {
    if (!this.stacks.length || !this.stacks[0].guides) return;
    if (this.mode) this.zoom = this.#fitZoom();
    const size = [this.zoom, ...this.stacks.flatMap(stack => stack.guides ? [stack.guides.width, stack.guides.height, this.#margin(stack)] : [])].join();
    if (size === this.sized && !this.stage.querySelector(".sheet:not([data-sized])")) return;
    this.#keepPlace(() => {
      for (const sheet of this.stage.querySelectorAll(".sheet")) {
        if (!sheet.stack.guides) continue;
        const [width, height] = this.#size(sheet), box = sheet.frame ?? sheet;
        box.style.width = width + "px";
        box.style.height = height + "px";
        sheet.dataset.sized = "";
      }
    });
    this.sized = size;
    if (this.shown.has("boxes") && this.named !== this.zoom) this.#renameBoxes();
    this.onZoom?.(this.zoom);
    this.#proveSoon();
  }

  // What is in the middle of the desk stays there.
  #keepPlace(change) {
    const {desk} = this, before = desk.scrollHeight, wide = desk.scrollWidth;
    const y = (desk.scrollTop + desk.clientHeight / 2) / before, x = (desk.scrollLeft + desk.clientWidth / 2) / wide;
    const atTop = desk.scrollTop < 4;
    change();
    if (desk.scrollHeight === before && desk.scrollWidth === wide) return;
    desk.scrollTop = atTop ? 0 : y * desk.scrollHeight - desk.clientHeight / 2;
    desk.scrollLeft = x * desk.scrollWidth - desk.clientWidth / 2;
  }

  zoomTo(zoom) {
    this.mode = null;
    this.zoom = Math.min(8, Math.max(0.1, zoom));
    this.fit();
  }

  zoomFit(mode) {
    this.mode = mode;
    this.fit();
  }

  // --- what lies over ---

  toggle(name, on) {
    this.shown[on ? "add" : "delete"](name);
    this.redraw();
  }

  redraw() {
    this.#spoil();
    this.#refresh();
    this.fit();
  }

  #drawGuides(sheet) {
    const {stack, index, over} = sheet, {guides} = stack, page = stack.pages[index], [x, y, width, height] = page.area;
    over.replaceChildren();
    if (this.shown.has("grid") && guides.grid > 0) {
      let d = "";
      for (let line = y + guides.ascent; line <= y + height; line += guides.grid) d += `M0 ${line}H${guides.width}`;
      svg("path", {class: "guide grid", d}, over);
    }
    if (this.shown.has("columns") && guides.columns > 0) {
      const column = (width - guides.gutter * (guides.columns - 1)) / guides.columns;
      for (let i = 0; i < guides.columns; i++)
        svg("rect", {class: "guide column", x: x + i * (column + guides.gutter), y, width: column, height}, over);
    }
    if (this.shown.has("margins")) svg("rect", {class: "guide margin", x, y, width, height}, over);
    if (this.shown.has("bleed") && !this.#isMarked(stack)) {
      svg("rect", {class: "guide trim", x: 0, y: 0, width: guides.width, height: guides.height}, over);
      svg("rect", {class: "guide bleed", x: -guides.bleed, y: -guides.bleed, width: guides.width + 2 * guides.bleed, height: guides.height + 2 * guides.bleed}, over);
    }
    over.boxes = over.hovered = null;
    if (this.shown.has("boxes")) {
      const {top, right, bottom, left} = this.#margins(sheet);
      drawBoxes(over, page, this.zoom, {x: -left, y: -top, width: left + guides.width + right, height: top + guides.height + bottom});
    }
    if (this.shown.has("marks")) for (const finding of stack.findings) for (const area of finding.areas)
      if (area[0] === index) this.#drawMark(over, finding, area);
  }

  #renameBoxes() {
    this.named = this.zoom;
    for (const sheet of this.stage.querySelectorAll("figure.sheet")) this.#drawGuides(sheet);
  }

  #drawMark(over, finding, [, x, y, width, height]) {
    svg("rect", {class: "mark " + finding.severity, x: x - LEN, y: y + height, width: width + 2 * LEN, height: 1.4 * LEN}, over);
  }

  /** Shows for a moment where something is. */
  flash(stack, areas, kind = "found") {
    for (const sheet of stack.sheets) sheet?.hits.replaceChildren();
    for (const [index, x, y, width, height] of areas) {
      const hits = stack.sheets[index]?.hits;
      if (hits) svg("rect", {class: kind, x: x - 2 * LEN, y: y - 2 * LEN, width: width + 4 * LEN, height: height + 4 * LEN, rx: 2 * LEN}, hits);
    }
  }

  goTo(stack, index, area = null) {
    const sheet = stack.sheets[index];
    if (!sheet) return;
    const box = sheet.getBoundingClientRect(), desk = this.desk.getBoundingClientRect();
    const px = this.zoom * PX_PER_PT / LEN, margins = this.#margins(sheet);
    const top = area ? (area[2] + margins.top) * px - this.desk.clientHeight / 3 : -16;
    const left = area && box.width > desk.width ? (area[1] + margins.left) * px - this.desk.clientWidth / 3 : 0;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.desk.scrollBy({top: box.top - desk.top + top, left: box.width > desk.width ? box.left - desk.left + left : 0, behavior: still ? "auto" : "smooth"});
  }

  /** The page unit under a pointer: [stack, page, x, y], or null. */
  at(event) {
    const sheet = event.target.closest?.(".sheet");
    if (!sheet?.drawing) return null;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(sheet.drawing.getScreenCTM().inverse());
    return [sheet.stack, sheet.index, Math.round(point.x), Math.round(point.y)];
  }

  /** Names the box under the pointer. */
  hover(event) {
    const at = this.shown.has("boxes") ? this.at(event) : null;
    for (const sheet of this.near) if (sheet.over && sheet !== at?.[0].sheets[at[1]]) hoverBox(sheet.over, NaN, NaN);
    if (at) hoverBox(at[0].sheets[at[1]].over, at[2], at[3]);
  }

  /** Boxes at a place of a page, the innermost first, while they are shown. */
  boxesAt(stack, index, x, y) {
    return boxesAt(stack.sheets[index]?.over ?? {}, x, y);
  }

  /** Index of the page most in view. */
  current() {
    const desk = this.desk.getBoundingClientRect(), middle = desk.top + desk.height / 2;
    const sheets = this.stacks[0]?.sheets ?? [];
    let best = 0, least = Infinity;
    sheets.forEach((sheet, i) => {
      const box = sheet?.getBoundingClientRect(), far = box ? Math.abs((box.top + box.bottom) / 2 - middle) : Infinity;
      if (far < least) [best, least] = [i, far];
    });
    return best;
  }
}
