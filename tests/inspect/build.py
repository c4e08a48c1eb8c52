"""Makes PDF files from small sources that a person can read.

A base is a whole file in plain objects, "N 0 obj … endobj", with streams as text; what cannot be text is named: @font,
@srgb, @cmyk, @widths. Lengths, cross-references and the header are added here. Another source changes a base:

    What is wrong, in words.
    from accessible              the base, a source of this folder
    finds content-tagged         the checks that must find something, and no others; "nothing" for sound files
    as ua-1                      further standards to check by, as for `inspect --as`
    in 4: OLD => NEW             changes one place of object 4 (or of: header, trailer, file); \\n is a line's end
    object 40: << … >>           adds an object or puts it in another's place; lines that follow and are indented belong to it
    drop 22                      takes an object out

    python3 tests/inspect/build.py SOURCE > file.pdf
"""
import pathlib
import re
import struct
import sys
import zlib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
SPACE = re.compile(r"\s+")


# --- what cannot be text ---

def table_checksum(data):
    data += b"\0" * (-len(data) % 4)
    return sum(struct.unpack(f">{len(data) // 4}L", data)) & 0xFFFFFFFF


def glyph_box():
    """A rectangle: one contour of four points."""
    data = struct.pack(">hhhhh", 1, 50, 0, 450, 700) + struct.pack(">HH", 3, 0) + bytes([1] * 4)
    data += b"".join(struct.pack(">h", x) for x in (50, 400, 0, -400)) + b"".join(struct.pack(">h", y) for y in (0, 0, 700, 0))
    return data + b"\0" * (-len(data) % 4)


def character_map(entries):
    """Format 4 with one segment of codes in order: (first code, first glyph, count)."""
    first, glyph, count = entries
    body = struct.pack(">HHHHHH", 0, 4, 4, 1, 0, first + count - 1) + struct.pack(">HHHH", 0xFFFF, 0, first, 0xFFFF)
    body += struct.pack(">HHHH", (glyph - first) & 0xFFFF, 1, 0, 0)
    return struct.pack(">HH", 4, len(body) + 2) + body


