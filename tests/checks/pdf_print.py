"""Press files of every sample in every layout: PDF/X-4, inks only, boxes, marks, ink, booklets and proofs. What the program
says of itself is read back with qpdf, Poppler and Ghostscript."""
import atexit
import base64
import collections
import hashlib
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import zlib

import yaml

import dumps
import png
from kit import same, text

MM = 72 / 25.4
LIMIT = 300  # percent of all inks
CREEP = 0.1  # millimetres a sheet: the layouts' paper


def tool(*arguments, data=None, status=(0,), folder=None):
    done = subprocess.run([str(a) for a in arguments], input=data, capture_output=True, timeout=300, cwd=folder)
    assert done.returncode in status, f"{arguments[0]}: status {done.returncode}\n{text(done.stderr) or text(done.stdout)}"
    return done.stdout


# --- a PDF's objects, by qpdf ---

class Pdf:
    def __init__(self, data):
        self.data = data
        with_streams = tool("qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline",
                            "--decode-level=generalized", "--warning-exit-0", write(data))
        _, self.objects = json.loads(with_streams)["qpdf"]
        self.trailer = self.get("trailer")
        self.catalog = self.resolve(self.trailer["/Root"])

    def get(self, key):
        found = self.objects[key if key == "trailer" else "obj:" + key]
        return found["value"] if "value" in found else found["stream"]["dict"]

    def resolve(self, value):
        return self.get(value) if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value) else value

    def stream(self, reference):
        return base64.b64decode(self.objects["obj:" + reference]["stream"]["data"])

    def is_stream(self, reference):
        return isinstance(reference, str) and "stream" in self.objects.get("obj:" + reference, {})

    def pages(self, node=None):
        node = self.resolve(self.catalog["/Pages"]) if node is None else node
        for kid in node["/Kids"]:
            kid = self.resolve(kid)
            yield from self.pages(kid) if kid["/Type"] == "/Pages" else [kid]

    def all(self):
        """(reference, value) of every object; a stream's value is its dictionary."""
        for key in self.objects:
            if key != "trailer":
                yield key.removeprefix("obj:"), self.get(key.removeprefix("obj:"))

    def text(self, value):
        return re.sub(r"^[ub]:", "", value)


FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="bulletin-print-"))
atexit.register(shutil.rmtree, FOLDER, True)


def write(data):
    """A file that qpdf can read; it lies beside others of this run."""
    path = FOLDER / (hashlib.sha256(data).hexdigest()[:24] + ".pdf")
    if not path.exists():
        part = path.with_suffix(f".{os.urandom(4).hex()}")
        part.write_bytes(data)
        part.rename(path)
    return path


def walk(value):
    yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from walk(child)


# --- content streams ---

TOKEN = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|/[^\s()<>\[\]{}/%]*|[^\s()<>\[\]{}/%]+", re.S)


def operations(content):
    operands = []
    for found in TOKEN.finditer(content):
        token = found[0]
        if re.fullmatch(rb"[A-Za-z'\"*]+[0-9*]?", token):
            yield token.decode(), operands
            operands = []
        else:
            operands.append(token)


def contents(pdf):
    """Content streams: of pages, forms and tiles of patterns."""
    for page in pdf.pages():
        for reference in page["/Contents"] if isinstance(page["/Contents"], list) else [page["/Contents"]]:
            yield reference, pdf.resolve(page.get("/Resources", {}))
    for reference, value in pdf.all():
        if pdf.is_stream(reference) and (value.get("/Subtype") == "/Form" or value.get("/PatternType") == 1):
            yield reference, pdf.resolve(value.get("/Resources", {}))


def render(kit, sample, layout, profile, *more):
    def make():
        done = kit.run("render", sample, *(["-l", layout] if layout else []), "--profile", profile, "-o", "-", "-f", "pdf", *more)
        assert done.returncode == 0, text(done.stderr)
        return done.stdout, text(done.stderr)
    return kit.once(("press", sample, layout, profile, more), make)


def read(kit, sample, layout, profile="print"):
    data, _ = render(kit, sample, layout, profile)
    return kit.once(("press read", sample, layout, profile), lambda: Pdf(data))


# --- what it claims ---

