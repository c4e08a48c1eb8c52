#!/usr/bin/env python3
"""How pages are filled and broken: a report from the dump of a display list.

    tests/quality/pages.py PROGRAM ISSUE LAYOUT

For each page, how many steps of the grid its content ends above the foot of the text area; for the document, widows
(a paragraph's last line alone at the head of a column), orphans (its first alone at the foot), hyphens at the end of a
column, headings without two lines below them, items that are split, parts in another order than in the file or that
begin on another page than those beside them, lists whose columns another cut would make more even, and lines off their
grid.
"""
import pathlib
import subprocess
import sys
from collections import defaultdict

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import dumps  # noqa: E402

TOLERANCE = 0.01  # mm
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def is_inside(page, top, bottom):
    return top >= page.area[1] - 1 and bottom <= page.area[1] + page.area[3] + 1


def content_bottom(page):
    """The foot of the lowest text or box of the flow."""
    bottom = page.area[1]
    for run in page.runs:
        foot = run.baseline - page.ascent + page.grid
        if not run.artifact and is_inside(page, foot - page.grid, foot):
            bottom = max(bottom, foot)
    for _, _, y, _, height, _ in page.boxes:
        if is_inside(page, y, y + height):
            bottom = max(bottom, y + height)
    return bottom


def empty_steps(page):
    return (page.area[1] + page.area[3] - content_bottom(page)) / page.grid


def column_of(page, x):
    return x > page.area[0] + page.area[2] / 2 - 2


def fragments(dump):
    """The lines of each paragraph in each column of each page: element → [(page, column, [last run of a line, …]), …].

    Runs come in reading order: where one stands higher than the one before, a column begins.
    """
    found = defaultdict(list)
    for page in dump.pages:
        for run in page.runs:
            if run.artifact or run.element is None or not run.text.strip("\u00ad"):
                continue
            parts = found[run.element]
            before = parts[-1][2][-1].baseline if parts and parts[-1][0] == page.number else None
            if before is None or run.baseline < before - page.grid / 2:
                parts.append((page.number, column_of(page, run.x), [run]))
            elif run.baseline < before + TOLERANCE:
                parts[-1][2][-1] = run
            else:
                parts[-1][2].append(run)
    return found


def broken_paragraphs(dump):
    """Widows, orphans, and hyphens at the end of a column or page, as (element, page)."""
    widows, orphans, hyphens = [], [], []
    for element, parts in fragments(dump).items():
        if len(parts) < 2 or dump.elements.get(element, ("", ""))[0] not in ("p", "body"):
            continue
        if len(parts[0][2]) < 2:
            orphans.append((element, parts[0][0]))
        if len(parts[-1][2]) < 2:
            widows.append((element, parts[-1][0]))
        hyphens += [(element, number) for number, _, lines in parts[:-1] if lines[-1].text.endswith(("-", "\u00ad"))]
    return widows, orphans, hyphens


def around(dump, element):
    """The element, and those around it from within."""
    while element is not None:
        yield element
        element = dump.parents.get(element)


def split_items(dump):
    """Items of lists and self-contained parts that are in more than one column or page: (role, line, pages), the line
    that of their first text in its file."""
    places, lines = defaultdict(set), {}
    for element, parts in fragments(dump).items():
        for outer in around(dump, element):
            if dump.elements[outer][0] in ("item", "art"):
                places[outer].update((number, column) for number, column, _ in parts)
                lines.setdefault(outer, parts[0][2][0].line)
    found = []
    for element, where in sorted(places.items()):
        role = dump.elements[element][0]
        pages = sorted({number for number, _ in where})
        across = role == "item" and len(where) > 1 and is_narrow(dump, element)
        if len(pages) > 1 or across:
            found.append((role, lines[element], pages))
    return found


def is_narrow(dump, element):
    """Whether no line of it begins in one column and ends in the next, nor do two stand side by side."""
    baselines = defaultdict(set)
    for page in dump.pages:
        for run in page.runs:
            if not run.artifact and element in around(dump, run.element):
                baselines[page.number, column_of(page, run.x)].add(round(run.baseline, 1))
    shared = [baselines[number, False] & baselines[number, True] for number in {n for n, _ in baselines}]
    return not any(shared)


def beginnings(dump):
    """Where each self-contained part begins, in the order of the tree: (element, line of its file, page, whether in
    the right column)."""
    first = {}
    for page in dump.pages:
        for run in page.runs:
            for element in () if run.artifact else around(dump, run.element):
                first.setdefault(element, (run.line, page.number, column_of(page, run.x)))
    return [(element, *first[element]) for element, (role, _) in dump.elements.items()
            if role == "art" and element in first]


