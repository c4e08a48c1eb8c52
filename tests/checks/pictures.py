"""The manual of the layouts: its examples are the files in layouts/pictures, and its pictures what the program makes of
them. `make pictures` (tests/run --update pictures) makes them anew."""
import re

import few_colours

FOLDER = "layouts/pictures"
LARGEST = 8192  # bytes of a picture
DIFFERENT = 0.005  # share of pixels: other versions of the libraries smooth edges a little otherwise
DPI = 90
EXAMPLE = re.compile(r"```yaml\n((?:(?!```).*\n)*?)```\n(?:(?!```)[^\n]*\n)*?!\[[^\]]+\]\(pictures/([\w-]+)\.png\)")


def examples(kit):
    """name → the lines shown in the manual."""
    text = (kit.root / "layouts/README.md").read_text()
    return {name: lines for lines, name in EXAMPLE.findall(text)}


def files(kit):
    return {path.stem: path for path in sorted((kit.root / FOLDER).glob("*.yaml")) if path.stem not in ("base", "issue")}


def bare(lines):
    return [line for line in lines.splitlines() if not line.startswith("extends:")]


def check_text(kit, name):
    """The head of a file is its own, up to the first empty line; the rest is what the manual shows."""
    assert name in files(kit), f"{FOLDER}/{name}.yaml is missing"
    head, _, rest = files(kit)[name].read_text().partition("\n\n")
    assert head.startswith("extends:"), "the head of the file does not say what it extends"
    found, expected = rest.splitlines(), bare(examples(kit)[name])
    different = [f"line {i}: {a!r}, in the manual {b!r}" for i, (a, b) in enumerate(zip(found, expected), 1) if a != b]
    assert found == expected, "\n".join(different[:3]) or "one is longer than the other"


def make(kit, path):
    resolution = re.search(r"(?m)^# (\d+) dpi$", path.read_text())
    done = kit.run("render", f"{FOLDER}/issue.yaml", "-l", f"./{path.relative_to(kit.root)}", "--pages", 1, "--format", "png",
                   "--dpi", resolution[1] if resolution else DPI, "-o", "-")
    assert done.returncode == 0, done.stderr.decode()
    return few_colours.reduce(done.stdout)


def check_picture(kit, path):
    picture, made = path.with_suffix(".png"), make(kit, path)
    if kit.update:
        picture.write_bytes(made)
    assert picture.exists(), f"{picture.name} is missing: make pictures"
    assert len(picture.read_bytes()) <= LARGEST, f"{picture.name} has {len(picture.read_bytes())} bytes"
    share = few_colours.differ(picture.read_bytes(), made)
    assert share < DIFFERENT, f"{picture.name} differs in {share:.1%} of its pixels: make pictures, and look"


def check_complete(kit):
    shown, stored = set(examples(kit)), set(files(kit))
    assert len(shown) > 20, "too few examples found in the manual"
    assert shown == stored, f"only in the manual: {shown - stored}, only as a file: {stored - shown}"
    images = re.findall(r"\(pictures/([\w-]+)\.png\)", (kit.root / "layouts/README.md").read_text())
    assert sorted(images) == sorted(shown), f"pictures without an example: {set(images) ^ shown}"
    stray = {path.stem for path in (kit.root / FOLDER).glob("*.png")} - stored
    assert not stray or kit.update, f"pictures of nothing: {stray}"


def check_difference(kit):
    """Two pictures that differ are told apart."""
    first, second = (make(kit, files(kit)[name]) for name in ("row", "rule"))
    assert few_colours.differ(first, first) == 0
    assert few_colours.differ(first, second) > DIFFERENT


def cases(kit):
    yield "every example has its file and picture", lambda: check_complete(kit)
    yield "other pictures differ", lambda: check_difference(kit)
    for name in examples(kit):
        yield f"{name}: the manual and the file agree", lambda name=name: check_text(kit, name)
    for name, path in files(kit).items():
        yield f"{name}: the picture is up to date", lambda path=path: check_picture(kit, path)
