"""The PDF for screens is what it claims to be, PDF/UA-1 and PDF/A-2a: every sample in every layout, and an issue of what
samples do without, read back by qpdf, a reader of content streams of its own, Poppler and MuPDF. pdf_screen.md says which
clause is met how, and by what test.

Each check is tried on files with one fault, too, which it must find.
"""
import base64
import copy
import json
import re
import struct
import subprocess
import tempfile
import unicodedata
import xml.etree.ElementTree as ElementTree

import yaml

import dumps
from checks import words
from kit import same, text

STANDARD = set("""Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI
Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
Figure Formula Form""".split())
BLEND_MODES = {"/" + name for name in """Normal Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight
SoftLight Difference Exclusion Hue Saturation Color Luminosity""".split()}
MAX_SIZE = {"n51": 150_000}


def tool(*arguments, data=None):
    done = subprocess.run([str(a) for a in arguments], input=data, capture_output=True, timeout=300)
    assert done.returncode == 0, f"{arguments[0]}: status {done.returncode}\n{text(done.stderr) or text(done.stdout)}"
    return done.stdout


# --- objects, by qpdf ---

class Pdf:
    def __init__(self, data):
        self.data = data
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            read = tool("qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline", "--decode-level=generalized",
                        file.name)
        _, self.objects = json.loads(read)["qpdf"]
        self.trailer = self.objects["trailer"]["value"]
        self.catalog = self.get(self.trailer["/Root"])
        self.pages = self.list_pages(self.catalog["/Pages"])

    def get(self, value):
        """What a reference refers to, a stream's dictionary; any other value itself."""
        if not is_reference(value):
            return value
        found = self.objects.get("obj:" + value, {})
        return found["value"] if "value" in found else found.get("stream", {}).get("dict")

    def stream(self, reference):
        return base64.b64decode(self.objects["obj:" + reference]["stream"]["data"])

    def list_pages(self, reference):
        node = self.get(reference)
        if node["/Type"] == "/Page":
            return [reference]
        return [page for kid in node["/Kids"] for page in self.list_pages(kid)]

    def content(self, page):
        streams = self.get(page)["/Contents"]
        return b"\n".join(self.stream(s) for s in (streams if isinstance(streams, list) else [streams]))

    def of_type(self, key, value):
        for name, found in self.objects.items():
            node = found.get("value", found.get("stream", {}).get("dict"))
            if isinstance(node, dict) and node.get(key) == value:
                yield name.removeprefix("obj:"), node


def is_reference(value):
    return isinstance(value, str) and re.fullmatch(r"\d+ 0 R", value) is not None


def string(value):
    """A text string without qpdf's mark of what it is."""
    return value.removeprefix("u:") if isinstance(value, str) else value


# --- content streams ---

TOKEN = re.compile(rb"""[\s\0]+ | %[^\r\n]* | (?P<string>\() | (?P<open><<) | (?P<close>>>) | (?P<hex><[0-9A-Fa-f\s]*>)
                        | (?P<name>/[^\s()<>\[\]{}/%]*) | (?P<bracket>[\[\]]) | (?P<word>[^\s()<>\[\]{}/%]+)""", re.X)
PAINTS = set("f F f* B B* b b* S s sh Do EI Tj TJ ' \"".split())


def skip_string(data, at):
    depth = 0
    while at < len(data):
        c = data[at:at + 1]
        depth += (c == b"(") - (c == b")")
        at += 2 if c == b"\\" else 1
        if depth == 0:
            return at
    raise AssertionError("a string has no end")


def operations(data):
    """(operator, operands): names, numbers and strings as text, dictionaries as dict."""
    stack, at = [[]], 0
    while at < len(data):
        found = TOKEN.match(data, at)
        assert found, f"content is not understood: {data[at:at + 40]!r}"
        at = found.end()
        kind, token = found.lastgroup, found[0].decode("latin-1")
        if kind == "string":
            end = skip_string(data, found.start())
            stack[-1].append(data[found.start():end].decode("latin-1"))
            at = end
        elif kind == "open":
            stack.append([])
        elif kind == "close":
            items = stack.pop()
            stack[-1].append(dict(zip(items[::2], items[1::2])))
        elif kind == "bracket":
            if token == "[":
                stack.append([])
            else:
                items = stack.pop()
                stack[-1].append(items)
        elif kind in ("hex", "name"):
            stack[-1].append(token)
        elif kind == "word":
            if len(stack) > 1 or re.fullmatch(r"[-+.\d]+", token) or token in ("true", "false", "null"):
                stack[-1].append(token)
            else:
                yield token, stack[0]
                stack = [[]]


