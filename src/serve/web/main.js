// The preview's page: what the program says is shown, what the reader does is asked of it.
import {learnOutlines} from "./paint.js";
import {learnTiles} from "./proofs.js";
import {Desk, Stack} from "./sheets.js";
import {describe, excerpt, placeText, showFindings} from "./findings.js";
import {count, lang, say, translate} from "./words.js";

const find = id => document.getElementById(id);
translate(document);
document.querySelector(".bar").setAttribute("aria-label", say("tools"));
find("thumbs").setAttribute("aria-label", say("thumbs"));
find("desk").setAttribute("aria-label", say("desk"));
find("side").setAttribute("aria-label", say("side"));

const desk = new Desk(find("desk"), find("stage"), find("thumbs"));
const stacks = [new Stack("a"), new Stack("b")];
const before = new Stack("before");
let socket, compare = "", look = "screen", broken = false, refused = false, selected = -1, lastFigures = null;

const send = (...words) => socket?.readyState === WebSocket.OPEN && socket.send(words.join("\t"));

// --- what is shown ---

function showStacks() {
  const shown = [stacks[0]];
  stacks[0].label = compare === "before" ? say("now") : find("layout").selectedOptions[0]?.textContent ?? "";
  if (compare === "before" && before.pages.length) {
    before.label = say("before");
    shown.unshift(before);
  } else if (compare.startsWith("layout ") && stacks[1].pages.length) {
    stacks[1].label = compare.slice(7);
    shown.push(stacks[1]);
  }
  desk.show(shown.filter(stack => stack.pages.length));
}

function areasOf(nodes, index) {
  return nodes.filter(node => node.isConnected).map(node => {
    const box = node.getBBox(), to = node.transform?.baseVal.consolidate()?.matrix;
    const scaled = to ? [to.e + box.x * to.a, to.f + box.y * to.d, box.width * to.a, box.height * to.d] : [box.x, box.y, box.width, box.height];
    return [index, ...scaled];
  });
}

function takePages(message) {
  learnOutlines(message.stock);
  const stack = stacks[message.slot], first = stack.revision === undefined;
  const old = stack.pages.length ? stack.texts() : null, proofs = stack.proofs;
  stack.revision = message.revision;
  stack.lang = message.lang;
  const fresh = stack.update(message.pages, message.guides, message.title);
  stack.view = message.view;
  if (message.marks) stack.mark(message.marks);
  stack.prove(message.proofs);
  const changed = old && fresh.some(nodes => nodes.length);
  if (message.slot === 0) {
    if (changed) before.update(old, message.guides, message.title);
    before.view = message.view;
    before.mark(stack.around);
    before.prove(message.proofs && (changed ? proofs : before.proofs));
    if (!refused) setBroken(null);
    find("title").textContent = find("title").parentElement.title = message.title ?? "";
    document.title = `${message.title ?? ""} – Bulletin`;
    lastFigures = message.figures;
    showFigures();
    showDownloads(message);
  }
  showStacks();
  if (changed && compare === "before") {
    const areas = fresh.flatMap(areasOf);
    desk.flash(stacks[0], areas, "changed");
    find("state").textContent = count("changed", areas.length);
  } else if (message.slot === 0) {
    desk.flash(stacks[0], []);
    find("state").textContent = say("fresh");
  }
  reportPainted(message, first);
}

function reportPainted(message) {
  const received = performance.timeOrigin + performance.now();
  requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      const painted = performance.timeOrigin + performance.now();
      send("painted", message.slot, message.revision);
      const {slot, revision, times} = message;
      const pages = message.pages.map(page => page?.length ?? 0);
      document.dispatchEvent(new CustomEvent("painted", {detail: {slot, revision, times, received, painted, pages}}));
    };
    port2.postMessage(null);
  });
}

function showFigures() {
  const {pages, words, fill, loose} = lastFigures;
  find("figures").textContent = [count("pages", pages), count("words", words), say("fill", fill), count("loose", loose)].join(" · ");
}

function showDownloads({view, pages}) {
  const links = [[`download/${view}/pages.pdf`, say("pdf")], [`download/${view}/print.pdf`, say("press")], ...pages.map((_, i) => [`download/${view}/page-${i + 1}.png`, say("png", i + 1)])];
  find("downloads").replaceChildren(...links.map(([href, textContent]) => Object.assign(document.createElement("a"), {href, textContent, download: ""})));
  // First asked for: a press may refuse what a screen shows.
  find("downloads").children[1].addEventListener("click", event => {
    event.preventDefault();
    send("press", 0);
  });
}

function takePress({slot, href, items, own}) {
  if (href) {
    const link = Object.assign(document.createElement("a"), {href, download: ""});
    link.click();
    return;
  }
  const findings = items.map((item, index) => ({...item, index, slot}));
  const close = Object.assign(document.createElement("button"), {type: "button", className: "close", textContent: say("close")});
  close.addEventListener("click", () => {
    find("alert").hidden = true;
    find("desk").focus();
  });
  showAlert(say("noPress"), findings.slice(own).find(finding => finding.severity === "error"), close);
}