def true_type(maps=((3, 1, 0x20, 1, 95),), advance=600, glyphs=96):
    """A font whose glyphs are boxes: glyph 1 is the space, those of the letters follow."""
    outlines = [b""] * glyphs
    for i in [0, *range(2, glyphs)]:
        outlines[i] = glyph_box()
    offsets, glyf = [0], b""
    for outline in outlines:
        glyf += outline
        offsets.append(len(glyf))
    subtables = [character_map(entry[2:]) for entry in maps]
    cmap, at = struct.pack(">HH", 0, len(maps)), 4 + 8 * len(maps)
    for entry, subtable in zip(maps, subtables):
        cmap += struct.pack(">HHL", entry[0], entry[1], at)
        at += len(subtable)
    tables = {
        b"cmap": cmap + b"".join(subtables),
        b"glyf": glyf,
        b"head": struct.pack(">LLLLHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 50, 0, 450, 700, 0, 6, 2, 1, 0),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, advance, 50, 50, 450, 1, 0, 0, 0, 0, 0, 0, 0, glyphs),
        b"hmtx": struct.pack(">Hh", advance, 50) * glyphs,
        b"loca": struct.pack(f">{glyphs + 1}L", *offsets),
        b"maxp": struct.pack(">LHHHHHHHHHHHHHH", 0x10000, glyphs, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    font, at = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64), 12 + 16 * len(tables)
    data = b""
    for tag, content in sorted(tables.items()):
        font += tag + struct.pack(">LLL", table_checksum(content), at, len(content))
        padded = content + b"\0" * (-len(content) % 4)
        data += padded
        at += len(padded)
    return font + data


def fixed(value):
    return struct.pack(">l", round(value * 65536))


def profile(space=b"RGB ", kind=b"mntr", version=0x02400000, name=b"sRGB by hand"):
    """An ICC profile of a screen: three primaries and a curve; without them for other spaces."""
    tags = {b"desc": b"desc\0\0\0\0" + struct.pack(">L", len(name) + 1) + name + b"\0" + b"\0" * 78,
            b"cprt": b"text\0\0\0\0CC0\0", b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642) + fixed(1) + fixed(0.8249)}
    if space == b"RGB ":
        for tag, x, y, z in ((b"rXYZ", 0.4361, 0.2225, 0.0139), (b"gXYZ", 0.3851, 0.7169, 0.0971),
                             (b"bXYZ", 0.1431, 0.0606, 0.7139)):
            tags[tag] = b"XYZ \0\0\0\0" + fixed(x) + fixed(y) + fixed(z)
        for tag in (b"rTRC", b"gTRC", b"bTRC"):
            tags[tag] = b"curv\0\0\0\0" + struct.pack(">LH", 1, round(2.2 * 256))
    if space == b"GRAY":
        tags[b"kTRC"] = b"curv\0\0\0\0" + struct.pack(">LH", 1, round(2.2 * 256))
    index, data = struct.pack(">L", len(tags)), b""
    at = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        content += b"\0" * (-len(content) % 4)
        index += tag + struct.pack(">LL", at + len(data), len(content))
        data += content
    size = at + len(data)
    header = struct.pack(">L4sL4s4s4s12s4s", size, b"none", version, kind, space, b"XYZ ", bytes(12), b"acsp")
    header += bytes(28) + fixed(0.9642) + fixed(1) + fixed(0.8249)
    return header.ljust(128, b"\0") + index + data


def press_profile():
    return zlib.compress((ROOT / "data" / "FOGRA39L_coated.icc").read_bytes())


DATA = {
    "@font": true_type,
    "@font-mac": lambda: true_type(((1, 0, 0x20, 1, 95),)),
    "@font-symbol": lambda: true_type(((3, 0, 0xF020, 1, 95),)),
    "@font-two-maps": lambda: true_type(((1, 0, 0x20, 1, 95), (3, 1, 0x20, 1, 95))),
    "@font-no-map": lambda: true_type(()),
    "@font-small": lambda: true_type(((3, 1, 0x20, 1, 20),), glyphs=21),
    "@font-damaged": lambda: true_type()[:40],
    "@srgb": profile,
    "@gray": lambda: profile(b"GRAY", name=b"grey by hand"),
    "@srgb-of-scanner": lambda: profile(kind=b"scnr"),
    "@srgb-of-link": lambda: profile(kind=b"link"),
    "@srgb-damaged": lambda: profile()[:100],
    "@cmyk": press_profile,
    "@cid-set": lambda: b"\xff" * 12,
    "@cid-set-short": lambda: b"\xff" * 4,
    "@bomb": lambda: zlib.compress(bytes(80 * 1024 * 1024)),
    "@nothing": lambda: b"",
}


# --- sources ---

class Source:
    """Objects by number, as text; the lines around them."""

    def __init__(self):
        self.objects, self.trailer, self.header = {}, "", HEADER
        self.file_changes = []
        self.finds, self.standards, self.words = [], None, ""

    def copy_base(self, base):
        self.objects, self.trailer, self.header = dict(base.objects), base.trailer, base.header


def read_base(text):
    source = Source()
    for number, body in re.findall(r"(?ms)^(\d+) 0 obj\n(.*?)\nendobj", text):
        assert int(number) not in source.objects, f"object {number} twice"
        source.objects[int(number)] = body
    version = re.search(r"(?m)^version (\S+)$", text)
    source.header = HEADER.replace(b"1.7", version[1].encode()) if version else HEADER
    source.trailer = re.search(r"(?ms)^trailer\n(.*?)\n*\Z", text)[1]
    return source


def change(text, line):
    old, new = (part.replace("\\n", "\n") for part in line.split(" => ", 1)) if " => " in line else (line.removesuffix(" =>"), "")
    assert text.count(old) == 1, f"“{old}” is {text.count(old)} times in: {text}"
    return text.replace(old, new)


def apply(source, word, rest):
    if word == "from":
        source.copy_base(load(rest))
    elif word == "finds":
        source.finds = [] if rest == "nothing" else rest.split()
    elif word == "as":
        source.standards = rest
    elif word == "drop":
        del source.objects[int(rest)]
    elif word == "object":
        number, body = rest.split(":", 1)
        source.objects[int(number)] = body.strip("\n").removeprefix(" ")
    elif word == "in":
        place, line = rest.split(": ", 1)
        if place == "trailer":
            source.trailer = change(source.trailer, line)
        elif place == "header":
            source.header = change(source.header.decode("latin-1"), line).encode("latin-1")
        elif place == "file":
            source.file_changes.append(line)
        else:
            source.objects[int(place)] = change(source.objects[int(place)], line)


def read_changes(text):
    source = Source()
    lines = []
    for line in text.splitlines():
        if line.startswith((" ", "\t")) and lines:
            lines[-1] += "\n" + line.strip()
        else:
            lines.append(line)
    source.words = lines[0]
    for line in lines[1:]:
        word, _, rest = line.partition(" ")
        assert not line or word in ("from", "finds", "as", "drop", "object", "in"), f"“{line}” is no change"
        apply(source, word, rest)
    return source


def find(name):
    for folder in (HERE, HERE / "sound"):
        path = folder / f"{name}.txt"
        if path.exists():
            return path
    raise FileNotFoundError(name)


def load(name):
    text = find(name).read_text()
    return read_base(text) if re.search(r"(?m)^1 0 obj$", text) else read_changes(text)


# --- writing ---

def object_bytes(body):
    body = body.replace("@widths", "[" + " ".join(["600"] * 95) + "]")
    if "\nstream\n" not in body and not body.startswith("stream\n"):
        return body.encode("latin-1")
    head, data = body.split("\nstream\n", 1)
    data = data.removesuffix("endstream").removesuffix("\n")
    data = DATA[data]() if data in DATA else data.encode("utf-8")
    if "/Length" not in head:
        head = re.sub(r">>\s*\Z", f"/Length {len(data)} >>", head)
    return head.encode("latin-1") + b"\nstream\n" + data + b"\nendstream"


def write(source):
    out, offsets = bytearray(source.header), {}
    for number, body in sorted(source.objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, object_bytes(body))
    start, size = len(out), max(offsets) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00001 f \n"
    trailer = re.sub(r">>\s*\Z", f"/Size {size} >>", source.trailer)
    out += b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer.encode("latin-1"), start)
    for line in source.file_changes:
        out = bytearray(change(out.decode("latin-1"), line).encode("latin-1"))
    return bytes(out)


if __name__ == "__main__":
    sys.stdout.buffer.write(write(load(pathlib.Path(sys.argv[1]).stem)))
