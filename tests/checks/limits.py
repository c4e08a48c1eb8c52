"""Every limit is in the table of docs/limits.md, is what the table says, and ends in a finding."""
import os
import pathlib
import re

from generate_issues import HEAD, with_picture
from kit import same, text

LAYOUT = "page: {size: A4}\nstyles: {body: {font: Lato, size: 9pt, leading: 12pt}}\n"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<limit>[\d,]+)[^|]* \| `(?P<name>[A-Z_]+)`, `(?P<file>[^`]+)` \|", re.M)
VALUE = r"\b%s\s*=\s*([\d *]+)"


def check_table(kit):
    rows = list(ROW.finditer((kit.root / "docs/limits.md").read_text()))
    assert len(rows) >= 12, f"only {len(rows)} rows were read"
    for row in rows:
        found = re.search(VALUE % row["name"], (kit.root / row["file"]).read_text())
        assert found, f"{row['name']} is not in {row['file']}"
        value = eval(found[1])  # digits and * only
        stated = int(row["limit"].replace(",", ""))
        assert value in (stated, stated * 1024 * 1024), f"{row['what']}: the table says {row['limit']}, the source {found[1]}"


def fails(kit, folder, code, *arguments):
    """`check` ends with a finding of this code, in seconds."""
    done = kit.run("check", *arguments, "--format", "json", cwd=folder, timeout=120)
    same(done.returncode, 1, f"status ({text(done.stderr)[:500]})")
    assert f'"{code}"' in text(done.stdout), text(done.stdout)[:1000]


def text_of(done):
    return text(done.stdout + done.stderr)


def minimal(kit):
    return kit.root / "samples/minimal.yaml"


def check_words(kit, folder):
    """A text that aliases repeat is no longer in the file, but longer on paper."""
    def issue(times):
        return HEAD + "editorial: &a |\n  " + "mot " * 50000 + "\nsections:\n" + "  - {kind: text, title: A, body: *a}\n" * times
    (folder / "long.yaml").write_text(issue(10))
    fails(kit, folder, "issue.words", "long.yaml", "-l", "plain-a4")
    (folder / "word.yaml").write_text(HEAD + "editorial: &a " + "m" * 1000000 + "\nsections:\n" + "  - {kind: text, title: A, body: *a}\n" * 60)
    fails(kit, folder, "issue.words", "word.yaml", "-l", "plain-a4")


def check_extends(kit, folder):
    for i in range(9):
        (folder / f"l{i}.yaml").write_text(f"extends: l{i + 1}.yaml\n")
    (folder / "l9.yaml").write_text(LAYOUT + "body: []\n")
    fails(kit, folder, "layout.extends-depth", minimal(kit), "-l", "./l0.yaml")
    same(kit.run("check", minimal(kit), "-l", "./l2.yaml", cwd=folder).returncode, 0, "status of eight")


def check_components(kit, folder):
    def layout(depth):
        chain = "".join(f"  c{i}: {{body: [{{use: c{i + 1}}}]}}\n" for i in range(depth - 1))
        last = f"  c{depth - 1}: {{body: [text: {{style: body, value: '{{issue.title}}'}}]}}\n"
        return LAYOUT + "components:\n" + chain + last + "body: [{use: c0}]\n"
    (folder / "deep.yaml").write_text(layout(33))
    (folder / "fits.yaml").write_text(layout(32))
    fails(kit, folder, "layout.use-depth", minimal(kit), "-l", "./deep.yaml")
    same(kit.run("check", minimal(kit), "-l", "./fits.yaml", cwd=folder).returncode, 0, "status of 32")


def check_each(kit, folder):
    def layout(depth):
        return LAYOUT + "body: " + "[{each: issue.sections, body: " * depth + "[text: {style: body, value: '{issue.title}'}]" + "}]" * depth + "\n"
    (folder / "issue.yaml").write_text(HEAD + "sections:\n  - {kind: briefs, title: A, items: [{topic: B, text: C}]}\n")
    (folder / "deep.yaml").write_text(layout(9))
    (folder / "fits.yaml").write_text(layout(8))
    fails(kit, folder, "layout.each-depth", "issue.yaml", "-l", "./deep.yaml")
    same(kit.run("check", "issue.yaml", "-l", "./fits.yaml", cwd=folder).returncode, 0, "status of 8")


def check_boxes(kit, folder):
    """Lists in lists grow by powers: nobody waits for the end."""
    sections = "  - {kind: briefs, title: A, items: [{topic: B, text: C}]}\n" * 40
    (folder / "issue.yaml").write_text(HEAD + "sections:\n" + sections)
    (folder / "bomb.yaml").write_text(LAYOUT + "body: " + "[{each: issue.sections, body: " * 8 + "[text: {style: body, value: '{issue.title}'}]"
                                      + "}]" * 8 + "\n")
    fails(kit, folder, "layout.too-many-boxes", "issue.yaml", "-l", "./bomb.yaml")


def check_pages(kit, folder):
    (folder / "issue.yaml").write_text(HEAD + "editorial: |\n" + "  mot\n\n" * 60000 + "sections: []\n")
    fails(kit, folder, "layout.too-many-pages", "issue.yaml", "-l", "plain-a4")


def check_picture_file(kit, folder):
    (folder / "a.yaml").write_text(with_picture("a.png"))
    (folder / "a.png").write_bytes((kit.root / "docs/preview.png").read_bytes())
    os.truncate(folder / "a.png", 65 * 1024 * 1024)
    fails(kit, folder, "image.unreadable", "a.yaml")


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


def cases(kit):
    yield "table", lambda: check_table(kit)
    for check in (check_words, check_extends, check_components, check_each, check_boxes, check_pages, check_picture_file, check_links, check_layouts,
                  check_svg_loads_nothing):
        def run(check=check):
            with kit.folder() as folder:
                check(kit, pathlib.Path(folder))
        yield check.__name__.removeprefix("check_").replace("_", " "), run
