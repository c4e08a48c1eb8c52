"""Columns of text balance within one step of the grid, whatever the length of the text."""
import pathlib

import dumps
from kit import same, text

STEP = 4.0  # mm
LAYOUT = """
page: {size: A4, margins: {top: 12mm, bottom: 12mm, inside: 12mm, outside: 12mm}}
grid: {columns: COUNT, gutter: 6mm, baseline: 4mm, ascent: 3mm}
palette: {ink: {rgb: "#000000", cmyk: [0, 0, 0, 100]}}
styles:
  body: {font: Lato, size: 9pt, leading: 1u, color: ink, align: justify, hyphenate: true, grid: 1u, widows: LEAST, orphans: LEAST, role: p}
sections: {default: {body: [columns: {body: [text: {style: body, value: "{body}", blocks: true}]}]}}
body: [{sections: all}]
"""
WORDS = "Le bulletin se lit en colonnes, et chaque colonne porte sa part du texte ; nulle ne pend plus bas que sa voisine. ".split()


def column_of(run, count):
    width = (210 - 24 - 6 * (count - 1)) / count
    return int((run.x - 12 + 3) // (width + 6))


def check(kit, count, least, words):
    body = " ".join(WORDS[i % len(WORDS)] for i in range(words))
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        (folder / "l.yaml").write_text(LAYOUT.replace("COUNT", str(count)).replace("LEAST", str(least)))
        (folder / "i.yaml").write_text("title: T\ndate: 2025-02\nlang: fr\nsections:\n  - kind: text\n    title: T\n    body: >\n      "
                                       + body + "\n")
        done = kit.run("render", folder / "i.yaml", "-l", folder / "l.yaml", "-f", "dump", "-o", "-")
        same(done.returncode, 0, text(done.stderr))
        dump = dumps.read(text(done.stdout))
        same(len(dump.pages), 1, "pages")
        feet = [0.0] * count
        for run in dump.pages[0].runs:
            column = column_of(run, count)
            feet[column] = max(feet[column], run.baseline)
        heads = min(run.baseline for run in dump.pages[0].runs)
        lines = [round((foot - heads) / STEP) + 1 if foot else 0 for foot in feet]
        allowed = max(1, least)
        assert max(lines) - min(lines) <= allowed, f"{words} words in {count} columns: {lines} lines"


def check_all(kit, count, least):
    for words in range(60, 620, 40 if kit.sanitized else 13):
        check(kit, count, least, words)


def cases(kit):
    for count in (2, 3):
        for least in (1, 2):
            yield f"{count} columns, {least} lines at least", lambda c=count, l=least: check_all(kit, c, l)