// --- findings ---

function showAlert(text, error, ...tools) {
  const alert = find("alert");
  alert.replaceChildren(...tools, Object.assign(document.createElement("p"), {className: "lead", textContent: text}));
  if (error) alert.append(describe([error], openFinding));
  if (error?.excerpt.length) alert.append(excerpt(error));
  alert.hidden = false;
}

function setBroken(error) {
  broken = Boolean(error);
  document.body.classList.toggle("broken", broken);
  find("alert").hidden = !broken;
  if (!broken) return;
  showAlert(stacks[0].pages.length ? say(refused ? "refused" : "broken") : say("nothing"), error);
  find("state").textContent = "";
}

function openFinding(finding) {
  visitFinding(finding);
  send("finding", finding.slot, finding.index);
}

function visitFinding(finding) {
  const stack = stacks[finding.slot];
  desk.flash(stack, finding.areas);
  if (finding.areas.length) desk.goTo(stack, finding.areas[0][0], finding.areas[0]);
}

function takeFindings({slot, items, broken: isBroken, refused: isRefused}) {
  const findings = items.map((item, index) => ({...item, index, slot}));
  stacks[slot].findings = findings;
  if (slot === 0) {
    refused = isRefused;
    const error = isBroken || refused ? findings.find(finding => finding.severity === "error") : null;
    setBroken(error);
    showFindings(find("findings"), find("counts"), findings, visitFinding, openFinding, error);
  }
  desk.redraw();
}

// --- places ---

let asked = null;

function takePlace(message) {
  const panel = find("place-panel"), body = find("place"), stack = stacks[message.slot];
  panel.hidden = false;
  body.replaceChildren();
  const line = document.createElement("p");
  line.className = "kind";
  line.textContent = [say(message.what), message.style && say("style", message.style)].filter(Boolean).join(" · ");
  body.append(line);
  for (const [what, place, label] of [["value", message.value, ""], ["box", message.box, say("box")]]) {
    if (!place || (what === "box" && placeText(place) === placeText(message.value))) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "place " + what;
    button.textContent = placeText(place);
    button.title = say("openEditor");
    const [slot, page, x, y] = asked;
    button.addEventListener("click", () => send("open", slot, page, x, y, what));
    const row = document.createElement("p");
    if (label) row.append(Object.assign(document.createElement("span"), {className: "of", textContent: label + " "}));
    row.append(button);
    body.append(row);
  }
  const boxes = desk.boxesAt(stack, ...asked.slice(1));
  if (boxes.length) {
    const list = Object.assign(document.createElement("ul"), {className: "boxes"});
    list.append(...boxes.map(({kind, text}) => Object.assign(document.createElement("li"), {className: kind, textContent: text})));
    body.append(list);
  }
  if (message.what === "paper") desk.flash(stack, []);
  else desk.flash(stack, [message.area], "chosen");
}

function ask(stack, page, x, y, open) {
  const slot = stacks.indexOf(stack);
  if (slot < 0) return;
  asked = [slot, page, x, y];
  send("at", ...asked);
  if (open) send("open", ...asked, "value");
}

find("desk").addEventListener("click", event => {
  const at = desk.at(event);
  if (at) ask(...at, !event.shiftKey);
});

for (const kind of ["pointermove", "pointerleave"]) find("desk").addEventListener(kind, event => desk.hover(event));

// The elements of the page one after the other, for the keyboard.
function step(by) {
  const index = desk.current(), stack = stacks[0], elements = stack.pages[index]?.elements ?? [];
  if (!elements.length) return;
  selected = (selected + by + elements.length) % elements.length;
  const [x, y, width, height] = elements[selected].box;
  ask(stack, index, Math.round(x + Math.min(width / 2, 3000)), Math.round(y + Math.min(height / 2, 5000)), false);
}

// --- tools ---

function fillLayouts({layouts, layout, usual, issue}) {
  find("file").textContent = issue;
  const own = layout && !layouts.includes(layout) ? [layout] : [];
  const options = [["", say("ownLayout")], ...[...own, ...layouts].map(name => [name, name])];
  const select = find("layout"), chosen = select.value || layout;
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  select.value = chosen;
  const others = [["", say("noCompare")], ["before", say("withBefore")], ...[...own, ...layouts].map(name => ["layout " + name, say("withLayout") + name])];
  find("compare").replaceChildren(...others.map(([value, text]) => new Option(text, value)));
  find("compare").value = compare;
  void usual;
}

function showLayout() {
  stacks[0].revision = undefined;
  before.update([], stacks[0].guides, "");
  find("state").textContent = say("waiting");
  send("show", 0, find("layout").value);
}

find("layout").addEventListener("change", showLayout);
find("compare").addEventListener("change", event => {
  compare = event.target.value;
  desk.flash(stacks[0], []);
  find("state").textContent = say("fresh");
  if (compare.startsWith("layout ")) send("show", 1, compare.slice(7));
  else {
    send("show", 1, "-");
    stacks[1] = new Stack("b");
  }
  showStacks();
});