def check_content(pdf):
    """All that paints is an artifact or has an identifier; groups open and close in order, on one side of BT and ET."""
    for number, page in enumerate(pdf.pages, 1):
        open_groups, in_text, seen = [], False, set()
        for operator, operands in operations(pdf.content(page)):
            where = f"page {number}"
            if operator in ("BDC", "BMC"):
                tag, properties = operands[0], operands[1] if operator == "BDC" else {}
                mcid = properties.get("/MCID")
                kinds = [kind for kind, _, _ in open_groups]
                assert "artifact" not in kinds or mcid is None, f"{where}: content {mcid} is inside an artifact"
                assert "content" not in kinds or tag != "/Artifact", f"{where}: an artifact is inside content"
                if mcid is not None:
                    assert mcid not in seen, f"{where}: content {mcid} is there twice"
                    seen.add(mcid)
                if tag == "/Artifact" and operator == "BDC":
                    check_artifact(properties, where)
                kind = "artifact" if tag == "/Artifact" else "content" if mcid is not None else "other"
                open_groups.append((kind, in_text, tag))
            elif operator == "EMC":
                assert open_groups, f"{where}: a group is closed that is not open"
                _, opened_in_text, tag = open_groups.pop()
                assert opened_in_text == in_text, f"{where}: a group {tag} crosses the border of a text object"
            elif operator in ("BT", "ET"):
                in_text = operator == "BT"
            elif operator in PAINTS:
                assert any(kind != "other" for kind, _, _ in open_groups), f"{where}: {operator} is neither tagged nor artifact"
        assert not open_groups, f"page {number}: {len(open_groups)} groups are not closed"
        same(sorted(map(int, seen)), list(range(len(seen))), f"page {number}: identifiers of content")


def check_artifact(properties, where):
    kind, subtype = properties.get("/Type"), properties.get("/Subtype")
    assert kind in ("/Pagination", "/Layout", "/Page", "/Background"), f"{where}: an artifact of type {kind}"
    assert kind != "/Pagination" or subtype in ("/Header", "/Footer", "/Watermark"), f"{where}: pagination of subtype {subtype}"
    assert kind != "/Background" or len(properties.get("/BBox", [])) == 4, f"{where}: a background without its box"


# --- the structure tree ---

class Element:
    """A node of the tree with what hangs from it: elements, (page, identifier) of content, references of objects."""

    def __init__(self, pdf, reference, parent):
        self.pdf, self.reference, self.parent, self.node = pdf, reference, parent, pdf.get(reference)
        self.name = self.node["/S"].removeprefix("/")
        mapped = pdf.get(pdf.get(pdf.catalog["/StructTreeRoot"]).get("/RoleMap", {}))
        self.type = mapped.get("/" + self.name, "/" + self.name).removeprefix("/")
        self.kids, self.marks, self.objects = [], [], []
        kids = pdf.get(self.node.get("/K", []))
        for kid in kids if isinstance(kids, list) else [kids]:
            self.add(kid)

    def add(self, kid):
        node = self.pdf.get(kid)
        if isinstance(node, int):
            self.marks.append((self.node["/Pg"], node))
        elif node.get("/Type") == "/MCR":
            self.marks.append((node["/Pg"], node["/MCID"]))
        elif node.get("/Type") == "/OBJR":
            self.objects.append(node["/Obj"])
        else:
            self.kids.append(Element(self.pdf, kid, self))

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()

    @property
    def types(self):
        return [kid.type for kid in self.kids]

    def __str__(self):
        return f"{self.name} ({self.reference})"


def tree(pdf):
    root = pdf.get(pdf.catalog["/StructTreeRoot"])
    kids = root["/K"] if isinstance(root["/K"], list) else [root["/K"]]
    same(len(kids), 1, "elements below the root")
    return Element(pdf, kids[0], None)


def number_tree(pdf, reference):
    node = pdf.get(reference)
    result = dict(zip(node.get("/Nums", [])[::2], node.get("/Nums", [])[1::2]))
    for kid in node.get("/Kids", []):
        result.update(number_tree(pdf, kid))
    return result


