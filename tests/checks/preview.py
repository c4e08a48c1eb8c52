"""The live preview, in a real browser: what it shows, what it sends, what it refuses, and that it outlives bad files."""
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "preview"))

import png  # noqa: E402
from browser import Browser, WebSocket  # noqa: E402
from kit import same, text  # noqa: E402
from server import Preview  # noqa: E402

WATCH = """
window.seen = [];
document.addEventListener("painted", event => seen.push(event.detail));
"""


def start(kit, **options):
    editor = kit.root / "tests/preview/editor"
    return Preview(kit.program, kit.root, environment=kit.environment(BULLETIN_EDITOR=f"{editor} {{file}} {{line}} {{column}}",
                                                                      EDITOR_LOG="editor.log"), **options)


def whole(browser):
    return browser.until("document.querySelectorAll('figure.sheet > svg path').length > 400 && "
                         "document.querySelectorAll('figure.sheet').length", "the sheets")


def open_page(browser, preview):
    browser.open(preview.address)
    same(whole(browser), 4, "sheets")
    browser.run(WATCH)


def edit(browser, preview, old, new, rename=False):
    """Saves the issue with one text replaced, waits for the paint, and returns what the page says of it."""
    preview.text = preview.text.replace(old, new, 1)
    before = browser.run("return seen.length")
    (preview.save_by_rename if rename else preview.save)(preview.text)
    browser.until(f"seen.length > {before}", "a paint")
    return browser.run("return seen.at(-1)")


# --- with a browser: one after the other on one page ---

def shows_sheets(kit, preview, browser):
    same(browser.run("return document.getElementById('title').textContent"), "Point de convergence, n° 51", "title")
    figures = browser.run("return document.getElementById('figures').textContent")
    assert re.fullmatch(r"4 pages · [0-9,]{5,} words · last page \d+ % full · \d+ loose lines?", figures), figures
    same(browser.run("return document.querySelectorAll('#thumbs button').length") or browser.until(
        "document.querySelectorAll('#thumbs button').length", "thumbnails"), 4, "thumbnails")
    same(browser.run("return [...document.querySelectorAll('#thumbs button')].map(thumb => thumb.getAttribute('aria-current'))"),
         ["page", None, None, None], "the page in sight, among the thumbnails")
    same(browser.faults(), [], "complaints of the browser")


def paints_edit(kit, preview, browser):
    heard = "return [...document.querySelectorAll('#sheet-a-1 .unseen p')].map(p => p.textContent).join(' ')"
    pixels = browser.screenshot()
    for rename in (False, True):
        word = "Dialoguer" if rename else "Parler"
        edit(browser, preview, "En effet, il est primordial" if not rename else "Parler", word, rename)
        browser.until("document.querySelector('#sheet-a-1 .unseen').textContent.includes('" + word + "')", word)
        assert word in browser.run(heard)
    assert browser.screenshot() != pixels, "no other pixels"


def sends_changed_pages_only(kit, preview, browser):
    browser.events.clear()
    painted = edit(browser, preview, "Dialoguer", "Débattre")
    browser.run("return 1")
    frames = [json.loads(event["params"]["response"]["payloadData"]) for event in browser.events
              if event.get("method") == "Network.webSocketFrameReceived"]
    pages = [message for message in frames if message.get("kind") == "pages"]
    same(len(pages), 1, "messages of pages")
    same([page is not None for page in pages[0]["pages"]], [True, False, False, False], "pages sent")
    same([size > 0 for size in painted["pages"]], [True, False, False, False], "pages received")


def keeps_place(kit, preview, browser):
    browser.run("document.getElementById('desk').scrollTop = 700")
    edit(browser, preview, "Débattre", "Converser")
    same(browser.run("return document.getElementById('desk').scrollTop"), 700, "scroll")
    browser.run("document.getElementById('desk').scrollTop = 0")


def survives_broken_save(kit, preview, browser):
    good = preview.text
    preview.save(good.replace("title: Point", "titel: Point", 1))
    browser.until("document.body.classList.contains('broken')", "the error")
    said = browser.run("return document.getElementById('alert').innerText")
    assert "titel" in said and "n51.yaml:13:1" in said and "^^^^^" in said, said
    same(browser.run("return document.querySelectorAll('figure.sheet > svg path').length > 400"), True, "pages kept")
    preview.save(good)
    browser.until("!document.body.classList.contains('broken')", "the repair")
    same(browser.run("return document.getElementById('alert').hidden"), True, "alert hidden")


def survives_bad_files(kit, preview, browser):
    good = preview.text
    preview.issue.unlink()
    browser.until("document.body.classList.contains('broken')", "the loss")
    preview.issue.mkdir()
    time.sleep(0.3)
    preview.issue.rmdir()
    preview.issue.write_bytes(b"\xff\xfe\x00")
    time.sleep(0.3)
    (preview.issue.parent / ".n51.yaml.swp").write_text("title: [")
    with preview.issue.open("w") as file:
        half = len(good) // 2
        file.write(good[:half])
        file.flush()
        time.sleep(0.1)
        file.write(good[half:])
    browser.until("!document.body.classList.contains('broken')", "the repair")


# Words on paper, and the line and column they are written at (found in the file itself).
PLACES = ["à l'attention des acteurs", "L'avis et l'expertise", "espaces collectifs de dialogue", "À vos agendas",
          "Analyse régionale", "S'inspirer", "Se ressourcer", "Veille en bref", "Pays et Quartiers de Nouvelle-Aquitaine", "51"]


def place_of(source, words):
    """Where the value that holds the words begins: after `key: `, or at the words of a run in bold."""
    at = source.index("number: 51") + len("number: ") if words == "51" else source.index(words)
    line_start = source.rindex("\n", 0, at) + 1
    return source.count("\n", 0, at) + 1, at - line_start + 1


