"""How pages are filled and broken: N°51, the demonstration, and issues three times as long as N°51."""
import pathlib
import re
import shutil
import subprocess
import sys

import dumps
import yaml
from kit import same, text

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "quality"))
import pages  # noqa: E402

SEEDS = (51, 2)  # of long issues, each with other words in other places
VARIED = ((3, 1.2), (8, 1.1))  # and, with words dropped or said twice, other lengths: seed, share of words
FITTING = ((0.85, 1), (0.85, 2), (0.93, 3), (1.06, 4), (1.12, 1), (1.12, 2), (1.12, 3))  # shares of words, seeds
MAY_BREAK = {"articles", "text"}  # kinds of section whose parts may go on on the next page


def may_break(issue, line):
    """Whether a line of an issue's file is in a section that may break inside its parts."""
    tree = yaml.compose(issue.read_text(encoding="utf-8"), yaml.SafeLoader)
    sections = next(value for key, value in tree.value if key.value == "sections")
    kind = None
    for section in sections.value:
        if section.start_mark.line < line:
            kind = next(value.value for key, value in section.value if key.value == "kind")
    return kind in MAY_BREAK


def check(kit, issue, layout):
    found = pages.report(dumps.read(kit.dump(issue, layout)))
    short = {number: empty for number, empty in enumerate(found["empty"][:-1], 1) if empty > 1.01}
    same(short, {}, "pages with more than a line left empty")
    same([(role, line) for role, line, _ in found["split"] if not may_break(issue, line)], [], "split items")
    for what in ("widows", "orphans", "hyphens", "stranded", "misplaced", "uneven", "off grid"):
        same(found[what], [], what)


ARTICLES = """title: Point de convergence
number: 53
date: 2025-04
lang: fr
sections:
  - kind: text
    title: En coulisses
    body: >
      ABOVE
  - kind: articles
    title: Se ressourcer
    items:
      - title: "Le droit des places publiques raconté aux non-juristes, et à tous ceux qui les traversent tous les jours"
        body: |
          FIRST
        link: {label: Télécharger l'ouvrage, url: "https://example.org/6"}
      - title: Une placière
        body: |
          SECOND
        link: {label: Écouter l'entretien, url: "https://example.org/7"}
"""
WORDS = "La place du marché se lit en pas et en paroles ; on y vient de loin, on y revient par habitude et par goût. ".split()


def words(count):
    return " ".join(WORDS[i % len(WORDS)] for i in range(count))


def write_articles(folder, above, first, second):
    """An issue with two articles side by side near the foot of page 1."""
    issue = pathlib.Path(folder) / "articles.yaml"
    issue.write_text(ARTICLES.replace("ABOVE", words(above)).replace("FIRST", words(first)).replace("SECOND", words(second)),
                     encoding="utf-8")
    return issue


def check_abreast(kit, above, first, second):
    with kit.folder() as folder:
        issue = write_articles(folder, above, first, second)
        found = pages.report(dumps.read(kit.dump(issue, "pqna-a4")))
        for what in ("misplaced", "widows", "orphans", "stranded"):
            same(found[what], [], f"{what}, with {above} words above")


def check_all_abreast(kit, first, second):
    for above in range(700, 930, 60 if kit.sanitized else 15):
        check_abreast(kit, above, first, second)


SHORT = re.compile(r"articles\.yaml:(\d+):\d+: warning: page 1 ends (\d+) lines above its foot")


def check_short(kit):
    """What page 2 begins with is the place, and the lines are those that the page shows."""
    with kit.folder() as folder:
        issue = write_articles(folder, 900, 150, 60)
        found = SHORT.search(text(kit.run("check", issue, "-l", "pqna-a4").stderr))
        assert found, "not warned of"
        line = 1 + ARTICLES[:ARTICLES.index("title: Se ressourcer")].count("\n")
        empty = pages.report(dumps.read(kit.dump(issue, "pqna-a4")))["empty"][0]
        same((int(found[1]), int(found[2])), (line, int(empty)), "line, lines left empty")


def check_not_short(kit, issue, layout):
    told = text(kit.run("check", issue, "-l", layout).stderr)
    assert "above its foot" not in told, told


def copy_samples(kit, folder):
    for name in ("images", "logos"):
        shutil.copytree(kit.root / "samples" / name, folder / name)
    return kit.root / "samples/n51.yaml"


def run_tool(kit, name, source, target, *arguments):
    subprocess.run([sys.executable, kit.root / "tests/bench" / name, source, target, *map(str, arguments)], check=True)
    return target


def check_long(kit, seed, share=None):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        issue = run_tool(kit, "lengthen", copy_samples(kit, folder), folder / "long.yaml", 3, seed)
        if share:
            issue = run_tool(kit, "reword", issue, folder / "varied.yaml", share, seed)
        check(kit, issue, "pqna-a4")


def render_fitted(kit, share, seed):
    """The issue asked for on four pages, with so many of its words."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        issue = run_tool(kit, "reword", copy_samples(kit, folder), folder / "fitted.yaml", share, seed)
        issue.write_text(issue.read_text(encoding="utf-8") + "fit: {pages: 4}\n", encoding="utf-8")
        return kit.run("render", issue, "-l", "pqna-a4", "-f", "dump", "-o", "-")


def check_fit(kit, share, seed):
    done = render_fitted(kit, share, seed)
    same(done.returncode, 0, text(done.stderr))
    dump = dumps.read(text(done.stdout))
    same(len(dump.pages), 4, "pages")
    empty = pages.report(dump)["empty"]
    assert max(empty[:-1]) <= 1.01, f"lines left empty: {empty}"


def check_miss(kit):
    done = render_fitted(kit, 1.5, 1)
    same(done.returncode, 1, "status")
    found = re.search(r"error: the issue does not fit on 4 pages: it is (\d+) lines too long", text(done.stderr))
    assert found, text(done.stderr)
    assert 10 <= int(found[1]) <= 60, found[0]  # of a fifth page, less what its dials give


def cases(kit):
    for sample in ("n51", "demo"):
        yield f"{sample}: every page full, nothing broken badly", lambda s=sample: check(kit, kit.root / f"samples/{s}.yaml", "pqna-a4")
    for seed in SEEDS[:1] if kit.sanitized else SEEDS:
        yield f"three times N°51, seed {seed}: every page full, nothing broken badly", lambda s=seed: check_long(kit, s)
    for seed, share in VARIED[:1] if kit.sanitized else VARIED:
        yield (f"three times N°51, {share:.0%} of its words: every page full, nothing broken badly",
               lambda s=seed, w=share: check_long(kit, s, w))
    for first, second in ((150, 60), (60, 150)):
        yield (f"two articles abreast, of {first} and {second} words, at a page's foot",
               lambda f=first, s=second: check_all_abreast(kit, f, s))
    yield "a page that ends early is warned of", lambda: check_short(kit)
    for issue, layout in kit.pairs():
        yield f"no page of {issue.stem} in {layout} ends early", lambda i=issue, n=layout: check_not_short(kit, i, n)
    for share, seed in FITTING[:1] if kit.sanitized else FITTING:
        yield f"four pages with {share:.0%} of the words, seed {seed}", lambda s=share, n=seed: check_fit(kit, s, n)
    yield "four pages are too few: by how much", lambda: check_miss(kit)