def check_parents(pdf):
    """From content to element and back it is the same way, for marks and for annotations."""
    root = tree(pdf)
    parents = number_tree(pdf, pdf.get(pdf.catalog["/StructTreeRoot"])["/ParentTree"])
    owners = {}
    for element in root.walk():
        above = element.parent.reference if element.parent else pdf.catalog["/StructTreeRoot"]
        same(element.node["/P"], above, f"the parent of {element}")
        for mark in element.marks:
            assert mark not in owners, f"content {mark} belongs to {owners.get(mark)} and to {element}"
            owners[mark] = element.reference
    for number, page in enumerate(pdf.pages, 1):
        listed = pdf.get(parents.get(pdf.get(page)["/StructParents"]))
        identifiers = {int(o[1]["/MCID"]) for name, o in operations(pdf.content(page)) if name == "BDC" and "/MCID" in o[1]}
        same(len(listed or []), len(identifiers), f"page {number}: entries of the parent tree")
        for mcid in identifiers:
            same(listed[mcid], owners.get((page, mcid)), f"page {number}: the element of content {mcid}")
    found = {(page, mcid) for page in pdf.pages for mcid in range(len(pdf.get(parents[pdf.get(page)["/StructParents"]])))}
    assert set(owners) <= found, f"elements have content that is on no page: {set(owners) - found}"
    keys = pdf.get(pdf.catalog["/StructTreeRoot"])["/ParentTreeNextKey"]
    assert keys > max(parents), f"the next key {keys} is in use"


def check_types(pdf):
    """Standard types or mapped to one; lists, tables and captions of the parts they are made of; nothing empty."""
    root = tree(pdf)
    same(root.type, "Document", "the first element")
    mapped = pdf.get(pdf.get(pdf.catalog["/StructTreeRoot"]).get("/RoleMap", {}))
    assert not STANDARD & {name.removeprefix("/") for name in mapped}, "a standard type is mapped to another"
    within = {"LI": "L", "LBody": "LI", "TR": ("Table", "THead", "TBody", "TFoot"), "TD": "TR", "TH": "TR"}
    holds = {"L": ("LI", "L", "Caption"), "LI": ("Lbl", "LBody"), "TR": ("TD", "TH"),
             "Table": ("TR", "THead", "TBody", "TFoot", "Caption")}
    for element in root.walk():
        assert element.type in STANDARD, f"{element} is of no standard type"
        if element.type in within:
            assert element.parent.type in within[element.type], f"{element} stands in {element.parent}"
        if element.type in holds:
            assert set(element.types) <= set(holds[element.type]), f"{element} holds {element.types}"
            assert not element.marks, f"{element} has content of its own"
        assert element.kids or element.marks or element.objects or element.type == "TD", f"{element} is empty"
        if "Caption" in element.types and element.type in ("L", "Table"):
            assert "Caption" not in element.types[1:], f"{element} has a caption after other things"


def check_headings(pdf):
    level = 0
    for element in tree(pdf).walk():
        assert element.type != "H", "headings without a level"
        if found := re.fullmatch(r"H([1-6])", element.type):
            assert int(found[1]) <= level + 1, f"{element} follows a heading of level {level}"
            level = int(found[1])
    assert level, "there are no headings"


def check_figures(pdf):
    for element in tree(pdf).walk():
        if element.type != "Figure":
            continue
        assert string(element.node.get("/Alt", "")).strip(), f"{element} has no words"
        attributes = pdf.get(element.node["/A"])
        same(attributes["/Placement"], "/Block", f"placement of {element}")
        left, foot, right, top = attributes["/BBox"]
        assert left < right and foot < top, f"the box of {element} is empty"


def check_links(pdf):
    """An element a link, with its annotations and with text; each annotation says where it goes and knows its element."""
    parents = number_tree(pdf, pdf.get(pdf.catalog["/StructTreeRoot"])["/ParentTree"])
    owned = {}
    for element in tree(pdf).walk():
        same(bool(element.objects), element.type == "Link", f"{element} has objects")
        if element.type == "Link":
            assert any(e.marks for e in element.walk()), f"{element} has no text"
        owned.update({reference: element for reference in element.objects})
    for page in pdf.pages:
        for reference in pdf.get(pdf.get(page).get("/Annots", [])):
            check_annotation(pdf, reference, page, owned.pop(reference, None), parents)
    assert not owned, f"elements refer to annotations on no page: {list(owned)}"


def check_annotation(pdf, reference, page, element, parents):
    node = pdf.get(reference)
    same(node["/Subtype"], "/Link", f"annotation {reference}")
    same(node["/F"], 4, f"flags of annotation {reference}")
    assert string(node.get("/Contents", "")).strip(), f"annotation {reference} does not say where it goes"
    assert element, f"annotation {reference} is in no element"
    same(parents.get(node["/StructParent"]), element.reference, f"the element of annotation {reference}")
    same(node["/P"], page, f"the page of annotation {reference}")
    action = pdf.get(node["/A"])
    same(action["/S"], "/URI", f"action of annotation {reference}")
    assert re.match(r"(https?|mailto|tel):[\x21-\x7e]+$", string(action["/URI"]).removeprefix("b:")), f"address {action['/URI']}"
    left, foot, right, top = node["/Rect"]
    assert left < right and foot < top, f"annotation {reference} has no area"


