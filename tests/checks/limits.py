"""Every limit is in the table of docs/limits.md and is what the table says: what reaches it is taken, one beyond is told."""
import json
import os
import pathlib
import re
import struct

from generate_issues import HEAD, chunk, with_picture
from kit import ROOT, same, text

LAYOUT = "page: {size: A4}\nstyles: {body: {font: Lato, size: 9pt, leading: 12pt}}\n"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<limit>[\d,]+)[^|]* \| `(?P<name>[A-Z_]+)`, `(?P<file>[^`]+)` \|", re.M)
MIB = 1024 * 1024
VALUE = r"\b%s\s*=\s*([\d *]+)"


def rows_of(kit):
    return list(ROW.finditer((kit.root / "docs/limits.md").read_text()))


def limit_of(kit, name):
    """As the table says it, bytes where it speaks of MB."""
    row = next(row for row in rows_of(kit) if row["name"] == name)
    return int(row["limit"].replace(",", "")) * (MIB if "(MB)" in row["what"] else 1)


def check_table(kit):
    rows = rows_of(kit)
    assert len(rows) >= 12, f"only {len(rows)} rows were read"
    for row in rows:
        found = re.search(VALUE % row["name"], (kit.root / row["file"]).read_text())
        assert found, f"{row['name']} is not in {row['file']}"
        value = eval(found[1])  # digits and * only
        stated = int(row["limit"].replace(",", ""))
        assert value in (stated, stated * MIB), f"{row['what']}: the table says {row['limit']}, the source {found[1]}"


def findings(kit, folder, *arguments):
    """What `check` finds, in seconds: code → (file, what, hint)."""
    done = kit.run("check", *arguments, "--format", "json", cwd=folder, timeout=120)
    found = [finding for issue in json.loads(text(done.stdout)) for finding in issue["diagnostics"]]
    return done.returncode, {f["code"]: (f["file"], f["what"], f["hint"]) for f in found}


def fails(kit, folder, code, *arguments):
    """`check` ends with a finding of this code, which has a place and a hint."""
    status, found = findings(kit, folder, *arguments)
    same(status, 1, f"status ({found})"[:1000])
    assert code in found, f"{code} is not in {found}"
    assert all(found[code]), f"{code} lacks a place or a hint: {found[code]}"


def fits(kit, folder, code, *arguments):
    """`check` finds nothing of the kind; it may find other faults."""
    _, found = findings(kit, folder, *arguments)
    assert code not in found, found[code]


def text_of(done):
    return text(done.stdout + done.stderr)


def minimal(kit):
    return kit.root / "samples/minimal.yaml"


# --- at a limit and one beyond it: name of the limit → finding, what writes an issue (and a layout) as much as that ---

def write(folder, issue, layout=None):
    (folder / "issue.yaml").write_text(issue)
    if layout:
        (folder / "layout.yaml").write_text(layout)


TITLE = "body: [{text: {style: body, value: '{issue.title}'}}]\n"
NOTHING = HEAD + "sections: []\n"
BRIEFS = "  - {kind: briefs, title: A, items: [{topic: B, text: C}]}\n"


def file_size(folder, size):
    write(folder, NOTHING + "#" * (size - len(NOTHING) - 1) + "\n")


def nesting(folder, depth):
    write(folder, HEAD + "a: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n")


def nodes(folder, count):
    """The map, three keys, two values and the list."""
    write(folder, HEAD + "a: [" + "x, " * (count - 8) + "x]\n")


def aliases(folder, count):
    """A list of 1,000 again and again, and single ones."""
    lists, rest = divmod(count - 7, 1001)
    write(folder, HEAD + "a: [&a [" + "x, " * 999 + "x]" + ", *a" * (lists - 1) + ", x" * rest + "]\n")


def one_text(folder, size):
    write(folder, NOTHING + "editorial: '" + ("mot " * (size // 4 + 1))[:size - 1] + "x'\n")


def words(folder, count):
    """By aliases; two are title and date."""
    texts, rest = divmod(count - 2, 50000)
    write(folder, NOTHING + "keywords: [&a '" + "a " * 50000 + "'" + ", *a" * (texts - 1) + ", '" + "a " * rest + "']\n")


def long_words(folder, count):
    """A hundred bytes without a space count as a word."""
    write(folder, HEAD + "keywords: [&a '" + "a" * 1000000 + "'" + ", *a" * (count // 10000 - 1) + "]\nsections: []\n")


def phrase(folder, size):
    write(folder, NOTHING + "editorial: '[" + ("mot " * size)[:size - 3] + "x]{lang=en}'\n")


def extends(folder, count):
    for number in range(2, count):
        (folder / f"layout-{number}.yaml").write_text(f"extends: layout-{number + 1}.yaml\n")
    (folder / f"layout-{count}.yaml").write_text(LAYOUT + TITLE)
    write(folder, NOTHING, "extends: layout-2.yaml\n")


def styles(folder, count):
    chain = "".join(f"  s{number}: {{extends: s{number + 1}}}\n" for number in range(2, count))
    write(folder, NOTHING, "page: {size: A4}\nstyles:\n  body: {extends: s2}\n" + chain
          + f"  s{count}: {{font: Lato, size: 9pt, leading: 12pt}}\n" + TITLE)


def components(folder, depth):
    chain = "".join(f"  c{i}: {{body: [{{use: c{i + 1}}}]}}\n" for i in range(depth - 1))
    write(folder, NOTHING, LAYOUT + "components:\n" + chain + f"  c{depth - 1}: {{{TITLE.strip()}}}\nbody: [{{use: c0}}]\n")


def lists(folder, depth):
    write(folder, HEAD + "sections:\n" + BRIEFS,
          LAYOUT + "body: " + "[{each: issue.sections, body: " * depth + "[{text: {style: body, value: '{issue.title}'}}]" + "}]" * depth + "\n")


def boxes(folder, count):
    """Each of 400 sections is a box of 498; two more are the document."""
    rest = count - 400 * 499 - 2
    write(folder, HEAD + "sections:\n" + BRIEFS * 400,
          LAYOUT + "body: [{each: issue.sections, body: [" + ", ".join(["{stack: []}"] * 498) + "]}" + ", {stack: []}" * rest + "]\n")


def pages(folder, count):
    small = LAYOUT.replace("size: A4", "size: [40mm, 30mm], margins: {top: 2mm, bottom: 2mm, inside: 2mm, outside: 2mm}")
    write(folder, HEAD + "sections:\n" + BRIEFS * count,
          small + "body: [{each: issue.sections, body: [{text: {style: body, value: '{title}', break: page}}]}]\n")


def picture_file(folder, size):
    (folder / "a.png").write_bytes((ROOT / "docs/preview.png").read_bytes())
    os.truncate(folder / "a.png", size)
    write(folder, with_picture("a.png"))


def pixels(folder, millions):
    """As the head says; beyond the limit by a row."""
    header = struct.pack(">IIBBBBB", 10000, 15000 + (millions - 150), 8, 6, 0, 0, 0)
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b""))
    write(folder, with_picture("a.png"))


EDGES = [
    ("FILE_SIZE_MAX", "file.size", file_size), ("NESTING_MAX", "yaml.nesting", nesting), ("NODES_MAX", "yaml.nodes", nodes),
    ("NODES_MAX", "yaml.nodes", aliases), ("TEXT_MAX", "yaml.length", one_text), ("WORDS_MAX", "issue.words", words),
    ("PHRASE_MAX", "text.lang", phrase), ("EXTENDS_MAX", "layout.extends-depth", extends),
    ("STYLE_DEPTH_MAX", "layout.style-loop", styles), ("COMPONENT_DEPTH_MAX", "layout.use-depth", components),
    ("EACH_DEPTH_MAX", "layout.each-depth", lists), ("BOXES_MAX", "layout.too-many-boxes", boxes),
    ("PAGES_MAX", "layout.too-many-pages", pages), ("FILE_MIB_MAX", "image.unreadable", picture_file),
    ("MEGAPIXELS_MAX", "image.unreadable", pixels),
]


def check_edge(kit, folder, name, code, make):
    limit = limit_of(kit, name)
    for count, judge in ((limit, fits), (limit + 1, fails)):
        make(folder, count)
        layout = "./layout.yaml" if (folder / "layout.yaml").exists() else "plain-a4"
        judge(kit, folder, code, "issue.yaml", "-l", layout)


def svg(folder, inner, root=""):
    (folder / "a.svg").write_text(f'<?xml version="1.0"?><!-- <g><g a="> --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
                                  f"{root}{inner}</svg>")
    (folder / "issue.yaml").write_text(with_picture("a.svg"))


# What the program leaves to librsvg.
BLURRED = '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect width="3" height="3" filter="url(#f)"/>'


def check_svg(kit, folder):
    """At the limits it is drawn, beyond them it is told what is too much, whoever draws it."""
    elements, levels = limit_of(kit, "SVG_ELEMENTS_MAX"), limit_of(kit, "SVG_NESTING_MAX")
    rect = '<rect width="1" height="1" class="/>"/>'

    def renders(words, inner, root=""):
        svg(folder, inner, root)
        done = kit.run("render", "issue.yaml", "-o", "out.pdf", cwd=folder, timeout=120)
        same(done.returncode, 1 if words else 0, f"status ({text(done.stderr)[:1000]})")
        assert not words or re.search(rf"issue\.yaml:9:\d+: error: .*{words}.* — ", text(done.stderr)), text(done.stderr)[:1000]
    renders(None, rect * (elements - 1))
    renders(f"more than {elements} elements", rect * elements)
    for root in ("", BLURRED):
        for name in ("g", "svg"):
            for depth, words in ((levels - 2, None), (levels - 1, f"more than {levels} deep")):
                renders(words, f"<{name}>" * depth + rect + f"</{name}>" * depth, root)


def check_profile(kit, folder):
    limit = limit_of(kit, "PROFILE_MIB_MAX")
    (folder / "a.icc").write_bytes((kit.root / "data/FOGRA39L_coated.icc").read_bytes())
    write(folder, NOTHING, LAYOUT + "press: {profile: a.icc}\n" + TITLE)
    for size, status, words in ((limit, 0, ""), (limit + 1, 1, "the file is larger than 64 MB")):
        os.truncate(folder / "a.icc", size)
        done = kit.run("render", "issue.yaml", "-l", "./layout.yaml", "--profile", "print", "-o", "a.pdf", cwd=folder)
        same(done.returncode, status, f"status of {size} ({text_of(done)})")
        assert words in text_of(done), text_of(done)


def check_long_words(kit, folder):
    long_words(folder, limit_of(kit, "WORDS_MAX") + 10000)
    fails(kit, folder, "issue.words", "issue.yaml", "-l", "plain-a4")


def check_findings_by_thousands(kit, folder):
    """Each takes as long as its words, not as long as the text before it; those of the processor are counted."""
    def limit():
        import resource
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    count = 10000 if kit.sanitized else 60000
    for slips in ("**a ", "] ", "](", "<b> a ", "[a]() "):
        (folder / "issue.yaml").write_text(HEAD + "sections:\n  - {kind: text, title: A, body: 'b " + slips * count + "'}\n")
        done = kit.run("check", "issue.yaml", "-l", "plain-a4", cwd=folder, preexec_fn=limit)
        assert done.returncode in (0, 1), f"{slips}: status {done.returncode}"


def check_lists_by_powers(kit, folder):
    """Nobody waits for the end."""
    lists(folder, 8)
    (folder / "issue.yaml").write_text(HEAD + "sections:\n" + BRIEFS * 40)
    fails(kit, folder, "layout.too-many-boxes", "issue.yaml", "-l", "./layout.yaml")


def check_links(kit, folder):
    """Pictures lie below the issue's folder through all links; nothing that waits or is no file is read."""
    inside, outside = folder / "in", folder / "out"
    for made in (inside / "sub", outside):
        made.mkdir(parents=True)
        (made / "a.png").write_bytes((kit.root / "docs/preview.png").read_bytes())
    links = {"link.png": "sub/a.png", "again.png": "link.png", "sub/up.png": "../link.png", "long.png": inside / "sub/a.png",
             "pictures": "sub", "two..dots.png": "link.png",
             "out.png": "../out/a.png", "out-again.png": "out.png", "long-out.png": outside / "a.png", "out": "../out",
             "zeros.png": "/dev/zero", "nowhere.png": "no.png"}
    for name, target in links.items():
        (inside / name).symlink_to(target)
    os.mkfifo(inside / "pipe.png")
    (inside / "folder.png").mkdir()
    expected = {None: ["sub/a.png", "link.png", "again.png", "sub/up.png", "long.png", "pictures/a.png", "two..dots.png"],
                "image.outside": ["out.png", "out-again.png", "long-out.png", "out/a.png", "zeros.png"],
                "schema.format": ["../out/a.png", "sub/../sub/a.png", outside / "a.png", inside / "sub/a.png"],
                "image.missing": ["no.png", "nowhere.png"], "image.unreadable": ["pipe.png", "folder.png"]}
    for code, names in expected.items():
        for name in names:
            (inside / "a.yaml").write_text(with_picture(name))
            if code:
                fails(kit, folder, code, "in/a.yaml")
            else:
                same(kit.run("check", "in/a.yaml", cwd=folder).returncode, 0, f"status of {name}")


def check_layouts(kit, folder):
    """A layout that the issue itself names lies below its folder, with all that it names."""
    inside, words = folder / "in", "a line nobody may see"
    inside.mkdir()
    picture = "body: [image: {source: %s, width: 20mm, height: 20mm}]\n"
    (folder / "secret.yaml").write_text(f"{words}: 1\n")
    (folder / "secret.png").write_bytes((kit.root / "docs/preview.png").read_bytes())
    (inside / "link.yaml").symlink_to("../secret.yaml")
    (inside / "link.png").symlink_to("../secret.png")
    os.mkfifo(inside / "pipe.yaml")
    text = "body: [text: {style: body, value: '{issue.title}'}]\n"
    layouts = {"fine.yaml": LAYOUT + text, "deep.yaml": "extends: fine.yaml\n", "out.yaml": "extends: ../secret.yaml\n",
               "by-link.yaml": "extends: link.yaml\n", "picture.yaml": LAYOUT + picture % "../secret.png",
               "picture-link.yaml": LAYOUT + picture % "link.png", "profile.yaml": LAYOUT + text + "press: {profile: ../secret.png}\n"}
    for name, content in layouts.items():
        (inside / name).write_text(content)
    minimal_text = minimal(kit).read_text()

    def run(name, *options):
        (inside / "a.yaml").write_text(minimal_text + f"layout: {name}\n")
        done = kit.run("render", "in/a.yaml", "-o", "a.pdf", *options, cwd=folder, timeout=60)
        assert words not in text_of(done), f"{name}: {text_of(done)}"
        return done
    for name in ("fine.yaml", "./deep.yaml", inside / "fine.yaml", "plain-a4", "plain-a4.yaml"):
        done = run(name)
        same(done.returncode, 0, f"status of {name} ({text_of(done)})")
    for name, found in {"../secret.yaml": "outside the issue's folder", folder / "secret.yaml": "outside the issue's folder",
                        "link.yaml": "outside the issue's folder", "out.yaml": "outside the issue's folder",
                        "by-link.yaml": "outside the issue's folder", "picture.yaml": "outside the issue's folder",
                        "picture-link.yaml": "outside the issue's folder", "pipe.yaml": "there is no layout",
                        "none.yaml": "there is no layout", "../none.yaml": "outside the issue's folder"}.items():
        done = run(name)
        same(done.returncode, 1, f"status of {name} ({text_of(done)})")
        assert found in text_of(done), f"{name}: {text_of(done)}"
    done = run("profile.yaml", "--profile", "print")
    assert done.returncode == 1 and "it leads out of the folder" in text_of(done), text_of(done)
    # Who runs the program may name any.
    (inside / "a.yaml").write_text(minimal_text)
    (folder / "other.yaml").write_text("extends: in/fine.yaml\n")
    same(kit.run("check", "in/a.yaml", "-l", "./other.yaml", cwd=folder).returncode, 0, "status with --layout")


def check_svg_loads_nothing(kit, folder):
    """What an SVG names elsewhere makes no difference, and is not opened."""
    secret = folder / "secret.png"
    secret.write_bytes((kit.root / "docs/preview.png").read_bytes())
    (folder / "style.css").write_text("rect {fill: red}")
    (folder / "a.svg").write_text(f"""<?xml-stylesheet href="style.css"?>
<!DOCTYPE svg [<!ENTITY s SYSTEM "style.css">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 90">
<style>@import url(style.css); @font-face {{font-family: x; src: url(secret.png)}}</style>
<rect width="50" height="50"/><image width="40" height="40" xlink:href="secret.png"/>
<image width="40" height="40" href="file://{secret}"/><use xlink:href="secret.svg#a"/>
<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">&s;</p></foreignObject></svg>""")
    (folder / "a.yaml").write_text(with_picture("a.svg"))

    def pages():
        done = kit.run("render", "a.yaml", "-f", "png", "-p", "1", "-o", "-", cwd=folder)
        return done.returncode, done.stdout, done.stderr
    before = pages()
    for name in ("secret.png", "style.css"):
        (folder / name).unlink()
    assert pages() == before, "the files beside it make a difference"


def in_folder(kit, check, *arguments):
    with kit.folder() as folder:
        check(kit, pathlib.Path(folder), *arguments)


def cases(kit):
    yield "table", lambda: check_table(kit)
    for name, code, make in EDGES:
        yield f"{name} ({make.__name__})", lambda a=(name, code, make): in_folder(kit, check_edge, *a)
    for check in (check_svg, check_profile, check_long_words, check_findings_by_thousands, check_lists_by_powers, check_links,
                  check_layouts, check_svg_loads_nothing):
        yield check.__name__.removeprefix("check_").replace("_", " "), lambda check=check: in_folder(kit, check)