def check_tools(kit, sample, layout):
    data, _ = render(kit, sample, layout, "print")
    path = write(data)
    tool("qpdf", "--check", path)
    tool("mutool", "info", path)
    fonts = text(tool("pdffonts", path)).splitlines()[2:]
    assert fonts, "no fonts: text is no text"
    for line in fonts:
        assert re.search(r"\syes\s+(yes|no)\s+yes\s+\d+\s+\d+$", line), f"not embedded, or without its characters: {line}"
    for line in text(tool("pdfimages", "-list", path)).splitlines()[2:]:
        kind, colour = line.split()[2], line.split()[5]
        assert (kind, colour) in (("image", "cmyk"), ("smask", "gray")), line
    covered = [line.split() for line in text(tool("gs", "-q", "-o", "-", "-r30", "-sDEVICE=inkcov", path)).splitlines()]
    assert covered and all(line[4:] == ["CMYK", "OK"] and float(line[3]) > 0 for line in covered), covered


def check_own(kit, sample, layout, profile):
    """The program's own inspection of what it claims."""
    path = write(render(kit, sample, layout, profile)[0])
    done = kit.run("inspect", path)
    same(done.returncode, 0, text(done.stdout + done.stderr))
    assert "PDF/X-4" in text(done.stdout), text(done.stdout)


def check_identity(kit, sample, layout):
    pdf = read(kit, sample, layout)
    assert pdf.data.startswith(b"%PDF-1.6"), pdf.data[:8]
    assert len(pdf.trailer["/ID"]) == 2
    info = pdf.resolve(pdf.trailer["/Info"])
    xmp = pdf.stream(pdf.catalog["/Metadata"]).decode()
    same(pdf.text(info["/GTS_PDFXVersion"]), "PDF/X-4", "Info")
    same(info["/Trapped"], "/False", "Trapped")
    for wanted in ("<pdfxid:GTS_PDFXVersion>PDF/X-4<", "<pdf:Trapped>False<", "<xmpMM:DocumentID>uuid:", "<xmpMM:VersionID>1<",
                   "<xmpMM:RenditionClass>default<", "<xmp:MetadataDate>"):
        assert wanted in xmp, f"no {wanted} in\n{xmp}"
    issue = yaml.safe_load(sample.read_text())
    assert issue["title"].replace("&", "&amp;") in re.search(r"<dc:title>(.*?)</dc:title>", xmp)[1]
    assert issue["title"] in pdf.text(info["/Title"])
    created = re.search(r"<xmp:CreateDate>(.*?)<", xmp)[1]
    same(pdf.text(info["/CreationDate"]), "D:" + re.sub(r"\D", "", created) + "Z", "date of Info and XMP")
    assert created.startswith(str(issue.get("date", "1970"))[:7]), f"{created} is not of the issue"
    intents = pdf.resolve(pdf.catalog["/OutputIntents"])
    same(len(intents), 1, "output intents")
    intent = pdf.resolve(intents[0])
    same(intent["/S"], "/GTS_PDFX", "intent")
    same(pdf.text(intent["/OutputConditionIdentifier"]), "FOGRA39", "condition")
    same(pdf.text(intent["/RegistryName"]), "http://www.color.org", "registry")
    same(pdf.get(intent["/DestOutputProfile"])["/N"], 4, "channels")
    same(pdf.stream(intent["/DestOutputProfile"]), (kit.root / "data/FOGRA39L_coated.icc").read_bytes(), "profile")


def check_forbidden(kit, sample, layout):
    pdf = read(kit, sample, layout)
    assert "/Encrypt" not in pdf.trailer
    barred = {"/Annots", "/JavaScript", "/JS", "/AA", "/OpenAction", "/AcroForm", "/Names", "/StructTreeRoot", "/A", "/Alternates",
              "/OPI", "/TR", "/TR2", "/HTP", "/PS", "/Ref"}
    for reference, value in pdf.all():
        for node in walk(value):
            if isinstance(node, dict):
                assert not barred & set(node), f"object {reference} has {sorted(barred & set(node))}"


def check_boxes(kit, sample, layout):
    pages = dumps.read(kit.dump(sample, layout)).pages
    found = list(read(kit, sample, layout).pages())
    same(len(found), len(pages), "pages")
    for page, want in zip(found, pages):
        media, bleed, trim = page["/MediaBox"], page["/BleedBox"], page["/TrimBox"]
        assert "/ArtBox" not in page and "/CropBox" not in page
        for side in range(2):
            assert media[side] == 0 < bleed[side] <= trim[side] < trim[side + 2] <= bleed[side + 2] < media[side + 2], page
            size = (want.width, want.height)[side]
            assert abs((trim[side + 2] - trim[side]) / MM - size) < 0.01, f"trim {trim}"
            assert abs((trim[side] - bleed[side]) / MM - want.bleed) < 0.01, f"bleed {bleed}"
            assert abs((bleed[side + 2] - trim[side + 2]) / MM - want.bleed) < 0.01, f"bleed {bleed}"
            assert (trim[side] - media[side]) / MM >= want.bleed + 9, f"no room for marks: {media}"


# --- colours ---