def check_languages(pdf):
    tag = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
    assert tag.fullmatch(string(pdf.catalog.get("/Lang", ""))), "the file does not say its language"
    for element in tree(pdf).walk():
        assert "/Lang" not in element.node or tag.fullmatch(string(element.node["/Lang"])), f"language of {element}"


# --- the file ---

def check_file(pdf):
    assert pdf.data.startswith(b"%PDF-1.7\n%") and all(b > 127 for b in pdf.data[10:14]), "head of the file"
    assert pdf.data.endswith(b"%%EOF\n") and pdf.data.count(b"startxref") == 1, "end of the file"
    first, second = pdf.trailer["/ID"]
    assert first == second and len(first) >= 32, "the file has no identifier"
    assert "/Encrypt" not in pdf.trailer, "the file is encrypted"
    for name in ("/OpenAction", "/AA", "/Names", "/AcroForm", "/OCProperties", "/NeedsRendering", "/Requirements", "/Version"):
        assert name not in pdf.catalog, f"the catalog has {name}"
    same(pdf.get(pdf.catalog["/MarkInfo"]), {"/Marked": True}, "MarkInfo")
    same(pdf.get(pdf.catalog["/ViewerPreferences"]).get("/DisplayDocTitle"), True, "DisplayDocTitle")
    assert "/Outlines" in pdf.catalog, "there are no bookmarks"
    labels = pdf.get(pdf.catalog["/PageLabels"])["/Nums"]
    same(labels[:1], [0], "the first page's label")
    keys = [pdf.get(page)["/StructParents"] for page in pdf.pages]
    same(len(set(keys)), len(keys), "different keys of pages")
    for page in pdf.pages:
        same(pdf.get(page).get("/Tabs"), "/S", "order of the tabulator key")
        assert "/AA" not in pdf.get(page) and "/PresSteps" not in pdf.get(page), "pages that act"
    check_bookmarks(pdf, pdf.get(pdf.catalog["/Outlines"]))


def check_bookmarks(pdf, node):
    following = node.get("/First")
    while following:
        entry = pdf.get(following)
        assert string(entry["/Title"]).strip(), "a bookmark without words"
        page, kind = entry["/Dest"][:2]
        assert page in pdf.pages and kind == "/XYZ", f"a bookmark leads to {entry['/Dest']}"
        check_bookmarks(pdf, entry)
        following = entry.get("/Next")


def check_intent(pdf):
    intent, = pdf.catalog["/OutputIntents"]
    intent = pdf.get(intent)
    same(intent["/S"], "/GTS_PDFA1", "output intent")
    same(pdf.get(intent["/DestOutputProfile"])["/N"], 3, "channels of the output profile")
    profile = pdf.stream(intent["/DestOutputProfile"])
    size, version = struct.unpack(">I4xI", profile[:12])
    same(size, len(profile), "size that the profile says")
    assert version >> 24 in (2, 4), f"version {version >> 24} of ICC profiles"
    same((profile[12:16], profile[16:20], profile[36:40]), (b"mntr", b"RGB ", b"acsp"), "kind of profile")
    count, = struct.unpack(">I", profile[128:132])
    tags = {}
    for i in range(count):
        name, start, length = struct.unpack(">4sII", profile[132 + 12 * i:144 + 12 * i])
        assert start % 4 == 0 and start + length <= size, f"{name} is outside the profile"
        tags[name] = profile[start:start + length]
    assert {b"desc", b"cprt", b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"} <= set(tags), "parts of the profile"
    for axis, white in enumerate((0.9642, 1.0, 0.8249)):
        total = sum(struct.unpack(">i", tags[name][8 + 4 * axis:12 + 4 * axis])[0] for name in (b"rXYZ", b"gXYZ", b"bXYZ")) / 65536
        assert abs(total - white) < 0.001, f"the primaries make {total}, white is {white}"


SPACES = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
          "xmp": "http://ns.adobe.com/xap/1.0/", "pdf": "http://ns.adobe.com/pdf/1.3/",
          "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
          "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/", "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
          "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#"}