def finds_source(kit, preview, browser):
    wrong = []
    for words in PLACES:
        line, column = place_of(preview.text, words)
        shown = words.strip("*").replace("'", "’")
        find = f"""
            for (const sheet of document.querySelectorAll('figure.sheet')) {{
                const element = sheet.stack.pages[sheet.index].elements.find(e => e.text.includes({json.dumps(shown)}));
                if (element) return [sheet.index, ...element.box];
            }}
            return null;"""
        box = browser.run(find)
        for _ in range(100):  # the page may still be on its way
            if box:
                break
            time.sleep(0.1)
            box = browser.run(find)
        assert box, f"“{shown}” is on no page"
        found = ask_place(preview, box, shown)
        if (found["line"], found["column"]) != (line, column):
            wrong.append(f"{shown}: {found['line']}:{found['column']}, not {line}:{column}")
    assert not wrong, "\n".join(wrong)


def ask_place(preview, box, words):
    """Asks the program itself, at points of the element, for the run that begins at the words."""
    visitor = enter(preview)
    listen(visitor, "hello")
    visitor.send("show\t0\t")
    listen(visitor, "pages")
    page, x, y, width, height = box
    best = None
    for step in range(1, 40):
        visitor.send(f"at\t0\t{page}\t{int(x + width * (step % 8 + 0.5) / 8)}\t{int(y + height * (step // 8 + 0.5) / 5)}")
        found = listen(visitor, "place")["value"]
        if found and found["file"] == preview.issue.name:
            best = best or found
            source = preview.text.splitlines()[found["line"] - 1][found["column"] - 1:]
            if source.strip("*").replace("'", "’").startswith(words):
                best = found
                break
    visitor.close()
    return best


def opens_editor(kit, preview, browser):
    log = preview.folder / "editor.log"
    log.unlink(missing_ok=True)
    point = browser.run("""
        const sheet = document.querySelector('#sheet-a-1'), page = sheet.stack.pages[0];
        const title = page.elements.find(e => e.role === 'h1').box, to = sheet.drawing.getScreenCTM();
        const at = new DOMPoint(title[0] + title[2] / 4, title[1] + title[3] / 4).matrixTransform(to);
        return [at.x, at.y];""")
    browser.click(*point)
    said = browser.until("document.querySelector('#place button.value')?.textContent", "the place")
    same(said, "n51.yaml:13:8", "place")
    for _ in range(100):
        if log.exists() and log.read_text().endswith("\n"):
            break
        time.sleep(0.05)
    same(log.read_text(), f"{preview.issue} 13 8\n", "what the editor was given")


def goes_to_line(kit, preview, browser):
    line = preview.text[:preview.text.index("kind: contacts")].count("\n") + 4
    done = subprocess.run([kit.program, "preview", "--goto", f"{preview.issue}:{line}"], env=preview.environment,
                          capture_output=True, cwd=preview.folder)
    same(done.returncode, 0, text(done.stderr))
    browser.until("document.querySelectorAll('#sheet-a-4 .hits .found').length", "the place on page 4")
    done = subprocess.run([kit.program, "preview", "--goto", "/nowhere.yaml:1"], env=preview.environment, capture_output=True)
    same(done.returncode, 1, "status for a file that is not shown")
    browser.run("document.getElementById('desk').scrollTop = 0")


def draws_guides(kit, preview, browser):
    for name, mark in [("grid", ".guide.grid"), ("columns", ".guide.column"), ("margins", ".guide.margin"),
                       ("bleed", ".guide.trim"), ("boxes", ".box-name")]:
        browser.run(f"document.getElementById('guide-{name}').click()")
        assert browser.run(f"return document.querySelectorAll('#sheet-a-1 {mark}').length"), f"no {name}"
        browser.run(f"document.getElementById('guide-{name}').click()")
        same(browser.run(f"return document.querySelectorAll('#sheet-a-1 {mark}').length"), 0, f"{name} taken away")


LABELS = """[...document.querySelectorAll('#sheet-a-%d .box-label')].map(label => {
    const box = label.querySelector('rect').getBBox();
    return {kind: label.classList[1], text: label.textContent, box: [box.x, box.y, box.width, box.height]};
})"""


def names_boxes(kit, preview, browser):
    """Boxes of content and of the layout bear their names and sizes, none over another."""
    browser.run("document.getElementById('guide-boxes').click()")
    for page in (1, 4):
        labels = browser.run("return " + LABELS % page)
        for i, one in enumerate(labels):
            assert re.fullmatch(r".+ \d+(\.\d)? × \d+(\.\d)?", one["text"]), one
            for other in labels[:i]:
                (x, y, w, h), (x2, y2, w2, h2) = ([round(length / 64) for length in label["box"]] for label in (one, other))
                assert x >= x2 + w2 or x2 >= x + w or y >= y2 + h2 or y2 >= y + h, f"{one['text']} is over {other['text']}"
    names = {label["text"] for label in browser.run("return " + LABELS % 1)}
    for name in (r"title 134 × \d+(\.\d)?", r"masthead › panel 216 × 80\.6", r"callout › panel( \+\d)? 86 × \d+(\.\d)?", r"editorial › columns 178 × \d+(\.\d)?"):
        assert any(re.fullmatch(name, text) for text in names), f"no {name}: {sorted(names)}"
    # As many panels as are drawn, and nothing without a size.
    panels, outlines = browser.run("""const page = document.querySelector('#sheet-a-4').stack.pages[3];
        return [page.boxes.filter(box => box.kind === 'panel').length, document.querySelectorAll('#sheet-a-4 .box.of-panel').length]""")
    assert panels >= outlines > 4, f"{outlines} of {panels} panels"
    # What there is no room to name is named under the pointer; what is at a place, in full beside.
    browser.run("document.getElementById('desk').scrollTop = 0")
    box = browser.run("""const sheet = document.querySelector('#sheet-a-1'), to = sheet.drawing.getScreenCTM(), desk = document.getElementById('desk').getBoundingClientRect();
        for (const {box: [x, y, width, height], named, label} of sheet.over.boxes.filter(box => !box.named).reverse()) {
            const at = new DOMPoint(x + width / 2, y + height / 2).matrixTransform(to);
            if (at.y < desk.bottom - 40 && at.y > desk.top + 20) return [at.x, at.y, label];
        }""")
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])
    browser.until(f"[...document.querySelectorAll('#sheet-a-1 .over .box-label')].at(-1).textContent === {json.dumps(box[2])}", "the name under the pointer")
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=5, y=5)
    browser.until("!document.querySelector('#sheet-a-1 .box.under')", "it to go")
    browser.run("document.activeElement.blur()")
    browser.key("n")
    listed = browser.until("document.querySelector('#place .boxes')?.textContent", "boxes of the element, by keyboard")
    assert "›" in listed and "×" in listed, listed
    browser.run("document.getElementById('guide-boxes').click()")
    same(browser.run("return " + LABELS % 1), [], "names taken away")


