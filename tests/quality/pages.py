#!/usr/bin/env python3
"""How pages are filled and broken: a report from the dump of a display list.

    tests/quality/pages.py PROGRAM ISSUE LAYOUT

For each page, how many steps of the grid its content ends above the foot of the text area; for the document, widows
(a paragraph's last line alone at the head of a column), orphans (its first alone at the foot), headings with nothing
below them, and lines off their grid.
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


def fragments(dump):
    """Lines of each paragraph, by the page and column they stand in: element → [(page, x, lines), …]."""
    found = defaultdict(list)
    for page in dump.pages:
        columns = defaultdict(dict)
        for run in page.runs:
            if run.artifact or run.element is None or not run.text.strip():
                continue
            lines = columns[run.element]
            lines.setdefault(round(run.baseline, 2), run.x)
            lines[round(run.baseline, 2)] = min(lines[round(run.baseline, 2)], run.x)
        for element, lines in columns.items():
            groups = defaultdict(list)
            for baseline, x in lines.items():
                groups[x > page.area[0] + page.area[2] / 2].append(baseline)
            for right, baselines in sorted(groups.items()):
                found[element].append((page.number, right, len(baselines)))
    return found


def widows_and_orphans(dump):
    widows, orphans = [], []
    for element, parts in fragments(dump).items():
        if len(parts) < 2 or dump.elements.get(element, ("", ""))[0] not in ("p", "body"):
            continue
        if parts[0][2] < 2:
            orphans.append((element, parts[0][0]))
        if parts[-1][2] < 2:
            widows.append((element, parts[-1][0]))
    return widows, orphans


def stranded_headings(dump):
    stranded = []
    for page in dump.pages:
        for run in page.runs:
            if not run.roles or run.roles[-1] not in HEADINGS or run.artifact:
                continue
            below = [other for other in page.runs if other.baseline > run.baseline + 0.1 and not other.artifact]
            if not below:
                stranded.append((run.text.strip(), page.number))
    return stranded


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
    widows, orphans = widows_and_orphans(dump)
    return {"empty": [round(empty_steps(page), 2) for page in dump.pages], "widows": widows, "orphans": orphans,
            "stranded": stranded_headings(dump), "off grid": off_grid(dump)}


def main():
    program, issue, layout = sys.argv[1:]
    text = subprocess.run([program, "render", issue, "-l", layout, "-f", "dump", "-o", "-"], check=True,
                          capture_output=True, text=True).stdout
    for name, value in report(dumps.read(text)).items():
        print(f"{name:9} {value if value else 'none'}")


if __name__ == "__main__":
    main()