def check_metadata(pdf):
    """XMP as the standards want it, and the same as the older dictionary says."""
    reference = pdf.catalog["/Metadata"]
    node = pdf.get(reference)
    assert node["/Type"] == "/Metadata" and node["/Subtype"] == "/XML" and "/Filter" not in node, "the metadata stream"
    packet = pdf.stream(reference)
    assert packet.startswith(b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'), "head of the XMP packet"
    assert packet.rstrip().endswith(b'<?xpacket end="r"?>'), "end of the XMP packet"
    rdf = ElementTree.fromstring(packet)

    def said(path):
        found = rdf.find(".//" + path, SPACES)
        return None if found is None else "".join(found.itertext()).strip()

    same([said(p) for p in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")], ["2", "A", "1"], "claims")
    same(said("pdfaSchema:namespaceURI"), SPACES["pdfuaid"], "the schema that is described")
    same([said("pdfaSchema:prefix"), said("pdfaProperty:name"), said("pdfaProperty:valueType"), said("pdfaProperty:category")],
         ["pdfuaid", "part", "Integer", "internal"], "the property that is described")
    info = {key: string(value) for key, value in pdf.get(pdf.trailer["/Info"]).items()}
    pairs = {"/Title": "dc:title", "/Author": "dc:creator", "/Subject": "dc:description", "/Keywords": "pdf:Keywords",
             "/Creator": "xmp:CreatorTool", "/Producer": "pdf:Producer", "/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate"}
    assert set(info) <= set(pairs), f"the dictionary says more: {set(info) - set(pairs)}"
    for key, path in pairs.items():
        value = said(path)
        if "Date" in key:
            value = "D:" + re.sub(r"[-:T]", "", value)
        same(info.get(key), value, f"{key} and {path}")
    same(rdf.find(".//dc:title/rdf:Alt/rdf:li", SPACES).get("{http://www.w3.org/XML/1998/namespace}lang"), "x-default", "language of the title")
    same(said("dc:language"), string(pdf.catalog["/Lang"]), "language")


def check_fonts(pdf):
    fonts = list(pdf.of_type("/Type", "/Font"))
    assert fonts, "there are no fonts"
    for reference, font in fonts:
        if font["/Subtype"] == "/Type0":
            same(font["/Encoding"], "/Identity-H", f"encoding of {reference}")
            assert "/ToUnicode" in font, f"{reference} says no text"
            continue
        descriptor = pdf.get(font["/FontDescriptor"])
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor, f"{font['/BaseFont']} is not embedded"
        assert "/CIDSet" not in descriptor and "/CharSet" not in descriptor, f"{font['/BaseFont']} lists its glyphs"
        if font["/Subtype"] == "/CIDFontType2":
            check_glyph_map(pdf, font)
        elif not font["/Subtype"].startswith("/CID"):
            assert "/ToUnicode" in font, f"{reference} says no text"
            same(len(font["/Widths"]), font["/LastChar"] - font["/FirstChar"] + 1, f"widths of {font['/BaseFont']}")
            same(font["/Encoding"], "/WinAnsiEncoding", f"encoding of {font['/BaseFont']}")


def check_glyph_map(pdf, font):
    glyphs = font.get("/CIDToGIDMap")
    assert glyphs is not None, f"{font['/BaseFont']} does not say which glyph a code shows"
    start, widths = font["/W"]
    same(start, 0, "the first code with a width")
    if glyphs != "/Identity":
        same(len(pdf.stream(glyphs)), 2 * len(widths), f"codes of {font['/BaseFont']}")


def check_text(pdf):
    """Codes say text: no zero, no byte order mark, no sign of two letters, no replacement."""
    for reference, font in pdf.of_type("/Type", "/Font"):
        if "/ToUnicode" not in font:
            continue
        pairs = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", pdf.stream(font["/ToUnicode"]), re.S))
        assert pairs, f"{reference} says nothing"
        for code, units in re.findall(rb"<([0-9a-f]+)> <([0-9a-f]+)>", pairs):
            said = bytes.fromhex(units.decode()).decode("utf-16-be")
            assert not set(said) & set("\0\ufeff\ufffe\ufffd"), f"{reference}: code {code.decode()} says {said!r}"
            assert not re.search("[\ufb00-\ufb06\ue000-\uf8ff]", said), f"{reference}: code {code.decode()} says {said!r}"


def check_colours(pdf):
    """Nothing but grey and the colours of a screen, no picture smoothed by who shows it, no transparency but plain."""
    allowed = {"/DeviceRGB", "/DeviceGray"}
    for reference, image in pdf.of_type("/Subtype", "/Image"):
        assert image.get("/ImageMask") or image["/ColorSpace"] in allowed, f"picture {reference} is in {image.get('/ColorSpace')}"
        assert image.get("/Interpolate", False) is False, f"picture {reference} is interpolated"
        assert not {"/Alternates", "/OPI"} & set(image), f"picture {reference} has another form"
    for page in pdf.pages:
        for operator, operands in operations(pdf.content(page)):
            assert operator not in ("k", "K", "ri"), f"the content uses {operator}"
            assert operator not in ("cs", "CS") or operands[0] in allowed | {"/Pattern"}, f"the content uses {operands[0]}"
        states = pdf.get(pdf.get(pdf.get(page)["/Resources"]).get("/ExtGState", {}))
        for state in map(pdf.get, states.values()):
            assert set(state) <= {"/Type", "/CA", "/ca", "/SMask", "/BM", "/AIS"}, f"a graphics state sets {set(state)}"
            assert state.get("/BM", "/Normal") in BLEND_MODES, f"blend mode {state['/BM']}"


CHECKS = {
    "file": check_file, "content": check_content, "parents": check_parents, "types": check_types, "headings": check_headings,
    "figures": check_figures, "links": check_links, "languages": check_languages, "intent": check_intent,
    "metadata": check_metadata, "fonts": check_fonts, "text": check_text, "colours": check_colours,
}


# --- other readers ---

def letters(said):
    return "".join(c for c in unicodedata.normalize("NFKC", said) if c.isalnum())


def check_reading(kit, sample, layout):
    """What Poppler reads from the tree is the text of the pages, in the order of the elements, without the artifacts."""
    out = text(tool("pdfinfo", "-struct-text", "-", data=kit.pdf(sample, layout)))
    found = letters("".join(re.findall(r'^ *"(.*)"$', out, re.M)))
    dump = dumps.read(kit.dump(sample, layout))
    by_element = {}
    for page in dump.pages:
        for run in page.runs:
            if not run.artifact:
                by_element.setdefault(run.element, []).append(run.text)
    same(len(found), len(letters("".join(t for runs in by_element.values() for t in runs))), "letters that are read")
    for runs in by_element.values():
        for run in runs:
            assert letters(run) in found, f"“{run}” is not read in one piece"
    at = -1
    for element in sorted(e for e in by_element if by_element[e] and len(letters(by_element[e][0])) > 20):
        place = found.find(letters(by_element[element][0]), at + 1)
        assert place > at or found.find(letters(by_element[element][0])) >= 0, f"“{by_element[element][0]}” is out of order"
        at = max(at, place)
    assert "\u00ad" not in unicodedata.normalize("NFC", found), "hyphens"


def check_readers(kit, sample, layout):
    data = kit.pdf(sample, layout)
    said = text(tool("pdfinfo", "-", data=data))
    assert re.search(r"^Tagged: +yes$", said, re.M), "Poppler finds no tags"
    lines = text(tool("pdffonts", "-", data=data)).splitlines()[2:]
    for line in lines:
        assert re.search(r" yes yes yes +\d+ +\d+$", line), f"pdffonts: {line}"
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        tool("qpdf", "--check", file.name)
        shown = subprocess.run(["mutool", "draw", "-q", "-F", "text", "-o", "-", file.name], capture_output=True, timeout=300)
        problems = [line for line in text(shown.stderr).splitlines() if "ICC support" not in line]
        assert shown.returncode == 0 and not problems, f"mutool: {problems}"
    if sample.stem in MAX_SIZE:
        assert len(data) <= MAX_SIZE[sample.stem], f"the file has {len(data)} bytes"


def typed(node):
    """The texts of an issue that are printed, without their addresses."""
    if isinstance(node, dict):
        return [found for key, child in node.items() if key not in words.SILENT for found in typed(child)]
    if isinstance(node, list):
        return [found for child in node for found in typed(child)]
    return [re.sub(r"\]\([^)]*\)|https?:\S+|\S+@\S+", "]", node.replace("\u00ad", ""))] if isinstance(node, str) else []


def check_lines(kit, sample, layout):
    """Words are whole where lines end: with soft hyphens undone, what is copied is what was typed."""
    copied = text(tool("pdftotext", "-raw", "-enc", "UTF-8", "-", "-", data=kit.pdf(sample, layout)))
    assert not re.search("[\ufb00-\ufb06]", copied), "letters are copied as one sign"
    whole = re.sub(r"\u00ad\s*", "", copied).lower()
    long = {word.lower() for string in typed(yaml.safe_load(sample.read_text())) for word in re.findall(r"\w{9,}", string)}
    missing = sorted(word for word in long if word not in whole)
    assert not missing, f"words that cannot be copied whole: {missing[:5]}"


# --- faults that the checks must find ---

def first(pdf, **wanted):
    for found in pdf.objects.values():
        node = found.get("value", found.get("stream", {}).get("dict"))
        if isinstance(node, dict) and all(node.get("/" + k) == v for k, v in wanted.items()):
            return node
    raise LookupError(wanted)


def element(pdf, kind, number=0):
    return [e for e in tree(pdf).walk() if e.type == kind][number].node


def replace(pdf, old, new):
    """Changes the content of the first page."""
    reference = pdf.get(pdf.pages[0])["/Contents"]
    data = pdf.stream(reference)
    assert re.search(old, data), f"{old} is not in the content"
    pdf.objects["obj:" + reference]["stream"]["data"] = base64.b64encode(re.sub(old, new, data, count=1)).decode()


def edit_stream(pdf, reference, old, new):
    data = pdf.stream(reference)
    assert old in data, f"{old} is not there"
    pdf.objects["obj:" + reference]["stream"]["data"] = base64.b64encode(data.replace(old, new)).decode()


def outside(pdf):
    reference = pdf.get(pdf.pages[0])["/Contents"]
    data = pdf.stream(reference) + b"\n0 0 10 10 re f\n"
    pdf.objects["obj:" + reference]["stream"]["data"] = base64.b64encode(data).decode()


def swap_parents(pdf):
    nums = pdf.get(pdf.get(pdf.catalog["/StructTreeRoot"])["/ParentTree"])["/Nums"]
    nums[1][0], nums[1][-1] = nums[1][-1], nums[1][0]


FAULTS = {
    "content: neither tagged nor artifact": ("content", outside),
    "content: an artifact in content": ("content", lambda p: replace(p, rb"(/H1 <</MCID \d+>> BDC)", rb"\1 /Artifact BMC EMC")),
    "content: content in an artifact": ("content", lambda p: replace(p, rb"(/Artifact <<.*?>> BDC)", rb"\1 /P <</MCID 999>> BDC EMC")),
    "content: an identifier twice": ("content", lambda p: replace(p, rb"/MCID 1>>", rb"/MCID 0>>")),
    "content: not closed": ("content", lambda p: replace(p, rb"\nEMC\n", rb"\n")),
    "content: across a text object": ("content", lambda p: replace(p, rb"(ET)\s+(EMC)", rb"\2 \1")),
    "content: an artifact of no type": ("content", lambda p: replace(p, rb"/Artifact <</Type /\w+", rb"/Artifact <</Type /Other")),
    "parents: two swapped": ("parents", swap_parents),
    "parents: an element's parent": ("parents", lambda p: element(p, "H1").update({"/P": p.catalog["/StructTreeRoot"]})),
    "parents: content of two elements": ("parents", lambda p: element(p, "P").update({"/K": element(p, "H1")["/K"], "/Pg": element(p, "H1")["/Pg"]})),
    "parents: content that is not there": ("parents", lambda p: element(p, "P", 1).update({"/K": [9999]})),
    "parents: a page's key": ("parents", lambda p: p.get(p.pages[0]).update({"/StructParents": 9999})),
    "types: no standard type": ("types", lambda p: element(p, "P").update({"/S": "/Paragraph"})),
    "types: a standard type mapped": ("types", lambda p: p.get(p.catalog["/StructTreeRoot"])["/RoleMap"].update({"/P": "/H1"})),
    "types: an item outside lists": ("types", lambda p: element(p, "L").update({"/S": "/Sect"})),
    "types: a list of paragraphs": ("types", lambda p: element(p, "LI").update({"/S": "/P"})),
    "types: an empty element": ("types", lambda p: element(p, "P").update({"/K": []})),
    "headings: a gap": ("headings", lambda p: element(p, "H2").update({"/S": "/H4"})),
    "headings: not H1 first": ("headings", lambda p: element(p, "H1").update({"/S": "/P"})),
    "figures: no words": ("figures", lambda p: element(p, "Figure").pop("/Alt")),
    "figures: an empty box": ("figures", lambda p: element(p, "Figure")["/A"].update({"/BBox": [0, 0, 0, 0]})),
    "links: no contents": ("links", lambda p: first(p, Subtype="/Link").pop("/Contents")),
    "links: no text": ("links", lambda p: (lambda link: link.update({"/K": [k for k in link["/K"] if isinstance(k, dict)]}))(element(p, "Link"))),
    "links: hidden in print": ("links", lambda p: first(p, Subtype="/Link").update({"/F": 0})),
    "links: another element": ("links", lambda p: first(p, Subtype="/Link").update({"/StructParent": 0})),
    "links: in no element": ("links", lambda p: element(p, "Link").update({"/K": [k for k in element(p, "Link")["/K"] if not isinstance(k, dict)]})),
    "links: a script": ("links", lambda p: first(p, Subtype="/Link")["/A"].update({"/S": "/JavaScript"})),
    "languages: none": ("languages", lambda p: p.catalog.pop("/Lang")),
    "languages: no tag": ("languages", lambda p: p.catalog.update({"/Lang": "u:français"})),
    "file: not said to be tagged": ("file", lambda p: p.catalog.update({"/MarkInfo": {"/Marked": False}})),
    "file: suspects": ("file", lambda p: p.catalog.update({"/MarkInfo": {"/Marked": True, "/Suspects": True}})),
    "file: its name as title": ("file", lambda p: p.catalog.update({"/ViewerPreferences": {}})),
    "file: an action": ("file", lambda p: p.catalog.update({"/OpenAction": ["1 0 R", "/Fit"]})),
    "file: order of the tabulator key": ("file", lambda p: p.get(p.pages[0]).pop("/Tabs")),
    "file: no identifier": ("file", lambda p: p.trailer.update({"/ID": ["b:00", "b:00"]})),
    "intent: another": ("intent", lambda p: first(p, Type="/OutputIntent").update({"/S": "/GTS_PDFX"})),
    "intent: channels": ("intent", lambda p: first(p, N=3).update({"/N": 4})),
    "intent: a profile of a printer": ("intent", lambda p: edit_stream(p, first(p, Type="/OutputIntent")["/DestOutputProfile"], b"mntr", b"prtr")),
    "metadata: another part": ("metadata", lambda p: edit_stream(p, p.catalog["/Metadata"], b"<pdfaid:part>2", b"<pdfaid:part>3")),
    "metadata: no claim for readers": ("metadata", lambda p: edit_stream(p, p.catalog["/Metadata"], b"pdfuaid:part>", b"pdfuaid:other>")),
    "metadata: another title": ("metadata", lambda p: p.get(p.trailer["/Info"]).update({"/Title": "u:Other"})),
    "metadata: more than XMP says": ("metadata", lambda p: p.get(p.trailer["/Info"]).update({"/Company": "u:Other"})),
    "fonts: not embedded": ("fonts", lambda p: first(p, Type="/FontDescriptor").pop("/FontFile2")),
    "fonts: which glyph": ("fonts", lambda p: first(p, Subtype="/CIDFontType2").pop("/CIDToGIDMap")),
    "fonts: a list of glyphs": ("fonts", lambda p: first(p, Type="/FontDescriptor").update({"/CIDSet": "1 0 R"})),
    "fonts: a width too few": ("fonts", lambda p: first(p, Subtype="/TrueType")["/Widths"].pop()),
    "text: a ligature's sign": ("text", lambda p: edit_stream(p, first(p, Subtype="/TrueType")["/ToUnicode"], b"> <0020>", b"> <fb01>")),
    "text: zero": ("text", lambda p: edit_stream(p, first(p, Subtype="/TrueType")["/ToUnicode"], b"> <0020>", b"> <0000>")),
    "colours: inks": ("colours", lambda p: replace(p, rb"[\d.]+ [\d.]+ [\d.]+ rg", b"0 0 0 1 k")),
    "colours: a picture in inks": ("colours", lambda p: first(p, Subtype="/Image").update({"/ColorSpace": "/DeviceCMYK"})),
    "colours: interpolated": ("colours", lambda p: first(p, Subtype="/Image").update({"/Interpolate": True})),
    "colours: a blend mode": ("colours", lambda p: p.get(p.get(p.get(p.pages[0])["/Resources"])["/ExtGState"])["/a0"].update({"/BM": "/Compatible"})),
}


def check_fault(kit, sample, layout, name):
    check, change = FAULTS[name]
    pdf = copy.deepcopy(read(kit, sample, layout))
    change(pdf)
    try:
        CHECKS[check](pdf)
    except (AssertionError, KeyError):
        return
    raise AssertionError(f"the check of {check} finds nothing")


# --- cases ---

def read(kit, sample, layout):
    return kit.once(("screen read", sample, layout), lambda: Pdf(kit.pdf(sample, layout)))


def check_part(kit, sample, layout):
    """Part of the pages is a whole file too."""
    done = kit.run("render", sample, "-l", layout, "--format", "pdf", "--pages", "2", "-o", "-")
    assert done.returncode == 0, text(done.stderr)
    pdf = Pdf(done.stdout)
    same(len(pdf.pages), 1, "pages")
    for name in ("file", "content", "parents", "types", "links", "metadata"):
        CHECKS[name](pdf)


def cases(kit):
    def case(function, *arguments):
        return lambda: function(kit, *arguments)

    for sample, layout in kit.pairs():
        name = f"{sample.stem} in {layout}"
        for check in CHECKS:
            yield f"{check}: {name}", (lambda s=sample, l=layout, c=check: CHECKS[c](read(kit, s, l)))
        yield f"reading order: {name}", case(check_reading, sample, layout)
        yield f"other readers: {name}", case(check_readers, sample, layout)
        yield f"words whole: {name}", case(check_lines, sample, layout)
    everything = kit.root / "tests" / "everything.yaml"
    for layout in kit.layouts:
        for check in CHECKS:
            yield f"{check}: everything in {layout}", (lambda l=layout, c=check: CHECKS[c](read(kit, everything, l)))
    demo = next(s for s in kit.samples if s.stem == "demo")
    usual = (kit.root / "layouts" / "DEFAULT").read_text().strip()
    yield "one page of several", case(check_part, demo, usual)
    for fault in FAULTS:
        yield f"found: {fault}", case(check_fault, demo, usual, fault)