def check_spaces(kit, sample, layout, profile="print"):
    pdf = read(kit, sample, layout, profile)
    masks = {value["/SMask"] for _, value in pdf.all() if isinstance(value, dict) and isinstance(value.get("/SMask"), str)}
    for reference, value in pdf.all():
        if reference in masks and pdf.is_stream(reference):
            same(value.get("/ColorSpace"), "/DeviceGray", f"mask {reference}")
            continue
        for node in walk(value):
            space = (node.get("/ColorSpace") or node.get("/CS")) if isinstance(node, dict) else None
            if isinstance(space, str) and node.get("/S") != "/Luminosity":
                same(space, "/DeviceCMYK", f"object {reference}")
    for reference, resources in contents(pdf):
        assert "/ColorSpace" not in resources
        for name, operands in operations(pdf.stream(reference)):
            assert name not in ("rg", "RG", "g", "G", "sc", "SC", "BI"), f"stream {reference}: {operands} {name}"
            assert name not in ("cs", "CS") or operands == [b"/Pattern"], f"stream {reference}: {operands} {name}"


def recipes(kit, layout):
    path = layout if isinstance(layout, pathlib.Path) else kit.root / "layouts" / f"{layout}.yaml"
    stated = yaml.safe_load(path.read_text())
    found = recipes(kit, (path.parent / stated["extends"])) if "extends" in stated else {}
    return found | {name: tuple(entry["cmyk"]) for name, entry in stated.get("palette", {}).items()}


def colours_of(content):
    return {tuple(round(float(o) * 100, 3) for o in operands) for name, operands in operations(content) if name in "kK"}


def drawn(content):
    """A page's content without the marks, which come after it."""
    return content[:content.rindex(b"\nQ\nq\n1 1 1 1 K\n")]


def check_recipes(kit, sample, layout):
    """Every colour is a recipe of the palette, but those of drawings that the program named."""
    pdf = read(kit, sample, layout)
    _, said = render(kit, sample, layout, "print")
    known = set(recipes(kit, layout).values()) | {(0, 0, 0, 0), (0, 0, 0, 100)}
    pages = {page["/Contents"] for page in pdf.pages()}
    for reference, _ in contents(pdf):
        content = drawn(pdf.stream(reference)) if reference in pages else pdf.stream(reference)
        used = colours_of(content)
        assert used or reference not in pages, "a page without colour"
        foreign = {c for c in used if not any(max(abs(a - b) for a, b in zip(c, k)) < 0.01 for k in known)}
        assert not foreign or "press.recipe" in said or "without a recipe" in said, f"neither in the palette nor said: {foreign}"
        assert all(sum(colour) <= LIMIT + 0.1 for colour in used), used


def check_black_text(kit, sample, layout):
    """Text in black ink alone overprints; nothing else does."""
    pdf = read(kit, sample, layout)
    black = 0
    for reference, resources in contents(pdf):
        states = {name: pdf.resolve(state) for name, state in pdf.resolve(resources.get("/ExtGState", {})).items()}
        fill, over, saved = None, False, []
        for name, operands in operations(pdf.stream(reference)):
            if name == "k":
                fill = tuple(float(o) for o in operands)
            elif name in ("cs", "scn"):
                fill = None
            elif name == "q":
                saved.append((fill, over))
            elif name == "Q":
                fill, over = saved.pop()
            elif name == "gs":
                over = states[operands[0].decode()].get("/op", over)
                if over:
                    same(states[operands[0].decode()]["/OPM"], 1, "overprint mode")
            elif name in ("Tj", "TJ"):
                same(over, fill == (0, 0, 0, 1), f"overprinting of text in {fill}")
                black += over
            elif name in ("f", "f*", "S", "B", "Do", "sh"):
                assert not over, f"{name} overprints"
    assert black > 0, "no text in black"


# --- ink on paper, as Ghostscript puts it there ---

def separate(data, dpi, only=None):
    """(width, height, rows of CMYK bytes) of each page, or of one."""
    path = write(data)
    folder = path.parent / f"{path.stem}-{os.urandom(4).hex()}"
    folder.mkdir()
    tool("gs", "-q", "-o", folder / "%d.tif", f"-r{dpi}", "-sDEVICE=tiff32nc", "-dOverprint=/simulate", "-dTextAlphaBits=1",
         "-dGraphicsAlphaBits=1", *([f"-sPageList={only}"] if only else []), path)
    pages = [read_tiff((folder / f"{n}.tif").read_bytes()) for n in range(1, len(list(folder.iterdir())) + 1)]
    shutil.rmtree(folder)
    return pages