// One of several, the first to begin with.
function makeChoice(id, names, choose) {
  const group = find(id);
  group.setAttribute("aria-label", say(id));
  group.append(...names.map(name => {
    const button = Object.assign(document.createElement("button"), {type: "button", id: name, textContent: say(name)});
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(name === names[0]));
    button.addEventListener("click", () => {
      for (const other of group.children) other.setAttribute("aria-checked", String(other === button));
      choose(name);
    });
    return button;
  }));
}

makeChoice("arrangement", ["single", "facing", "booklet"], name => {
  desk.arrangement = name;
  desk.arrange();
});
makeChoice("look", ["screen", "print"], name => {
  look = name;
  find("guide-press").disabled = look !== "print";
  send("look", look);
});

for (const name of ["grid", "columns", "margins", "bleed", "boxes", "marks", "press"]) {
  const label = document.createElement("label"), box = Object.assign(document.createElement("input"), {type: "checkbox", id: "guide-" + name});
  box.checked = desk.shown.has(name);
  box.addEventListener("change", () => desk.toggle(name, box.checked));
  label.append(box, " " + say("guide-" + name));
  find("guides").append(label);
}
find("guide-press").disabled = true; // there are none on the screen

desk.onZoom = zoom => {
  find("zoom").textContent = Math.round(zoom * 100) + (lang === "fr" ? "\u202f%" : "%");
};
const larger = () => desk.zoomTo(desk.zoom * 1.2), smaller = () => desk.zoomTo(desk.zoom / 1.2);
const actions = {"+": larger, "=": larger, "-": smaller, 0: () => desk.zoomTo(1), w: () => desk.zoomFit("width"), f: () => desk.zoomFit("page"),
  1: () => find("single").click(), 2: () => find("facing").click(), 3: () => find("booklet").click(), g: () => find("guide-grid").click(), b: () => find("guide-boxes").click(), m: () => find("guide-press").click(),
  l: () => find(look === "print" ? "screen" : "print").click(),
  n: () => step(1), p: () => step(-1), PageDown: () => desk.goTo(stacks[0], desk.current() + 1), PageUp: () => desk.goTo(stacks[0], Math.max(0, desk.current() - 1))};
find("larger").addEventListener("click", larger);
find("smaller").addEventListener("click", smaller);
find("zoom").addEventListener("click", actions[0]);
find("fit-width").addEventListener("click", actions.w);
find("fit-page").addEventListener("click", actions.f);

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === "Enter" && event.target === find("desk") && asked) send("open", ...asked, "value");
  else if (event.key === "Escape") document.querySelectorAll("details[open]").forEach(menu => menu.open = false);
  else if (actions[event.key]) actions[event.key]();
  else return;
  event.preventDefault();
});
find("desk").addEventListener("wheel", event => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  desk.zoomTo(desk.zoom * Math.exp(-event.deltaY / 400));
}, {passive: false});
document.addEventListener("click", event => {
  for (const menu of document.querySelectorAll("details[open]")) if (!menu.contains(event.target)) menu.open = false;
});
function markCurrent() {
  const current = desk.current();
  [...find("thumbs").children].forEach((thumb, i) => i === current ? thumb.setAttribute("aria-current", "page") : thumb.removeAttribute("aria-current"));
}

desk.onThumbs = markCurrent;
let scrolled = 0;
find("desk").addEventListener("scroll", () => {
  cancelAnimationFrame(scrolled);
  scrolled = requestAnimationFrame(markCurrent);
});

// --- the line to the program ---

function takeGoto({slot, areas}) {
  if (!areas.length) return;
  desk.goTo(stacks[slot], areas[0][0], areas[0]);
  desk.flash(stacks[slot], areas);
}

function takeProblem({what}) {
  const line = document.createElement("p");
  line.className = "problem";
  line.textContent = what;
  find("place").querySelector(".problem")?.remove();
  find("place").append(line);
}

function takeHello(message) {
  learnTiles(message.band, message.tiles);
  fillLayouts(message);
  send("look", look);
  send("show", 0, find("layout").value);
  if (compare.startsWith("layout ")) send("show", 1, compare.slice(7));
}

const takers = {hello: takeHello, layouts: fillLayouts, pages: takePages, findings: takeFindings, place: takePlace, goto: takeGoto, problem: takeProblem, press: takePress};

function connect() {
  const address = new URL("socket", location.href);
  address.protocol = "ws:";
  socket = new WebSocket(address);
  socket.onopen = () => document.body.classList.remove("lost");
  socket.onmessage = event => {
    const message = JSON.parse(event.data);
    takers[message.kind]?.(message);
  };
  socket.onclose = () => {
    document.body.classList.add("lost");
    find("state").textContent = say("lost");
    setTimeout(connect, 1500);
  };
}
connect();
