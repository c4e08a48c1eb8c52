"""Nothing is lost: every word of every YAML value comes out of pdftotext once, in reading order.

The words are taken from the YAML by another reader than the program's. Text is compared letter by letter, so that
hyphens, spaces and punctuation (which French typography changes) do not count and hyphenation is undone. What the layout
adds (running heads, folios, labels of its own, entries of the contents) is told apart by the dump, which says for each
run of text from which file it comes and in which element it stands.
"""
import datetime
import re
import subprocess
import unicodedata
from dataclasses import dataclass

import yaml

import dumps
from kit import text

# Keys whose values are no words: they say where, when, which.
SILENT = {"kind", "url", "date", "end", "deadline", "lang", "layout", "src", "logo", "focus", "icon", "decorative", "credit-url",
          "callouts", "keywords", "description", "typography", "alt", "short", "abbreviations", "unplaced"}


@dataclass
class Value:
    path: str
    letters: str


def letters(string):
    """Letters and figures alone; ligatures and superiors undone."""
    return "".join(c for c in unicodedata.normalize("NFKC", string) if c.isalnum())


def paragraphs(markdown):
    """The letters of each paragraph, quotation and entry of a list: other things may stand between two of them."""
    string = re.sub(r"\[((?:[^\]\\]|\\.)*)\]\([^)]*\)", r"\1", markdown)
    parts = re.split(r"\n\s*\n|(?m:^)\s*(?:>|[-*+]|\d+[.)])\s+", string)
    return [found for part in parts if (found := letters(part))]


def values(node, path=""):
    if isinstance(node, dict):
        for key, child in node.items():
            if key not in SILENT:
                yield from values(child, f"{path}.{key}")
    elif isinstance(node, list):
        for i, child in enumerate(node):
            yield from values(child, f"{path}[{i}]")
    elif node is not None and not isinstance(node, (bool, datetime.date)):
        for found in paragraphs(str(node)):
            yield Value(path.lstrip("."), found)


def pdf_letters(kit, sample, layout):
    """Letters of each page, in the order of the page's content."""
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=kit.pdf(sample, layout), capture_output=True,
                          check=True)
    return [letters(page) for page in text(done.stdout).split("\f")[:-1]]


def check_pdf_says_what_the_dump_says(kit, sample, layout):
    dump = dumps.read(kit.dump(sample, layout))
    pages = pdf_letters(kit, sample, layout)
    assert len(pages) == len(dump.pages), f"{len(pages)} pages in the PDF, {len(dump.pages)} in the dump"
    for page, found in zip(dump.pages, pages):
        expected = "".join(letters(run.text) for run in page.runs)
        if found != expected:
            at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
            raise AssertionError(f"page {page.number}: pdftotext has …{found[max(0, at - 30):at + 30]}…, "
                                 f"the dump …{expected[max(0, at - 30):at + 30]}…")


def is_reference(dump, run):
    """Words repeated from elsewhere: running heads, contents, headings again where a group goes on."""
    return run.artifact or "reference" in run.roles


def issue_runs(dump, sample):
    return [run for page in dump.pages for run in page.runs if run.file == sample.name and not is_reference(dump, run)]


def entry(path):
    """The innermost entry of a list that a value is in: within it, the layout may choose the order."""
    return path[:path.rfind("]") + 1]


def alternatives(dump):
    """Letters of what stands for a picture: a logo for a name."""
    return [letters(found) for _, attributes in dump.elements.values() for found in re.findall(r'alt "(.*?)"', attributes)]


def check_words(kit, sample, layout):
    dump = dumps.read(kit.dump(sample, layout))
    stream = "".join(letters(run.text) for run in issue_runs(dump, sample))
    artifacts = [letters(run.text) for page in dump.pages for run in page.runs if is_reference(dump, run)]
    issue = yaml.safe_load(sample.read_text())
    taken = [False] * len(stream)
    problems, begin, furthest, last_entry = [], 0, 0, None
    for value in values(issue):
        ordered = value.path.startswith(("sections", "editorial"))
        if entry(value.path) != last_entry:
            last_entry, begin = entry(value.path), furthest
        at = find_free(stream, value.letters, taken, begin if ordered else 0)
        if at < 0 and ordered:
            at = find_free(stream, value.letters, taken, 0)
            problems += [f"{value.path} is out of order: {value.letters[:60]}"] * (at >= 0)
        if at < 0:
            elsewhere = value.letters in artifacts or value.letters in alternatives(dump)
            problems += [] if elsewhere else [f"{value.path} is not on the pages: {value.letters[:60]}"]
            continue
        taken[at:at + len(value.letters)] = [True] * len(value.letters)
        furthest = max(furthest, at) if ordered else furthest
    problems += leftovers(stream, taken, added_words(kit))
    assert not problems, "\n".join(problems)


def find_free(stream, wanted, taken, begin):
    """Where `wanted` stands in what is not taken yet, from `begin` on; -1 for nowhere."""
    at = stream.find(wanted, begin)
    while at >= 0 and any(taken[at:at + len(wanted)]):
        at = stream.find(wanted, at + 1)
    return at


def added_words(kit):
    """What formatters of the layouts put before, after or instead of a value."""
    found = set()
    for path in (kit.root / "layouts").glob("*.yaml"):
        found |= {letters(word) for word in re.findall(r"\|(?:prefix|suffix|or):([^|}]*)", path.read_text())}
    return found


def leftovers(stream, taken, added):
    """Letters that came twice: what is left but for dates, which are set in words, and what formatters add."""
    problems, begin = [], None
    for i in range(len(stream) + 1):
        free = i < len(stream) and not taken[i]
        if free and begin is None:
            begin = i
        if not free and begin is not None:
            left = stream[begin:i]
            if not is_date(left) and left not in added:
                problems.append(f"more than once, or not in the issue: {left[:80]}")
            begin = None
    return problems


def is_date(left):
    """Dates are set in figures and names of months; « du 24 au 27 juin 2025 »."""
    months = "janvier janv février févr mars avril avr mai juin juillet juil août septembre sept octobre oct novembre nov décembre déc"
    pattern = "(?:" + "|".join([r"\d{1,2}", *months.split(), *(m.capitalize() for m in months.split()), "er", "du", "au", r"\d{1,2}", r"\d{4}"]) + ")+"
    return re.fullmatch(pattern, left) is not None


def cases(kit):
    for sample, layout in kit.pairs():
        yield (f"{sample.stem} in {layout}: pdftotext and dump agree",
               lambda s=sample, l=layout: check_pdf_says_what_the_dump_says(kit, s, l))
        yield f"{sample.stem} in {layout}: every word once", lambda s=sample, l=layout: check_words(kit, s, l)