def read_tiff(data):
    order = "<" if data[:2] == b"II" else ">"
    at, = struct.unpack(order + "I", data[4:8])
    count, = struct.unpack(order + "H", data[at:at + 2])
    tags = {}
    for i in range(count):
        entry = data[at + 2 + 12 * i:at + 14 + 12 * i]
        tag, kind, n = struct.unpack(order + "HHI", entry[:8])
        size = {3: 2, 4: 4}.get(kind, 1) * n
        raw = entry[8:8 + size] if size <= 4 else data[struct.unpack(order + "I", entry[8:])[0]:][:size]
        if kind in (3, 4):
            tags[tag] = struct.unpack(order + str(n) + ("H" if kind == 3 else "I"), raw)
    same(tags.get(259, (1,)), (1,), "TIFF compression")
    return tags[256][0], tags[257][0], b"".join(data[o:o + n] for o, n in zip(tags[273], tags[279]))


def most_ink(page, pixels):
    """Percent, inside the BleedBox."""
    width, height, data = pixels
    scale = width / page["/MediaBox"][2]
    left, foot, right, top = (value * scale for value in page["/BleedBox"])
    most = 0
    for y in range(int(height - top) + 1, int(height - foot) - 1):
        row = data[(y * width + int(left) + 1) * 4:(y * width + int(right) - 1) * 4]
        most = max(most, max(map(sum, zip(row[0::4], row[1::4], row[2::4], row[3::4]))))
    return most / 2.55


def check_ink(kit, sample, layout):
    pdf = read(kit, sample, layout)
    for number, (page, pixels) in enumerate(zip(pdf.pages(), separate(pdf.data, 40)), 1):
        most = most_ink(page, pixels)
        assert 50 < most <= LIMIT + 0.5 or not drawn(pdf.stream(page["/Contents"])).strip(), f"page {number}: {most:.1f} %"


# --- the file ---

