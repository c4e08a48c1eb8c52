// The list of findings, each with its place and its lines of the source.
import {count, say} from "./words.js";

const signs = {error: "✕", warning: "!", note: "i"};

function make(name, className, text = "") {
  return Object.assign(document.createElement(name), {className, textContent: text});
}

export function excerpt(finding) {
  const pre = make("pre", "excerpt");
  for (const [number, line] of finding.excerpt) {
    const inside = number >= finding.place.line && number <= Math.max(finding.place.line, finding.place.endLine);
    const row = make("span", inside ? "line hit" : "line");
    row.append(make("span", "number", String(number)), make("span", "", line + "\n"));
    pre.append(row);
    if (number === finding.place.line && finding.place.column > 0) {
      const carets = finding.place.endLine === finding.place.line ? Math.max(1, finding.place.endColumn - finding.place.column) : 1;
      const caret = make("span", "line caret");
      caret.append(make("span", "number"), make("span", "", " ".repeat(finding.place.column - 1) + "^".repeat(Math.min(carets, 60)) + "\n"));
      pre.append(caret);
    }
  }
  return pre;
}

export function placeText(place) {
  if (!place) return "";
  return place.line ? `${place.file}:${place.line}:${place.column}` : place.file;
}

/** `findings` say the same of several places. */
export function describe(findings, open) {
  const [finding] = findings;
  const body = make("div", "finding-body");
  body.append(make("p", "what", finding.what));
  if (finding.hint) body.append(make("p", "hint", finding.hint));
  const places = make("p", "places");
  for (const one of findings.filter(one => one.place)) {
    const button = make("button", "place", placeText(one.place));
    button.type = "button";
    button.title = say("openEditor");
    button.addEventListener("click", event => {
      event.stopPropagation();
      open(one);
    });
    places.append(button);
  }
  if (places.children.length) body.append(places);
  return body;
}

// Those that say the same stand together, in the order of the first.
function together(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const key = [finding.severity, finding.code, finding.what, finding.hint].join("\n");
    groups.set(key, [...groups.get(key) ?? [], finding]);
  }
  return [...groups.values()];
}

/** Fills the list, but for the excerpt of the one that is `shown` elsewhere; `visit(finding)` is called for the one chosen, `open(finding)` to go to its source. */
export function showFindings(list, counts, findings, visit, open, shown = null) {
  const order = {error: 0, warning: 1, note: 2};
  const sorted = [...findings].sort((a, b) => order[a.severity] - order[b.severity]);
  list.replaceChildren(...together(sorted).map(group => {
    const [finding] = group;
    const item = make("li", "finding " + finding.severity);
    const sign = make("button", "sign", signs[finding.severity]);
    sign.type = "button";
    sign.setAttribute("aria-label", `${say(finding.severity)}: ${finding.what}`);
    item.append(sign, describe(group, open));
    if (finding.severity === "error" && finding.excerpt.length && finding !== shown) item.append(excerpt(finding));
    item.addEventListener("click", () => visit(finding));
    return item;
  }));
  if (!findings.length) list.append(make("li", "none", say("none")));
  const parts = ["error", "warning", "note"].map(kind => [kind, findings.filter(finding => finding.severity === kind).length]);
  counts.replaceChildren(...parts.filter(([, number]) => number).map(([kind, number]) => {
    const badge = make("span", "badge " + kind, String(number));
    badge.setAttribute("aria-label", count(kind + "s", number));
    badge.title = count(kind + "s", number);
    return badge;
  }));
}