# Words of the page itself and what is behind them; 4.5 is asked of small text by WCAG 2.2, 1.4.3.
CONTRAST = """
const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const parse = text => text.match(/[\\d.]+/g).map(Number);
const behind = node => {
  for (; node; node = node.parentElement) {
    const color = parse(getComputedStyle(node).backgroundColor);
    if (color.length < 4 || color[3] === 1) return color;
  }
  return [255, 255, 255];
};
const faint = [];
let count = 0;
for (const menu of document.querySelectorAll("details")) menu.open = true;
for (const node of document.querySelectorAll("body *:not(svg *):not(.unseen):not(.unseen *):not(.skip)")) {
  const own = [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
  if (!own || !node.getClientRects().length) continue;
  count++;
  const a = light(parse(getComputedStyle(node).color)), b = light(behind(node));
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (contrast < 4.5) faint.push(`${node.outerHTML.slice(0, 80)} ${contrast.toFixed(2)}`);
}
for (const menu of document.querySelectorAll("details")) menu.open = false;
return [count, faint];
"""


def has_contrast(kit, preview, browser):
    count, faint = browser.run(CONTRAST)
    same(faint, [], "words that are faint")
    assert count > 25, f"only {count} words looked at"
    good = preview.text
    preview.save("title: [")
    browser.until("!document.getElementById('alert').hidden", "the error")
    same(browser.run(CONTRAST)[1], [], "words that are faint beside an error")
    preview.save(good)
    browser.until("document.getElementById('alert').hidden", "the error to go")


def keeps_still(kit, preview, browser):
    """For who wants no motion nothing moves: no animation, and the desk goes to a page at once."""
    moving = """return [...document.querySelectorAll('*')].filter(node => {
        const style = getComputedStyle(node);
        return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).length"""
    show = "document.querySelector('#sheet-a-1 .hits').append(document.createElementNS('http://www.w3.org/2000/svg', 'rect'));" \
           "document.querySelector('#sheet-a-1 .hits rect').setAttribute('class', 'found');"
    browser.run(show)
    assert browser.run(moving) > 0, "nothing moves for anybody"
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    same(browser.run(moving), 0, "what moves")
    before = browser.run("const desk = document.getElementById('desk'); desk.scrollTop = 0; return desk.scrollTop")
    after = browser.run("document.querySelectorAll('#thumbs button')[2].click(); return document.getElementById('desk').scrollTop")
    assert before == 0 and after > 500, f"not there at once: {after}"
    browser.call("Emulation.setEmulatedMedia", features=[])
    browser.run("document.querySelector('#sheet-a-1 .hits').replaceChildren(); document.getElementById('desk').scrollTop = 0")


def zooms(kit, preview, browser):
    width = "return document.querySelector('#sheet-a-1 svg').getBoundingClientRect().width"
    browser.run("document.getElementById('zoom').click()")
    same(round(browser.run(width)), round(210 / 25.4 * 96), "width of the sheet at 100 %")
    browser.run("document.activeElement.blur()")
    browser.key("+")
    same(round(browser.run(width)), round(210 / 25.4 * 96 * 1.2), "width after +")
    browser.key("f")
    assert browser.run("return document.querySelector('#sheet-a-1 svg').getBoundingClientRect().height") < 900
    browser.key("w")


def arranges(kit, preview, browser):
    rows = """return [...document.querySelectorAll('.row')].map(row =>
        [...row.querySelectorAll('.sheet')].map(sheet => sheet.drawing ? sheet.index + 1 : 0))"""
    browser.run("document.getElementById('facing').click()")
    same(browser.run(rows), [[0, 1], [2, 3], [4, 0]], "facing pages")
    browser.run("document.getElementById('booklet').click()")
    same(browser.run(rows), [[4, 1], [2, 3]], "booklet")
    browser.run("document.getElementById('single').click()")
    same(browser.run(rows), [[1], [2], [3], [4]], "single pages")


def chooses_layout(kit, preview, browser):
    choose = """const list = document.getElementById(%s); list.value = %s; list.dispatchEvent(new Event('change'))"""
    browser.run(choose % ("'layout'", "'plain-a4'"))
    browser.until("seen.at(-1).pages.length !== 4 || document.querySelector('#sheet-a-1').stack.title && seen.length", "pages")
    browser.until("document.querySelector('#layout').value === 'plain-a4'", "the choice")
    browser.run(choose % ("'layout'", "''"))
    browser.until("document.querySelectorAll('figure.sheet').length === 4", "the four pages")
    browser.run(choose % ("'compare'", "'layout pqna-large-print'"))
    browser.until("document.querySelector('.row.pair #sheet-b-1')", "the second layout")
    browser.run(choose % ("'compare'", "'before'"))
    edit(browser, preview, "Converser", "Confronter")
    browser.until("document.querySelectorAll('#sheet-a-1 .hits .changed').length", "the mark of the change")
    assert browser.run("return Boolean(document.querySelector('.row.pair #sheet-before-1'))"), "the state before"
    browser.run(choose % ("'compare'", "''"))


def speaks_french(kit, preview, browser):
    with Browser(lang="fr-FR") as french:
        open_page(french, preview)
        same(french.run("return document.documentElement.lang"), "fr", "language")
        same(french.run("return document.querySelector('#guides-menu summary').textContent"), "Repères", "a word")


def has_names(kit, preview, browser):
    nameless = browser.run("""return [...document.querySelectorAll('button, select, input, a, summary')].filter(e =>
        !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.[0]?.textContent.trim())).map(e => e.outerHTML)""")
    same(nameless, [], "controls without a name")
    assert browser.run("return document.querySelector('#sheet-a-1 .unseen').textContent.length") > 500


