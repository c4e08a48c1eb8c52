"""Reads the program's dump of a display list."""
import json
import re
from dataclasses import dataclass, field

NUMBER = r"-?\d+\.\d+"
STRING = r'"(?:[^"\\]|\\.)*"'
TEXT = re.compile(rf'text ({NUMBER}),({NUMBER}) w ({NUMBER}) (.*?) ({NUMBER})pt(?: stretch ({NUMBER}))? (\S+)'
                  rf'(?: \[(.*?)\])?(?: grid ({NUMBER}))? ({STRING})(?: @(.*):(\d+):(\d+))?$')
BOX = re.compile(rf'({NUMBER}),({NUMBER}) ({NUMBER})x({NUMBER})')
PAGE = re.compile(rf'page (\d+) ({NUMBER})x({NUMBER}) bleed ({NUMBER}) grid ({NUMBER})\+({NUMBER}) text '
                  rf'({NUMBER}),({NUMBER}) ({NUMBER})x({NUMBER})')


@dataclass
class Run:
    x: float
    baseline: float
    width: float
    face: str
    size: float  # points
    ink: str
    style: str
    grid: float | None  # set for lines of body text: the step they sit on
    text: str
    file: str | None
    line: int
    roles: tuple  # of the elements around it, outermost first
    element: int | None  # the innermost

    @property
    def artifact(self):
        return "artifact" in self.roles


@dataclass
class Page:
    number: int
    width: float
    height: float
    bleed: float
    grid: float
    ascent: float
    area: tuple  # x, y, width, height of the text
    runs: list = field(default_factory=list)
    boxes: list = field(default_factory=list)  # (kind, x, y, width, height, clipped)


@dataclass
class Dump:
    pages: list
    elements: dict  # number → (role, attributes as written)
    parents: dict  # number → that of the element around it; none for the outermost


def read_run(line, open_elements):
    found = TEXT.match(line)
    assert found, f"the dump has a line that is not understood: {line}"
    x, baseline, width, face, size, _, ink, style, grid, text, file, number, _ = found.groups()
    return Run(float(x), float(baseline), float(width), face, float(size), ink, style, float(grid) if grid else None,
               json.loads(text), file, int(number or 0), tuple(role for role, _ in open_elements),
               open_elements[-1][1] if open_elements else None)


def read_box(line, clips):
    """Bounds of what is drawn, None where the line is no drawing."""
    kind = line.split(" ", 1)[0]
    if kind in ("rect", "image", "link", "clip"):
        return kind, *map(float, BOX.search(line).groups()), bool(clips)
    if kind in ("line", "path"):
        points = [tuple(map(float, p)) for p in re.findall(rf"({NUMBER}),({NUMBER})", line)]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return kind, min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), bool(clips)
    if kind == "disc":
        x, y, r = map(float, re.match(rf"disc ({NUMBER}),({NUMBER}) r ({NUMBER})", line).groups())
        return kind, x - r, y - r, 2 * r, 2 * r, bool(clips)
    return None


def read(text):
    dump = Dump([], {}, {})
    open_elements, clips, in_tree, path = [], 0, False, []
    for raw in text.splitlines():
        line = raw.strip()
        if line == "structure":
            in_tree = True
        elif in_tree:
            found = re.match(r"#(\d+) (\S+)(.*)", line)
            number, depth = int(found[1]), (len(raw) - len(raw.lstrip())) // 2 - 1
            dump.elements[number] = (found[2], found[3])
            path[depth:] = [number]
            if depth > 0:
                dump.parents[number] = path[depth - 1]
        elif found := PAGE.match(line):
            numbers = list(map(float, found.groups()))
            dump.pages.append(Page(int(found[1]), *numbers[1:6], tuple(numbers[6:])))
        elif found := re.match(r"begin (?:#(\d+) )?(\S+)", line):
            open_elements.append((found[2], int(found[1]) if found[1] else None))
        elif line == "end":
            open_elements.pop()
        elif line == "unclip":
            clips -= 1
        elif line.startswith("text "):
            dump.pages[-1].runs.append(read_run(line, open_elements))
        elif box := read_box(line, clips):
            dump.pages[-1].boxes.append(box)
            clips += line.startswith("clip ")
    return dump