def check_same_bytes(kit, sample, layout, profile):
    data, _ = render(kit, sample, layout, profile)
    done = kit.run("render", sample, "-l", layout, "--profile", profile, "-o", "-", "-f", "pdf", cwd="/",
                   env={"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "fr", "TZ": "Pacific/Kiritimati"})
    assert done.stdout == data, "the same input gave other bytes"


def check_size(kit):
    data, _ = render(kit, kit.root / "samples/n51.yaml", None, "print")
    assert len(data) <= 450 * 1024, f"{len(data)} bytes"


def check_words(kit, sample, layout):
    """Text stays text: the words of the screen's file."""
    def words(data):
        return "".join(text(tool("pdftotext", "-raw", write(data), "-")).split())
    page_words, screen_words = words(render(kit, sample, layout, "print")[0]), words(kit.pdf(sample, layout))
    slug = re.compile(r"[^\n]{0,60}?–print,FOGRA39–\d+/\d+")
    assert sorted(slug.sub("", page_words).replace("\f", "")) and len(page_words) >= len(screen_words), "words are lost"


def check_slug(kit):
    pdf = render(kit, kit.root / "samples/n51.yaml", None, "print")[0]
    found = text(tool("pdftotext", "-f", 2, "-l", 2, write(pdf), "-"))
    assert re.search(r"Point de convergence, n° 51 – print, FOGRA39 – 2/4", found), found[-300:]


# --- booklets ---

LONG = ("Une phrase assez longue pour remplir des lignes, puis une autre encore, et la suite du texte "
        "qui n'en finit pas de dire la même chose. ")


def make_issue(folder, paragraphs):
    path = folder / f"long-{paragraphs}.yaml"
    issue = {"title": "Essai", "number": 1, "date": "2025-06", "lang": "fr",
             "sections": [{"kind": "articles", "title": "Textes", "items": [{"title": "Un", "body": "\n\n".join([LONG * 6] * paragraphs)}]}]}
    path.write_text(yaml.safe_dump(issue, allow_unicode=True))
    return path


def count_pages(kit, issue):
    done = kit.run("check", issue, "-l", "plain-a4", "--format", "json")
    return json.loads(done.stdout)[0]["pages"]


def eleven_pages(kit, folder):
    low, high = 1, 400
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if count_pages(kit, make_issue(folder, middle)) < 11 else (low, middle)
    same(count_pages(kit, make_issue(folder, low)), 11, "pages of the issue made")
    return make_issue(folder, low)


PLACED = re.compile(rb"1 0 0 1 (-?[\d.]+) 0 cm\n/page-(\d+) Do")


def sheets_of(data):
    """Of each side: (left page, right page, shifts in mm toward the fold); 0 is blank."""
    pdf = Pdf(data)
    for page in pdf.pages():
        trim = page["/TrimBox"]
        half = (trim[2] - trim[0]) / 2
        found = [(float(x), int(number)) for x, number in PLACED.findall(pdf.stream(page["/Contents"]))]
        slug = max(number for _, number in found)
        left = [(number, x / MM) for x, number in found if x < half / 2 and number != slug]
        right = [(number, (half - x) / MM) for x, number in found if x > half / 2]
        assert len(left) <= 1 and len(right) <= 1
        yield (left or [(0, None)])[0], (right or [(0, None)])[0], page


def check_booklet(kit, data, order, width, height):
    sides = list(sheets_of(data))
    same([(left[0], right[0]) for left, right, _ in sides], order, "pages on the sides of the sheets")
    for index, (left, right, page) in enumerate(sides):
        for number, shift in (left, right):
            assert number == 0 or abs(shift - index // 2 * CREEP) < 0.002, f"side {index}, page {number}: creep {shift}"
        trim = page["/TrimBox"]
        same([round((trim[i + 2] - trim[i]) / MM, 1) for i in range(2)], [width, height], "sheet")


def check_booklet_51(kit):
    sample = kit.root / "samples/n51.yaml"
    data, said = render(kit, sample, None, "booklet")
    check_booklet(kit, data, [(4, 1), (2, 3)], 420, 297)
    assert "blank" not in said, said
    tool("qpdf", "--check", write(data))
    check_spaces(kit, sample, None, "booklet")
    pages = text(tool("pdftotext", "-f", 2, "-l", 2, "-x", 0, "-y", 0, "-W", 635, "-H", 930, write(data), "-"))
    assert "inspirer" in pages and "Approfondir" not in pages, "page 2 is not on the left"


def check_booklet_11(kit):
    with kit.folder() as folder:
        issue = eleven_pages(kit, pathlib.Path(folder))
        done = kit.run("render", issue, "-l", "plain-a4", "--profile", "booklet", "-o", "-")
        same(done.returncode, 0, text(done.stderr))
        assert "1 blank page" in text(done.stderr), text(done.stderr)
        check_booklet(kit, done.stdout, [(0, 1), (2, 11), (10, 3), (4, 9), (8, 5), (6, 7)], 420, 297)
        slug = text(tool("pdftotext", "-f", 4, "-l", 4, write(done.stdout), "-"))
        assert "2/3 B – 4 | 9 – creep 0.10 mm" in slug, slug[-300:]


def check_booklet_paper(kit):
    """The layout's paper decides the creep; an A5 layout makes A4 sheets."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        layout = make_layout(kit, folder, {"page": {"size": "A5", "margins": {"inside": "12mm", "outside": "12mm"}},
                                           "press": {"paper": "0.25mm"}})
        done = kit.run("render", kit.root / "samples/demo.yaml", "-l", layout, "--profile", "booklet", "-o", "-")
        same(done.returncode, 0, text(done.stderr))
        sides = list(sheets_of(done.stdout))
        assert len(sides) >= 4
        left, right, page = sides[2]
        assert abs((left[1] if left[0] else right[1]) - 0.25) < 0.002
        trim = page["/TrimBox"]
        same([round((trim[i + 2] - trim[i]) / MM) for i in range(2)], [296, 210], "sheet")


def check_marks(kit, data, folded):
    """Something is printed at each place for a mark, and nothing of it in the bleed (but the pages)."""
    pdf = Pdf(data)
    page = next(pdf.pages())
    width, height, pixels = separate(data, 100)[0]
    scale = width / page["/MediaBox"][2]
    left, foot, right, top = page["/TrimBox"]
    off = page["/TrimBox"][0] - page["/BleedBox"][0] + 3.5 * MM
    middle_x, middle_y = (left + right) / 2, (foot + top) / 2
    target_x = left + (right - left) / 4 if folded else middle_x
    places = [(x, y) for x in (left, right) for y in (foot - off, top + off)]
    places += [(x, y) for x in (left - off, right + off) for y in (foot, top)]
    places += [(target_x, top + off), (target_x, foot - off), (left - off, middle_y), (right + off, middle_y)]
    if folded:
        places += [(middle_x, top + off - 0.7 * MM), (middle_x, foot - off + 0.7 * MM)]
        places += [(x, foot + (top - foot) * part) for x in (left - off + 0.6 * MM, right + off - 0.6 * MM) for part in (0.25, 0.75)]
    for x, y in places:
        found = 0
        for dy in range(-4, 5):
            for dx in range(-4, 5):
                at = (int(height - y * scale + dy) * width + int(x * scale + dx)) * 4
                found = max(found, sum(pixels[at:at + 4]))
        assert found > 900, f"no mark at {x / MM:.1f}, {y / MM:.1f} mm: {found}"


def check_condition(kit):
    """Another printing condition, by the layout."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        shutil.copy(kit.root / "data/FOGRA39L_coated.icc", folder / "press.icc")
        for press, name, registered in (({"condition": "Our press", "profile": "press.icc"}, "Our press", False),
                                        ({"condition": "FOGRA51", "profile": "press.icc"}, "FOGRA51", True),
                                        ({"profile": "press.icc"}, "FOGRA39L Coated", False)):
            layout = make_layout(kit, folder, {"press": press})
            done = kit.run("render", kit.root / "samples/minimal.yaml", "-l", layout, "--profile", "print", "-o", "-")
            same(done.returncode, 0, text(done.stderr))
            pdf = Pdf(done.stdout)
            intent = pdf.resolve(pdf.resolve(pdf.catalog["/OutputIntents"])[0])
            same(pdf.text(intent["/OutputConditionIdentifier"]), name, "condition")
            same("/RegistryName" in intent, registered, "registry")


def check_range(kit):
    """Some pages only: labelled and named as in the whole."""
    done = kit.run("render", kit.root / "samples/n51.yaml", "--profile", "print", "--pages", "3-", "-o", "-")
    same(done.returncode, 0, text(done.stderr))
    pdf = Pdf(done.stdout)
    same(len(list(pdf.pages())), 2, "pages")
    same(pdf.resolve(pdf.catalog["/PageLabels"])["/Nums"][1]["/St"], 3, "first label")
    assert "– 3/4" in text(tool("pdftotext", "-l", 1, write(done.stdout), "-"))


# --- proofs ---

Picture = collections.namedtuple("Picture", "width height pixels")


def picture(kit, *arguments):
    done = kit.run("render", kit.root / "samples/n51.yaml", "--pages", 4, "--dpi", 40, "-f", "png", "-o", "-", *arguments)
    same(done.returncode, 0, text(done.stderr))
    width, height, rows = png.read(done.stdout)
    return Picture(width, height, b"".join(rows))


def check_separations(kit):
    """Each ink covers as much of the page as Ghostscript says of the press file."""
    pdf = read(kit, kit.root / "samples/n51.yaml", None)
    page = list(pdf.pages())[3]
    width, height, pixels = separate(pdf.data, 300, 4)[0]  # it paints every pixel that a shape touches
    scale = width / page["/MediaBox"][2]
    left, foot, right, top = page["/TrimBox"]
    rows = range(round(height - top * scale), round(height - foot * scale))
    for index, ink in enumerate("cmyk"):
        found = picture(kit, "--separation", ink)
        mine = 1 - sum(found.pixels[0::3]) / 255 / (found.width * found.height)
        theirs = sum(sum(pixels[(y * width + round(left * scale)) * 4 + index:(y * width + round(right * scale)) * 4:4])
                     for y in rows) / 255 / (len(rows) * (right - left) * scale)
        assert abs(mine - theirs) < 0.005, f"{ink}: {mine:.4f}, Ghostscript {theirs:.4f}"
    total = picture(kit, "--separation", "total")
    assert all(total.pixels[i] == total.pixels[i + 1] for i in range(0, len(total.pixels), 3)), "red: too much ink"


def check_proof(kit):
    """A proof looks like the screen's page, for the palette was made so; at edges inks mix otherwise than light."""
    proof, screen = picture(kit, "--profile", "proof"), picture(kit)
    same((proof.width, proof.height), (screen.width, screen.height), "size")
    flat, stride = set(), 3 * screen.width
    for y in range(1, screen.height - 1):
        for x in range(1, screen.width - 1):
            at = y * stride + 3 * x
            around = {screen.pixels[at + d - 3:at + d + 6] for d in (-stride, 0, stride)}
            if around == {screen.pixels[at:at + 3] * 3}:
                flat.add((screen.pixels[at:at + 3], proof.pixels[at:at + 3]))
    assert len({one for one, _ in flat}) >= 5, "few colours"
    for one, other in flat:
        assert max(abs(a - b) for a, b in zip(one, other)) <= 2, f"{one.hex()} is proofed as {other.hex()}"


def check_proof_files(kit, profile):
    data, _ = render(kit, kit.root / "samples/demo.yaml", None, profile)
    pdf = Pdf(data)
    assert "/OutputIntents" not in pdf.catalog and b"PDF/X-4" not in pdf.stream(pdf.catalog["/Metadata"])
    for reference, _ in contents(pdf):
        assert not colours_of(pdf.stream(reference)), "ink in a proof"
    for line in text(tool("pdfimages", "-list", write(data))).splitlines()[2:]:
        assert line.split()[5] in ("rgb", "gray"), line


# --- what a press would refuse ---

def make_layout(kit, folder, changes, base="plain-a4"):
    path = folder / "layout.yaml"
    base = os.path.relpath(kit.root / "layouts" / f"{base}.yaml", folder)
    path.write_text(yaml.safe_dump({"extends": base, **changes}))
    return path


def write_issue(folder, image):
    path = folder / "issue.yaml"
    path.write_text("title: Essai\nnumber: 1\ndate: 2025-06\nlang: fr\nsections:\n  - kind: features\n    title: Un\n    items:\n"
                    f"      - title: Deux\n        image: {{src: {image}, alt: x}}\n        body: Trois\n")
    return path


def check_refused(kit, prepare, status, *wanted):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        issue, layout = prepare(kit, folder)
        for arguments in (["render", issue, "-o", folder / "out.pdf"], ["check", issue]):
            done = kit.run(*arguments, "-l", layout, "--profile", "print")
            same(done.returncode, status, text(done.stderr))
            for part in wanted:
                assert re.search(part, text(done.stderr)), f"no “{part}” in\n{text(done.stderr)}"
        same((folder / "out.pdf").exists(), status == 0, "a file is written")
        if status:
            done = kit.run("render", issue, "-l", layout, "--profile", "proof", "-o", folder / "proof.pdf")
            same(done.returncode in (0, 1) and (done.returncode == 0) == (folder / "proof.pdf").exists(), True, text(done.stderr))


def much_ink(kit, folder):
    return kit.root / "samples/minimal.yaml", make_layout(kit, folder, {"palette": {"accent": {"cmyk": [90, 80, 70, 61]}}})


def low_limit(kit, folder):
    return kit.root / "samples/minimal.yaml", make_layout(kit, folder, {"press": {"ink": 180}})


def no_recipe(kit, folder):
    layout = make_layout(kit, folder, {"palette": {"tint": {"rgb": "#abcdef"}}})
    return kit.root / "samples/minimal.yaml", layout


def same_look(kit, folder):
    return kit.root / "samples/minimal.yaml", make_layout(kit, folder, {"palette": {"twin": {"rgb": "#1B5E7A", "cmyk": [1, 2, 3, 4]}}})


def no_profile(kit, folder):
    return kit.root / "samples/minimal.yaml", make_layout(kit, folder, {"press": {"profile": "nowhere.icc"}})


def bad_profile(kit, folder):
    (folder / "bad.icc").write_bytes(b"junk")
    return kit.root / "samples/minimal.yaml", make_layout(kit, folder, {"press": {"condition": "X", "profile": "bad.icc"}})


def chunk(kind, part):
    return struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))


def pixels_of(width):
    def prepare(kit, folder):
        rows = b"".join(b"\0" + bytes((x * y + k) % 251 for x in range(width) for k in range(3)) for y in range(width))
        (folder / "few.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 8, 2, 0, 0, 0)) +
                                         chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
        return write_issue(folder, "few.png"), make_layout(kit, folder, {})
    return prepare


def inky_jpeg(kit, folder):
    source = folder / "cmyk.ps"
    source.write_text("<</PageSize [300 300]>> setpagedevice 1 .9 .9 .8 setcmykcolor 0 0 300 300 rectfill showpage")
    tool("gs", "-q", "-o", folder / "inky.jpg", "-r300", "-sDEVICE=jpegcmyk", "-dJPEGQ=95", source)
    return write_issue(folder, "inky.jpg"), make_layout(kit, folder, {})


def overprinted(kit, folder):
    """Black text over a dark ground: each has its ink, but not both."""
    layout = make_layout(kit, folder, {"palette": {"accent": {"cmyk": [85, 75, 60, 40]}}, "press": {"ink": 310},
                                       "styles": {"h1": {"color": "ink"}}})
    return kit.root / "samples/minimal.yaml", layout


def own_drawing(kit, folder):
    (folder / "own.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><linearGradient id="g">'
                                    '<stop stop-color="#010203"/><stop offset="1" stop-color="#fff"/></linearGradient></defs>'
                                    '<rect width="9" height="9" fill="url(#g)"/><rect width="3" height="3" fill="#1B5E7A"/>'
                                    '<circle cx="4" cy="4" r="2" fill="#00ff00" opacity="0.5"/></svg>')
    return write_issue(folder, "own.svg"), make_layout(kit, folder, {})


def blurred(kit, folder):
    (folder / "blur.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><filter id="f"><feGaussianBlur '
                                     'stdDeviation="1"/></filter><rect width="9" height="9" fill="#1B5E7A" filter="url(#f)"/></svg>')
    return write_issue(folder, "blur.svg"), make_layout(kit, folder, {})


REFUSED = [
    ("too much ink in a recipe", much_ink, 1, r"layout\.yaml:\d+:\d+: error: the colour “accent” takes 301 % of ink"),
    ("a lower limit", low_limit, 1, r"plain-a4\.yaml:\d+:\d+: error: the colour “accent” takes 185 %", "at most 180 %"),
    ("no recipe", no_recipe, 0, r"layout\.yaml:\d+:\d+: warning: the colour “tint” has no recipe"),
    ("two recipes for a look", same_look, 0, r"layout\.yaml:\d+:\d+: warning: “twin” looks like “accent”"),
    ("no profile", no_profile, 1, r"layout\.yaml:\d+:\d+: error: the ICC profile .*nowhere\.icc cannot be used"),
    ("no ICC profile", bad_profile, 1, r"layout\.yaml:\d+:\d+: error: the ICC profile .*bad\.icc cannot be used: it is no ICC"),
    ("far too few pixels", pixels_of(380), 1, r"issue\.yaml:10:\d+: error: the picture “few\.png” has only 1\d\d pixels"),
    ("too few pixels", pixels_of(640), 0, r"issue\.yaml:10:\d+: warning: the picture “few\.png” has only 2\d\d pixels"),
    ("a picture in too much ink", inky_jpeg, 1, r"issue\.yaml:10:\d+: error: the picture “inky\.jpg” takes 3[56]\d %"),
    ("black text on dark", overprinted, 1, r"minimal\.yaml:\d+:\d+: error: page 1 takes 320 % of ink in one place"),
    ("a drawing's effects", blurred, 0, r"issue\.yaml:10:\d+: warning: the drawing “blur\.svg” has pictures or effects"),
    ("a drawing's own colours", own_drawing, 0, r"issue\.yaml:10:\d+: warning: the drawing “own\.svg” .*: #00FF00, #010203 —"),
]


def check_usage(kit):
    for arguments in (["--profile", "print", "-o", "x.png"], ["--profile", "booklet", "--pages", "1", "-o", "x.pdf"],
                      ["--separation", "c", "-o", "x.pdf"], ["--separation", "c", "--profile", "print", "-o", "x.png"],
                      ["--profile", "poster"], ["--separation", "z", "-o", "x.png"], ["--profile", "booklet-proof", "-o", "x.svg"]):
        same(kit.run("render", kit.root / "samples/minimal.yaml", *arguments).returncode, 2, " ".join(arguments))


def cases(kit):
    for sample, layout in kit.pairs():
        for name, check in (("tools", check_tools), ("identity", check_identity), ("nothing barred", check_forbidden),
                            ("boxes", check_boxes), ("spaces", check_spaces), ("recipes", check_recipes),
                            ("black text", check_black_text), ("ink", check_ink), ("words", check_words)):
            yield f"{sample.stem} in {layout}, {name}", lambda c=check, s=sample, l=layout: c(kit, s, l)
        for profile in ("print", "booklet"):
            yield f"{sample.stem} in {layout}, {profile}, inspected", lambda s=sample, l=layout, p=profile: check_own(kit, s, l, p)
        for profile in ("print", "booklet", "proof", "booklet-proof"):
            if profile == "print" or (sample.stem, layout) == ("demo", "pqna-a4"):
                yield (f"{sample.stem} in {layout}, {profile}, same bytes",
                       lambda s=sample, l=layout, p=profile: check_same_bytes(kit, s, l, p))
    yield "size of n51", lambda: check_size(kit)
    yield "slug", lambda: check_slug(kit)
    yield "another condition", lambda: check_condition(kit)
    yield "some pages", lambda: check_range(kit)
    yield "booklet of 4 pages", lambda: check_booklet_51(kit)
    yield "booklet of 11 pages", lambda: check_booklet_11(kit)
    yield "booklet of A5 on thick paper", lambda: check_booklet_paper(kit)
    sample = kit.root / "samples/n51.yaml"
    yield "marks of pages", lambda: check_marks(kit, render(kit, sample, None, "print")[0], False)
    yield "marks of sheets", lambda: check_marks(kit, render(kit, sample, None, "booklet")[0], True)
    yield "separations", lambda: check_separations(kit)
    yield "proof as a picture", lambda: check_proof(kit)
    for profile in ("proof", "booklet-proof"):
        yield f"{profile} as PDF", lambda p=profile: check_proof_files(kit, p)
    for name, prepare, status, *wanted in REFUSED:
        yield f"refused: {name}", lambda p=prepare, s=status, w=wanted: check_refused(kit, p, s, *w)
    yield "usage", lambda: check_usage(kit)