def downloads(kit, preview, browser):
    links = browser.run("return [...document.querySelectorAll('#downloads a')].map(a => a.href)")
    same(len(links), 6, "links")
    for link, head in zip(links, 2 * [b"%PDF-"] + 4 * [b"\x89PNG"]):
        same(fetch(preview, link)[1][:len(head)], head, link)
    # Warm or cold, edited a dozen times or never: the same bytes.
    cold = subprocess.run([kit.program, "render", preview.issue, "-f", "pdf", "-o", "-"], capture_output=True,
                          env=preview.environment, cwd=preview.folder)
    same(fetch(preview, links[0])[1] == cold.stdout, True, "the PDF is what `render` writes")


def render(kit, preview, *words):
    return subprocess.run([kit.program, "render", preview.issue, "-o", "-", *words], capture_output=True,
                          env=preview.environment, cwd=preview.folder).stdout


# Of each sheet and thumbnail the tiles that lie over it; "?" before one that has not come.
PROOFS = """[...document.querySelectorAll('%s')].map(sheet => [...sheet.querySelectorAll('image')]
    .filter(image => image.getAttribute('href').startsWith('proof/'))
    .map(image => (image.classList.contains('coming') ? '?' : '') + image.getAttribute('href')))"""
SHEETS = PROOFS % "figure.sheet"
THUMBS = PROOFS % "#thumbs button"
WHOLE = "[...document.querySelectorAll('figure.sheet')].every(sheet => sheet.proof.isWhole)"


def in_sight(browser):
    """Which sheets are in sight by half a screen at most below or above it."""
    return browser.run("""const desk = document.getElementById('desk').getBoundingClientRect(), more = desk.height / 2;
        return [...document.querySelectorAll('figure.sheet')].map(sheet => sheet.getBoundingClientRect())
            .map(box => box.bottom > desk.top - more && box.top < desk.bottom + more);""")


def proofs(browser):
    """The tiles over each sheet, once the first has some and none is on its way."""
    browser.until(f"{SHEETS}[0].length && {WHOLE} && {SHEETS}.flat().every(name => name[0] !== '?')", "proofs")
    time.sleep(0.3)
    browser.until(f"{WHOLE} && {SHEETS}.flat().every(name => name[0] !== '?')", "proofs")
    return browser.run(f"return {SHEETS}")


def tile_of(name):
    """Page, resolution, column, row."""
    return [int(number) for number in re.match(r"proof/\d+/(\d+)/(\d+)/(\d+)/(\d+)/[0-9a-f]+\.png$", name).groups()]


def check_tiles(kit, preview, names, wholes):
    """Tiles are parts of what `render --profile proof` makes."""
    for name in names:
        page, dpi, column, row = tile_of(name)
        if (page, dpi) not in wholes:
            wholes[page, dpi] = png.read(render(kit, preview, "--profile", "proof", "-f", "png", "--dpi", str(dpi), "--bleed", "--pages", str(page)))
        width, height, rows = wholes[page, dpi]
        status, data, _ = fetch(preview, preview.path + name)
        same(status, 200, name)
        wide, high, part = png.read(data)
        hello = wholes["tiles"][dpi]
        left, top = column * (hello[0] or width), row * hello[1]
        same((wide, high), (min(hello[0] or width, width - left), min(hello[1], height - top)), f"size of {name}")
        # Edges of marks may be rounded otherwise where a picture begins elsewhere, by what nobody sees.
        pairs = zip(part, (line[3 * left:3 * (left + wide)] for line in rows[top:top + high]))
        apart = max((abs(a - b) for mine, theirs in pairs if mine != theirs for a, b in zip(mine, theirs)), default=0)
        assert apart <= 24, f"{name} is not that part of the page: {apart}"