def misplaced(dump):
    """Parts that come before what stands earlier in the file, in the tree or by their pages; and parts at the right of
    one that begins on another page: (line, page)."""
    found, before = [], {}
    for element, line, page, right in beginnings(dump):
        last = before.get(dump.parents.get(element))
        if last and (line < last[0] or page < last[1] or (right and not last[2] and page != last[1])):
            found.append((line, page))
        before[dump.parents.get(element)] = line, page, right
    return found


def stranded_headings(dump):
    """Headings below which, in their columns, less than two lines or no picture follow."""
    stranded = []
    for page in dump.pages:
        for run in page.runs:
            if not run.roles or run.roles[-1] not in HEADINGS or run.artifact:
                continue
            right = run.x + run.width
            below = {round(other.baseline, 1) for other in page.runs
                     if other.baseline > run.baseline + 0.1 and not other.artifact and other.roles[-1] not in HEADINGS
                     and (other.x < right or len(run.roles) < 4)}
            pictures = [box for box in page.boxes if box[0] == "image" and box[2] >= run.baseline]
            if len(below) < 2 and not (below and pictures):
                stranded.append((run.text.strip(), page.number))
    return stranded


def list_columns(dump, page):
    """The items of each list in each column of a page: (list, column) → {item: [top, foot]}, in order."""
    found = defaultdict(dict)
    for run in page.runs:
        outer = list(around(dump, run.element))
        at = next((i for i, e in enumerate(outer) if dump.elements[e][0] == "list"), None)
        if not at or run.artifact:
            continue
        top, foot = run.baseline - page.ascent, run.baseline - page.ascent + page.grid
        item = found[outer[at], column_of(page, run.x)].setdefault(outer[at - 1], [top, foot])
        item[:] = [min(item[0], top), max(item[1], foot)]
    return found


def moved_height(items, grid, last):
    """Height of what would have to go to the other column: an item, with a heading of one line before it."""
    spans = sorted(items.values())
    if last:
        return spans[-1][1] - spans[-1][0]
    end = 2 if spans[0][1] - spans[0][0] < 1.5 * grid and len(spans) > 1 else 1
    return (spans[end][0] if end < len(spans) else spans[-1][1]) - spans[0][0]


def uneven_columns(dump):
    """Lists in two columns of one page that another cut would make more even: (list, page, steps)."""
    found = []
    for page in dump.pages:
        columns = list_columns(dump, page)
        for element in sorted({e for e, _ in columns}):
            left, right = columns.get((element, False)), columns.get((element, True))
            if not left or not right or set(left) & set(right):
                continue
            foot, other = with_boxes(page, max(s[1] for s in left.values()), max(s[1] for s in right.values()))
            moved = moved_height(left, page.grid, True) if foot > other else moved_height(right, page.grid, False)
            # The item takes a gap with it, and perhaps the heading of its group.
            if abs(foot - other) > page.grid and abs(foot - other) > moved + 2.5 * page.grid:
                found.append((element, page.number, round((foot - other) / page.grid, 2)))
    return found


def with_boxes(page, left, right):
    """Feet of two columns, with the filled boxes counted in that begin above the foot of the other one."""
    for kind, x, y, width, height, _ in page.boxes:
        if kind != "rect" or width > page.area[2] / 2 or y < min(left, right) - 0.1:
            continue
        if column_of(page, x) and right - page.grid < y < left:
            right = max(right, y + height)
        elif not column_of(page, x) and left - page.grid < y < right:
            left = max(left, y + height)
    return left, right


def off_grid(dump):
    found = []
    for page in dump.pages:
        for run in page.runs:
            if run.grid:
                steps = (run.baseline - page.ascent) / run.grid
                if abs(steps - round(steps)) * run.grid > TOLERANCE:
                    found.append((run.text.strip(), page.number))
    return found


def report(dump):
    widows, orphans, hyphens = broken_paragraphs(dump)
    return {"empty": [round(empty_steps(page), 2) for page in dump.pages], "widows": widows, "orphans": orphans,
            "hyphens": hyphens, "stranded": stranded_headings(dump), "split": split_items(dump),
            "misplaced": misplaced(dump), "uneven": uneven_columns(dump), "off grid": off_grid(dump)}


def render(program, issue, layout):
    """The report of an issue in a layout."""
    text = subprocess.run([program, "render", issue, "-l", layout, "-f", "dump", "-o", "-"], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return report(dumps.read(text))


def print_report(found):
    for name, value in found.items():
        print(f"{name:9} {'  '.join(map(str, value)) if value else 'none'}")


def main():
    program, issue, layout = sys.argv[1:]
    print_report(render(program, issue, layout))


if __name__ == "__main__":
    main()