def tiles_there_are(preview):
    visitor = enter(preview)
    hello = listen(visitor, "hello")
    visitor.close()
    return {dpi: (width * dpi // 72, height * dpi // 72) for dpi, width, height in hello["tiles"]}


def shows_proofs(kit, preview, browser):
    screen = browser.screenshot()
    same(browser.run(f"return {SHEETS}"), [[], [], [], []], "proofs in the look of the screen")
    browser.run("document.activeElement.blur()")
    browser.key("l")
    shown = proofs(browser)
    assert shown[0] and not shown[3], f"proofs of what is in sight: {shown}"
    same([bool(page) and not seen for page, seen in zip(shown, in_sight(browser))], [False] * 4, "proofs of what is not in sight")
    same(browser.run("return [...document.querySelectorAll('#look [role=radio]')].map(b => b.textContent + b.getAttribute('aria-checked'))"),
         ["Screenfalse", "Printtrue"], "the choice")
    assert browser.screenshot() != screen, "no other pixels"
    browser.until(f"{THUMBS}.every(thumb => thumb.length === 1 && thumb[0][0] !== '?')", "proofs on the thumbnails")
    wholes = {"tiles": tiles_there_are(preview)}
    check_tiles(kit, preview, shown[0] + browser.run(f"return {THUMBS}")[1], wholes)
    browser.run("const desk = document.getElementById('desk'); desk.scrollTop = desk.scrollHeight")
    browser.until(f"{SHEETS}[3].length && {WHOLE}", "proofs of what has come in sight")
    browser.run("document.getElementById('desk').scrollTop = 0")
    # Other names are none of the pages'.
    name = shown[0][0]
    for bad in (re.sub(r"/[0-9a-f]+\.png", "/" + 48 * "0" + ".png", name), re.sub(r"^proof/(\d+)/1/", r"proof/\1/9/", name),
                re.sub(r"^(proof/\d+/\d+)/\d+/", r"\1/145/", name), re.sub(r"/\d+(/[0-9a-f]+\.png)", r"/77\1", name),
                re.sub(r"/\d+(/\d+/[0-9a-f]+\.png)", r"/65535\1", name), name.replace(".png", ""), name.replace("/0/", "/-1/", 1)):
        assert bad != name
        same(fetch(preview, preview.path + bad)[0], 404, bad)


def sharpens_proofs(kit, preview, browser):
    """At any zoom there are as many dots as pixels, but only of what is in sight, and in bounds."""
    wholes = {"tiles": tiles_there_are(preview)}
    for zoom, least in [(2, 192), (5, 480), (8, 768)]:
        browser.run("document.getElementById('zoom').click()")
        for _ in range(20):
            if browser.run("return document.querySelector('#sheet-a-1 svg').getBoundingClientRect().width") >= zoom * 210 / 25.4 * 96 * 0.99:
                break
            browser.run("document.getElementById('larger').click()")
        browser.until(f"{WHOLE} && {SHEETS}[0].some(name => +name.split('/')[3] >= {least * 0.95})", f"tiles at {zoom} times")
        sharp = [name for name in proofs(browser)[0] if tile_of(name)[1] >= least * 0.95]
        assert 1 <= len(sharp) <= 24, f"{len(sharp)} tiles at {zoom} times"
        assert all(tile_of(name)[1] <= 1152 for name in sharp)
        if zoom == 2:
            check_tiles(kit, preview, sharp[-1:], wholes)
        same(fetch(preview, preview.path + sharp[0])[1][:4], b"\x89PNG", "a tile")
    browser.run("document.getElementById('fit-width').click(); document.getElementById('desk').scrollTop = 0")
    browser.until(f"{SHEETS}[0].every(name => +name.split('/')[3] < 300)", "the fine tiles to go")


AROUND = """const sheet = document.getElementById('%s'), box = sheet.drawing.viewBox.baseVal, mm = 1024 * 72 / 25.4;
    return {frame: [box.x, box.y, box.width, box.height].map(length => Math.round(length / mm * 10) / 10),
            cuts: [...sheet.querySelectorAll('.around path')].map(path => path.getBBox())
                .filter(box => Math.abs(box.x) < 2 && box.width === 0 && box.height > 0)
                .map(box => [box.y, box.height].map(length => Math.round(length / mm * 10) / 10)),
            inks: [...sheet.querySelectorAll('.around path:not([stroke]):not([transform])')].length,
            words: [...sheet.querySelectorAll('.around path[transform]')].length};"""


def shows_printers_marks(kit, preview, browser):
    """Around the sheets as they go to a press, in the look of print, unless they are switched off."""
    around = browser.run(AROUND % "sheet-a-1")
    same(around["frame"], [-15, -15, 240, 327], "the sheet with its margin")  # 3 mm of bleed, 12 of room
    same(around["cuts"], [[301, 5], [-9, 5]], "where to cut on the left: 1 mm off the bleed, 5 mm long")
    same([around["inks"], around["words"]], [12, 1], "patches of ink, and the line of small text")
    browser.key("m")
    same(browser.run(AROUND % "sheet-a-1"), {"frame": [0, 0, 210, 297], "cuts": [], "inks": 0, "words": 0}, "the sheet without marks")
    browser.key("m")
    browser.run("document.getElementById('booklet').click()")
    left, right = (browser.run(AROUND % name) for name in ("sheet-a-4", "sheet-a-1"))
    same([left["frame"], right["frame"]], [[-15, -15, 225, 327], [0, -15, 225, 327]], "halves of a sheet to fold")
    same(browser.run("""const gap = (a, b) => Math.abs(document.getElementById(a).drawing.getBoundingClientRect().right - document.getElementById(b).drawing.getBoundingClientRect().left);
        return gap('sheet-a-4', 'sheet-a-1') < 1"""), True, "halves beside each other")
    # What the press file writes beside its sheets is what is shown.
    same(left["words"] == right["words"] == 1, True, "the line of small text on both halves")
    browser.run("document.getElementById('screen').click()")
    browser.until("!document.querySelector('.around path')", "no marks on the screen")
    same(browser.run("return document.getElementById('guide-press').disabled"), True, "a choice that does nothing")
    browser.run("document.getElementById('print').click(); document.getElementById('single').click()")
    browser.until("document.querySelector('#sheet-a-1 .around path')", "the marks again")


def sends_changed_proofs_only(kit, preview, browser):
    before = proofs(browser)
    browser.until(f"{THUMBS}.every(thumb => thumb.length === 1 && thumb[0][0] !== '?')", "thumbnails")
    browser.events.clear()
    edit(browser, preview, "Confronter", "Rencontrer")
    browser.until(f"{SHEETS}[0].join() !== {json.dumps(','.join(before[0]))} && {WHOLE}", "the new proof")
    after = proofs(browser)
    same([a == b for a, b in zip(before[1:], after[1:])], [True] * 3, "proofs kept")
    fresh = set(after[0]) - set(before[0])
    assert fresh and len(fresh) < len(after[0]), f"tiles of the page that are new: {len(fresh)} of {len(after[0])}"
    asked = {event["params"]["request"]["url"].split("/", 4)[4] for event in browser.events
             if event.get("method") == "Network.requestWillBeSent" and "/proof/" in event["params"]["request"]["url"]}
    same({name for name in asked if tile_of(name)[1] > 36}, fresh, "proofs that travel")
    check_tiles(kit, preview, fresh, {"tiles": tiles_there_are(preview)})
    # Another recipe looks the same on the screen, and not in print.
    layout = preview.folder / "data/layouts/pqna-a4.yaml"
    look = layout.read_text()
    layout.write_text(re.sub(r"cmyk: \[\d+, *\d+, *\d+, *\d+\]", "cmyk: [1, 2, 3, 4]", look, count=1))
    browser.until(f"{SHEETS}[0].every(name => !{json.dumps(after[0])}.includes(name)) && {WHOLE}", "other inks")
    layout.write_text(look)
    browser.until(f"{SHEETS}[0].sort().join() === {json.dumps(','.join(sorted(after[0])))}", "the inks from before")


def tells_of_press(kit, preview, browser):
    """What only a press would not take is an error in its look alone; the pages stay."""
    layout = preview.folder / "data/layouts/pqna-a4.yaml"
    look = layout.read_text()
    kept = proofs(browser)[0]
    layout.write_text(re.sub(r"cmyk: \[\d+, *\d+, *\d+, *\d+\]", "cmyk: [100, 90, 80, 70]", look, count=1))
    line = layout.read_text()[:layout.read_text().index("cmyk: [100, 90, 80, 70]")].count("\n") + 1
    browser.until("document.body.classList.contains('broken')", "the error of the press")
    said = browser.run("return document.getElementById('alert').innerText")
    assert "340 %" in said and f"pqna-a4.yaml:{line}:" in said and "press" in said, said
    assert browser.run("return document.getElementById('findings').innerText").count(f"pqna-a4.yaml:{line}:") == 1
    same(len(proofs(browser)[0]), len(kept), "pages kept")
    # The same is refused as a file, and told.
    browser.run("document.querySelectorAll('#downloads a')[1].click()")
    browser.until("document.querySelector('#alert .close')", "why there is no press PDF")
    browser.run("document.getElementById('screen').click()")
    browser.until("!document.body.classList.contains('broken') && document.getElementById('alert').hidden", "the screen without that error")
    same(browser.run(f"return {SHEETS}"), [[], [], [], []], "proofs in the look of the screen")
    assert "340 %" not in browser.run("return document.getElementById('findings').innerText")
    browser.run("document.querySelectorAll('#downloads a')[1].click()")
    browser.until("!document.getElementById('alert').hidden", "why there is no press PDF, on the screen")
    same(browser.run("return document.body.classList.contains('broken')"), False, "pages greyed by a refused file")
    assert "340 %" in browser.run("return document.getElementById('alert').innerText")
    browser.run("document.querySelector('#alert .close').click()")
    same(browser.run("return document.getElementById('alert').hidden"), True, "closed")
    # A profile that is none: the proofs from before stay.
    browser.run("document.getElementById('print').click()")
    before = proofs(browser)
    layout.write_text(look + "\npress: {profile: broken.icc}\n" if "\npress:" not in look else look.replace("\npress:", "\npress: {profile: broken.icc}\n#", 1))
    (layout.parent / "broken.icc").write_bytes(b"none")
    browser.until("document.getElementById('alert').innerText.includes('broken.icc')", "the error of the profile")
    same(proofs(browser)[0], before[0], "proofs kept")
    layout.write_text(look)
    browser.until("!document.body.classList.contains('broken')", "the repair")
    same(sorted(proofs(browser)[0]) != sorted(before[0]), True, "proofs of the usual profile")
    browser.run("document.getElementById('screen').click()")


def downloads_press_file(kit, preview, browser):
    browser.events.clear()
    folder = preview.folder / "downloaded"
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    browser.run("document.querySelectorAll('#downloads a')[1].click()")
    file = folder / "n51-print.pdf"
    for _ in range(200):
        if file.exists() and file.stat().st_size:
            break
        time.sleep(0.05)
    same([path.name for path in folder.glob("*")], ["n51-print.pdf"], "files downloaded")
    made = render(kit, preview, "-f", "pdf", "--profile", "print")
    same(file.read_bytes() == made, True, "the PDF is what `render --profile print` writes")
    # Its marks are none of the pages shown, and it is the same again.
    links = browser.run("return [...document.querySelectorAll('#downloads a')].map(a => a.href)")
    same(fetch(preview, links[1])[1] == made, True, "the PDF, asked for by its address")
    same(fetch(preview, links[0])[1] == render(kit, preview, "-f", "pdf"), True, "the PDF for the screen, after")


def finds_new_layouts(kit, preview, browser):
    layouts = preview.folder / "data/layouts"
    (layouts / "mine.yaml").write_text((layouts / "plain-a4.yaml").read_text())
    browser.until("[...document.querySelectorAll('#layout option')].some(option => option.value === 'mine')", "the new layout")
    (layouts / "mine.yaml").unlink()
    browser.until("![...document.querySelectorAll('#layout option')].some(option => option.value === 'mine')", "it to go")


def complains_of_nothing(kit, preview, browser):
    same(browser.faults(), [], "complaints of the browser")


ON_ONE_PAGE = [shows_sheets, paints_edit, sends_changed_pages_only, keeps_place, survives_broken_save, survives_bad_files,
               finds_source, opens_editor, goes_to_line, draws_guides, names_boxes, has_contrast, keeps_still, zooms, arranges, chooses_layout, downloads,
               shows_proofs, shows_printers_marks, sharpens_proofs, sends_changed_proofs_only, tells_of_press, downloads_press_file, has_names, speaks_french, finds_new_layouts, complains_of_nothing]


def in_browser(kit):
    results = []
    with start(kit, layouts=True) as preview, Browser() as browser:
        open_page(browser, preview)
        for step in ON_ONE_PAGE:
            try:
                step(kit, preview, browser)
                results.append((step.__name__.replace("_", " "), None))
            except Exception:
                results.append((step.__name__.replace("_", " "), traceback.format_exc()))
    same(preview.status, 0, "status at the end")
    return results


# --- the door ---

def fetch(preview, path, method="GET", headers=None, body=None):
    """Status and bytes. A path that is a whole address is cut to its path."""
    path = "/" + path.split("/", 3)[3] if path.startswith("http:") else path
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=30)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data, dict(answer.getheaders())


def enter(preview, origin=None, path=None, host=None):
    headers = [f"Origin: {origin or 'http://127.0.0.1:%d' % preview.port}"]
    if host:
        headers.append(f"Host: {host}")
    return WebSocket("127.0.0.1", preview.port, (path or preview.path) + "socket", headers)


def listen(visitor, kind):
    for _ in range(50):
        message = visitor.receive()
        assert message is not None, "closed"
        message = json.loads(message)
        if message["kind"] == kind:
            return message
    raise AssertionError(f"nothing of kind {kind}")


def refuses(kit):
    with start(kit) as preview:
        own = f"http://127.0.0.1:{preview.port}"
        status, _, headers = fetch(preview, preview.path)
        same(status, 200, "the page itself")
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, policy
        same([headers["X-Content-Type-Options"], headers["Referrer-Policy"]], ["nosniff", "no-referrer"], "headers")
        for host in ("evil.example", f"evil.example:{preview.port}", "127.0.0.1", f"127.0.0.1.evil.example:{preview.port}"):
            same(fetch(preview, preview.path, headers={"Host": host})[0], 421, f"Host: {host}")
        for origin in ("http://evil.example", "null", "https://127.0.0.1:%d" % preview.port, own + ".evil.example"):
            same(fetch(preview, preview.path, headers={"Origin": origin})[0], 403, f"Origin: {origin}")
            same(enter(preview, origin).status, 403, f"socket, Origin: {origin}")
        same(fetch(preview, preview.path, headers={"Sec-Fetch-Site": "cross-site"})[0], 403, "another site")
        same(WebSocket("127.0.0.1", preview.port, preview.path + "socket", []).status == 101 and
             WebSocket("127.0.0.1", preview.port, preview.path + "socket", []).receive() is not None, False, "socket without Origin")
        same(enter(preview, path="/" + 32 * "0" + "/").status, 404, "socket without token")
        same(enter(preview, host="evil.example").status, 421, "socket, foreign Host")
        for path in ("/", "/index.html", "/" + 32 * "0" + "/", preview.path[:-2] + "/", preview.path[:-1] + "0/", preview.path[:-1],
                     preview.path.upper()):
            same(fetch(preview, path)[0], 404, path)
        secret = preview.folder / "samples" / "secret.txt"
        secret.write_text("secret")
        for dots in ("..", "%2e%2e", "%2E.", "..%2f", "%2e%2e%2f", "..%5c", "%252e%252e", "..;", "%c0%ae%c0%ae", "....//"):
            for path in (f"{preview.path}{dots}/{dots}/{dots}/etc/passwd", f"{preview.path}picture/{dots}/samples/secret.txt",
                         f"{preview.path}download/1/{dots}/secret.txt"):
                status, data, _ = fetch(preview, path)
                assert status in (400, 404, 429), f"{path}: {status}"
                assert b"secret" not in data and b"root:" not in data
                time.sleep(0.006)
        for path in ("samples/n51.yaml", "/etc/passwd", "picture/" + str(preview.issue), "download/1/n51.yaml", "main.js%00"):
            assert fetch(preview, preview.path + path)[0] in (400, 404), path
        same(fetch(preview, preview.path, "DELETE")[0], 405, "DELETE")
        same(fetch(preview, preview.path + "tell", "POST", body="x" * 100000)[0], 413, "a large body")


def nobody_looks(kit):
    """Who asks for a line of a preview that no browser shows is told its address; where none runs, how to start one."""
    with start(kit) as preview:
        def goes():
            done = subprocess.run([kit.program, "preview", "--goto", f"{preview.issue}:13"], env=preview.environment,
                                  capture_output=True)
            same(done.returncode, 1, "status")
            return text(done.stderr)
        said = goes()
        assert f"the preview is open in no browser — open {preview.address} there" in said, said
        preview.close()
        assert f"no preview shows {preview.issue} — start one" in goes()


def notices_fonts(kit):
    """A family that comes to the fonts folder is there at once."""
    with start(kit, layouts=True) as preview:
        fonts = preview.folder / "data/fonts"
        fonts.unlink()
        shutil.copytree(kit.root / "fonts", fonts)
        visitor = enter(preview)
        visitor.send("show\t0\t")
        pages = listen(visitor, "pages")
        visitor.send(f"painted\t0\t{pages['revision']}")
        layout = preview.folder / "data/layouts/pqna-a4.yaml"
        look = layout.read_text()
        layout.write_text(re.sub(r"^    font: Lato$", "    font: Amiri", look, count=1, flags=re.M))
        while not (found := listen(visitor, "findings"))["broken"]:
            pass
        assert any(item["code"] == "font.unknown" for item in found["items"]), found
        shutil.copy("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf", fonts)
        listen(visitor, "pages")
        while listen(visitor, "findings")["broken"]:
            pass


def shows(preview, visitor, wanted, seconds=20):
    """Waits for pages that are as wanted; says of each that it is painted."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pages = listen(visitor, "pages")
        visitor.send(f"painted\t0\t{pages['revision']}")
        if wanted(pages):
            return pages
    raise AssertionError("no such pages")


def misses(visitor, code):
    """Waits until something is said to be missing."""
    for _ in range(20):
        if any(item["code"] == code for item in listen(visitor, "findings")["items"]):
            return
    raise AssertionError(f"nothing is said of {code}")


def finds(visitor, code):
    """Waits until nothing is said of it any more."""
    for _ in range(20):
        found = listen(visitor, "findings")
        if not found["broken"] and all(item["code"] != code for item in found["items"]):
            return
    raise AssertionError(f"{code} is said for good")


def notices_missing(kit):
    """A file that is named before it is there: its coming mends the pages."""
    with start(kit, layouts=True) as preview:
        layout = preview.folder / "data/layouts/pqna-a4.yaml"
        look = layout.read_text()
        visitor = enter(preview)
        visitor.send("show\t0\t")
        visitor.send("look\tprint")
        shows(preview, visitor, lambda pages: len(pages["proofs"] or []) == 4)
        # Out of the folder of layouts, where every file is watched; in a folder that is there, and in one that is not.
        elsewhere = preview.folder / "elsewhere"
        elsewhere.mkdir()
        for name in ("../../elsewhere/mine.icc", "../../elsewhere/new/mine.icc"):
            layout.write_text(re.sub(r"(\npress:|$)", f"\npress: {{profile: {name}}}\n#", look, count=1))
            shows(preview, visitor, lambda pages: pages["proofs"] == [])
            misses(visitor, "press.profile")
            (layout.parent / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(kit.root / "data/FOGRA39L_coated.icc", layout.parent / name)
            shows(preview, visitor, lambda pages: len(pages["proofs"]) == 4)
        layout.write_text(look.replace("# yaml-language-server", "extends: ../../elsewhere/mine.yaml\n# yaml-language-server", 1))
        misses(visitor, "layout.extends-missing")
        (elsewhere / "mine.yaml").write_text(look)
        finds(visitor, "layout.extends-missing")
        picture = preview.issue.parent / "coming.svg"
        preview.save(preview.text + "\nfunders: [{name: Nous, logo: coming.svg}]\n" if "\nfunders:" not in preview.text
                     else re.sub(r"\nfunders:\n", "\nfunders:\n  - {name: Nous, logo: coming.svg}\n", preview.text, count=1))
        misses(visitor, "image.missing")
        shutil.copy(kit.root / "samples/logos/canton.svg", picture)
        finds(visitor, "image.missing")


def tells_inks(kit):
    """Inks that look alike on a screen and not in print: where one takes the place of the other the proof is another."""
    look = TWO_WAYS.replace("palette: {", "palette: {rich: {rgb: \"#101040\", cmyk: [80, 100, 30, 60]}, ")
    with start(kit, layouts=True) as preview:
        layout = preview.folder / "data/layouts/pqna-a4.yaml"
        layout.write_text(look)
        preview.save("title: Place\ndate: 2026-01-01\nsections: [{kind: text, title: A, body: B}]\neditorial: Un jour.\n")
        visitor = enter(preview)
        visitor.send("show\t0\t")
        visitor.send("look\tprint")
        before = shows(preview, visitor, lambda pages: len(pages["proofs"] or []) == 1)["proofs"]
        layout.write_text(look.replace("color: ink", "color: rich"))
        after = shows(preview, visitor, lambda pages: pages["proofs"] and pages["proofs"] != before)["proofs"]
        same([a == b for a, b in zip(before[0], after[0])], [False] + [True] * (len(before[0]) - 1), "bands kept")


# A box that fills most of a page stands on all documents but those of one page: some texts make two right documents.
TWO_WAYS = """page: {size: [120mm, 160mm], bleed: 2mm, margins: {top: 10mm, bottom: 10mm, inside: 9mm, outside: 9mm}}
grid: {columns: 1, gutter: 4mm, baseline: 4mm, ascent: 3mm}
palette: {ink: {rgb: "#101040", cmyk: [100, 100, 30, 40]}}
styles: {body: {font: Lato, size: 8pt, leading: 1u, color: ink, grid: 1u}}
body: [{text: {style: body, value: "{editorial}", blocks: true}}, {panel: {height: 100mm, when: "!{@page-last}"}}]
"""


def makes_sure(kit):
    """Pages begun with what the last ones told are those of a render, at the latest when the typing stops."""
    def issue(paragraphs):
        line = "  Un jour, la place fut pleine de monde, et chacun parlait à son voisin de ce qui venait.\n\n"
        return "title: Place\ndate: 2026-01-01\nsections: [{kind: text, title: A, body: B}]\neditorial: |\n" + line * paragraphs

    def next_pages():
        pages = listen(visitor, "pages")
        visitor.send(f"painted\t0\t{pages['revision']}")
        return len(pages["pages"])

    with start(kit, layouts=True) as preview:
        layout = preview.folder / "data/layouts/pqna-a4.yaml"
        layout.write_text(TWO_WAYS)
        os.utime(layout, (0, 0))  # one just written is read each time
        preview.save(issue(1))
        visitor = enter(preview)
        visitor.send("show\t0\t")
        while next_pages() != 1:
            pass
        listen(visitor, "findings")
        preview.save(issue(9))
        same([next_pages(), next_pages()], [1, 2], "pages at once, and then")


def bounds(kit):
    with start(kit) as preview:
        with socket.create_connection(("127.0.0.1", preview.port), timeout=30) as large:
            large.sendall(f"GET {preview.path} HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\nX: ".encode())
            try:
                for _ in range(160):
                    large.sendall(b"x" * (1 << 16))
                large.sendall(b"\r\n\r\n")
                answer = large.recv(64)
            except OSError:
                answer = b""
            assert not answer.startswith(b"HTTP/1.1 200"), answer
        grown = preview.memory()
        assert grown < 120 << 20, f"{grown >> 20} MB after a header of 10 MB"
        visitor = enter(preview)
        same(visitor.status, 101, "a visitor")
        listen(visitor, "hello")
        opened = []
        for _ in range(10000):
            try:
                opened.append(socket.create_connection(("127.0.0.1", preview.port), timeout=2))
            except OSError:
                break
            if len(opened) > 200:
                opened.pop(0).close()
        visitor.send("show\t0\t")
        same(len(listen(visitor, "pages")["pages"]), 4, "pages for who was there before 10,000 connections")
        for connection in opened:
            connection.close()
        time.sleep(0.2)
        # Who says nothing, or a byte at a time, is shown out; others come in meanwhile.
        slow = socket.create_connection(("127.0.0.1", preview.port), timeout=30)
        begin, ended = time.monotonic(), None
        while time.monotonic() - begin < 20:
            try:
                slow.sendall(b"G")
                slow.settimeout(0.5)
                if slow.recv(64) == b"":
                    ended = time.monotonic() - begin
                    break
            except TimeoutError:
                continue
            except OSError:
                ended = time.monotonic() - begin
                break
        assert ended, "a slow client was not shown out"
        same(fetch(preview, preview.path)[0], 200, "the page after all that")
        # A page that never says it has painted is sent no second state.
        for number in range(20):
            preview.save(preview.text.replace("En effet", f"En effet {number}"))
            time.sleep(0.03)
        visitor.send("at\t0\t0\t0\t0")
        kinds = []
        while "place" not in kinds:
            kinds.append(json.loads(visitor.receive())["kind"])
        same(kinds.count("pages"), 0, "states sent to who did not paint")
        # Messages are small and few.
        visitor.send("x" * 5000)
        try:
            while visitor.receive(10) is not None:
                pass
        except OSError:
            pass


def cases(kit):
    yield "in a browser", lambda: in_browser(kit)
    yield "who is refused", lambda: refuses(kit)
    yield "nobody looks", lambda: nobody_looks(kit)
    yield "fonts that come", lambda: notices_fonts(kit)
    yield "files that come", lambda: notices_missing(kit)
    yield "inks", lambda: tells_inks(kit)
    yield "pages that may come out in two ways", lambda: makes_sure(kit)
    yield "what is bounded", lambda: bounds(kit)
