"""bulletin import: what an e-mailed newsletter says comes to its place, and no word of it gets lost."""
import collections
import datetime
import os
import pathlib
import re
import unicodedata

import yaml

from checks import words
from kit import same, text

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre"]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
DATES = {"date", "end", "deadline"}


def folder(kit):
    return kit.root / "tests/import"


def texts(kit):
    return sorted(folder(kit).glob("*.md"))


def run(kit, path):
    done = kit.run("import", path)
    same(done.returncode, 0, f"status of import {path.name}: {text(done.stderr)}")
    return with_plain_schema(text(done.stdout))


def with_plain_schema(issue):
    """The name of the schema goes by the place of the file."""
    return re.sub(r"(?<=^# yaml-language-server: \$schema=)\S+", "issue.schema.json", issue)


# --- words ---

def tokens(string):
    """Words as they are compared: accents and case count no more than they do in headings."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", string.replace("œ", "oe")) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.casefold())


def date_words(date):
    """All that a date may have been written with."""
    parts = [int(part) for part in str(date).split("-")]
    found = [str(parts[0]), f"{parts[0] % 100:02d}"]
    if len(parts) > 1:
        found += [MONTHS[parts[1] - 1], f"{parts[1]:02d}"]
    if len(parts) > 2:
        found += [str(parts[2]), f"{parts[2]:02d}", "1er", WEEKDAYS[datetime.date(*parts).weekday()]]
    return tokens(" ".join(found))


def label_words(entry):
    """Words that a field stands for."""
    found = "n° " if "number" in entry else ""
    if "deadline" in entry and "deadline-label" not in entry:
        found += "Jusqu'au "
    if "end" in entry:
        found += "du au "
    if "phone" in entry and "role" in entry:
        found += "T. Tél "
    return tokens(found)


def fields(node, path=""):
    """(path, words) of each value; sections go by their kind."""
    if isinstance(node, dict):
        yield path, label_words(node)
        for key, child in node.items():
            if key in DATES:
                yield f"{path}.{key}", date_words(child)
            else:
                yield from fields(child, f"{path}.{key}")
    elif isinstance(node, list):
        for i, child in enumerate(node):
            kind = child.get("kind", i) if isinstance(child, dict) else i
            yield from fields(child, f"{path}[{kind}]")
    elif node is not None:
        yield path, tokens(str(node))


def source_words(path):
    """The name by which a link refers to its address, [words][name], is no word."""
    return collections.Counter(tokens(re.sub(r"\]\[\w+\]", "]", path.read_text(encoding="utf-8-sig"))))


def check_none_lost(kit, path):
    issue = run(kit, path)
    kept = collections.Counter()
    for _, found in fields(yaml.safe_load(issue)):
        kept.update(found)
    for comment in re.findall(r"^ {6}# (.*)$", issue, re.M):
        kept.update(tokens(comment))
    lost = source_words(path) - kept
    assert not lost, f"lost: {dict(lost)}"


def check_expected(kit, path):
    """The whole file, as it was once found right."""
    expected = path.with_suffix(".yaml")
    found = run(kit, path)
    if kit.update:
        expected.write_text(found)
    same(found, expected.read_text(), expected.name)


def check_valid(kit, path):
    with kit.folder() as place:
        issue = pathlib.Path(place) / "issue.yaml"
        issue.write_text(run(kit, path))
        done = kit.run("check", issue, "-l", "plain-a4")
        same(done.returncode, 0, text(done.stderr))
        places = re.findall(r"(?m)^.*?:(\d+):\d+: warning: this text is not on the pages", text(done.stderr))
        same(len(places), len(yaml.safe_load(issue.read_text()).get("unplaced", [])), "warnings of what is not placed")


def check_order_of_the_text_does_not_matter(kit):
    """The same entries, whatever the order of the sections."""
    parts = re.split(r"(?m)^(?=(?:À vos agendas|S'inspirer|Se ressourcer|Approfondir|Veille en bref)$)",
                     (folder(kit) / "n51.md").read_text())
    head, agenda, features, articles, resources, rest = parts
    briefs, tail = rest.split("\n\n\n\n", 2)[0] + "\n\n", rest
    at = tail.index("MILDECA")
    briefs, tail = tail[:at], tail[at - 1:]
    with kit.folder() as place:
        path = pathlib.Path(place) / "other.md"
        path.write_text(head + briefs + resources + agenda + articles + features + tail)
        found, expected = (yaml.safe_load(run(kit, p)) for p in (path, folder(kit) / "n51.md"))
    same([s["kind"] for s in found["sections"]],
         ["briefs", "resources", "agenda", "articles", "features", "offers", "contacts"], "sections")
    by_kind = {s["kind"]: s for s in expected["sections"]}
    for section in found["sections"]:
        same(section, by_kind[section["kind"]], section["kind"])


def spoilt(kit, change):
    """The issue of N°51 after a change of its text."""
    with kit.folder() as place:
        path = pathlib.Path(place) / "n51.md"
        path.write_bytes(change((folder(kit) / "n51.md").read_text()))
        return run(kit, path)


def upper_headings(source):
    for heading in ("À vos agendas", "S'inspirer", "Se ressourcer", "Approfondir", "Veille en bref"):
        plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().upper()
        assert f"\n{heading}\n" in source
        source = source.replace(f"\n{heading}\n", f"\n🌍 **{plain}** ✨\n")
    return source.encode()


CHANGES = {
    "line ends of Windows": lambda source: source.replace("\n", "\r\n").encode(),
    "a byte order mark": lambda source: b"\xef\xbb\xbf" + source.encode(),
    "headings in capitals, without accents, between emoji": upper_headings,
    "other emoji": lambda source: source.replace("👉", "🔸").replace("📅", "🗓️").encode(),
    "typographic apostrophes, dashes and spaces in what is read": lambda source: source.replace(" - [", "\u00a0– [").encode(),
}


# --- N°51 ---

def check_n51(kit):
    """Field by field against the issue that was typed."""
    typed = yaml.safe_load((kit.root / "samples/n51.yaml").read_text())
    found = yaml.safe_load(run(kit, folder(kit) / "n51.md"))
    left = sum(len(tokens(entry["text"])) for entry in found.pop("unplaced"))
    places = collections.defaultdict(collections.Counter)
    for path, says in fields(found):
        places[path].update(says)
    total, right, wrong = 0, 0, []
    for path, says in fields(typed):
        if path.endswith(".url") or path.startswith(".abbreviations"):
            continue  # no e-mail says them
        wanted = collections.Counter(says)
        total += sum(wanted.values())
        right += sum((wanted & places[path]).values())
        wrong += [path] if wanted - places[path] else []
    share = right / (total + left)
    assert share >= 0.95, f"{right} of {total} words are right, {left} are not placed: {share:.1%}; wrong: {wrong}"
    same(wrong, [".callouts[0]"], "fields that differ")


def check_n51_renders(kit, layout):
    with kit.folder() as place:
        path = pathlib.Path(place) / "n51.yaml"
        path.write_text(run(kit, folder(kit) / "n51.md"))
        words.check_words(kit, path, layout)


# --- the command ---

def check_output(kit):
    source = folder(kit) / "n51.md"
    with kit.folder() as place:
        path = pathlib.Path(place) / "issue.yaml"
        same(kit.run("import", source, "-o", path).returncode, 0, "status")
        made = path.read_text()
        same(with_plain_schema(made), run(kit, source), "the file and standard output")
        path.write_text("kept\n")
        done = kit.run("import", source, "-o", path)
        same((done.returncode, path.read_text()), (1, "kept\n"), "what was there")
        assert "is there already" in text(done.stderr), text(done.stderr)
        same(kit.run("import", source, "-o", path, "--force").returncode, 0, "status with --force")
        same(path.read_text(), made, "what is there with --force")
        same(os.listdir(place), ["issue.yaml"], "files")


def check_stdin(kit):
    with (folder(kit) / "n51.md").open() as stream:
        same(with_plain_schema(text(kit.run("import", "-", stdin=stream).stdout)), run(kit, folder(kit) / "n51.md"), "issue")


# Text, options, status, what standard error must hold.
FAULTS = {
    "empty": (b"", [], 1, "text.md: error: there is no text in the file"),
    "only marks": ("---\n\n***\n\n👉\n".encode(), [], 1, "there is no text in the file"),
    "no date": (b"Bonjour.\n", [], 1, "the text does not say the issue's `date` \u2014 give it with --date 2025-02"),
    "a date that is none": (b"Bonjour.\n", ["--date", "2025-13"], 2, "is no month"),
    "a title of nothing": (b"Bonjour.\n", ["--title", ""], 2, "the title is empty"),
    "bytes": (bytes(range(256)) * 4, [], 1, "text.md:1:1: error: "),
    "another encoding": ("N°1 / Février 2025\n\nÉté".encode("latin-1"), [], 1, "text.md:1:2: error: the file is not saved as UTF-8"),
    "UTF-16": ("N°1".encode("utf-16"), [], 1, "saved as UTF-16"),
    "a control character": (b"N\xc2\xb01 / F\xc3\xa9vrier 2025\n\nA \x01 b", [], 1, "text.md:3:3: error: an invisible character"),
    "too large": (b"Bonjour.\n\n" * 120000, ["--date", "2025-02"], 1, "the text is larger than 1024 KB"),
    "too many paragraphs": (b"a\n\n" * 5001, ["--date", "2025-02"], 1, "more than 5000 paragraphs"),
    "no rules": (b"Bonjour.\n", ["--rules", "nowhere"], 1, "there are no rules “nowhere”"),
}


def check_fault(kit, source, options, status, message):
    with kit.folder() as place:
        (pathlib.Path(place) / "text.md").write_bytes(source)
        done = kit.run("import", "text.md", "-o", "issue.yaml", *options, cwd=place)
        same(done.returncode, status, f"status ({text(done.stderr)})")
        assert message in text(done.stderr), f"“{message}” is not in: {text(done.stderr)}"
        same(os.listdir(place), ["text.md"], "files")


# Rules with a fault, and the message at its place.
RULES = {
    "a type that is none": ('{form: "{title:txt}"}', "rules.yaml:5:22: error: “txt” is no type of value"),
    "a brace": ('"{title"', "rules.yaml:5:8: error: the { is not closed"),
    "a bracket": ('"(a|b"', "rules.yaml:5:8: error: the ( is not closed"),
    "words that would be lost": ('"{title} / …"', "rules.yaml:5:18: error: words that stand here would be lost"),
    "a value without a name": ('"{title} {:day}"', "rules.yaml:5:16: error: words that stand here would be lost"),
    "another key": ('{form: a, capitol: [x]}', "did you mean `capital`?"),
    "a field that no issue has": ('"{titel}"', "there is no key `titel`"),
}


def check_rules(kit, form, message):
    with kit.folder() as place:
        (pathlib.Path(place) / "rules.yaml").write_text(f"lang: fr\nparts:\n  -\n    fields:\n    - {form}\n    usual: {{title: T}}\n")
        (pathlib.Path(place) / "text.md").write_text("Bonjour\n")
        done = kit.run("import", "text.md", "--rules", "./rules.yaml", "--date", "2025-02", cwd=place)
        same(done.returncode, 1, f"status ({text(done.stderr)})")
        assert message in text(done.stderr), f"“{message}” is not in: {text(done.stderr)}"


def check_own_rules(kit):
    """Another publication's rules need no change of the program."""
    rules = """lang: en
parts:
  - usual: {title: The Circular}
    fields: ["Issue {number:number}, {date:month}"]
    rest: editorial
  - kind: agenda
    names: [Coming up]
    heading: title
    lists:
      - {name: events, entries: ["{date:day} - {title} at {place}"]}
"""
    with kit.folder() as place:
        (pathlib.Path(place) / "rules.yaml").write_text(rules)
        (pathlib.Path(place) / "text.md").write_text("Issue 7, May 2024\n\nHello.\n\nCOMING UP\n\n3 June - Tea at noon\n")
        done = kit.run("import", "text.md", "--rules", "./rules.yaml", cwd=place)
        same(done.returncode, 0, text(done.stderr))
        found = yaml.safe_load(done.stdout)
    same((found["title"], found["number"], str(found["date"]), found["editorial"].strip()),
         ("The Circular", 7, "2024-05", "Hello."), "head")
    same([(str(e["date"]), e["title"], e["place"]) for e in found["sections"][0]["events"]], [("2024-06-03", "Tea", "noon")], "events")


def cases(kit):
    for path in texts(kit):
        yield f"{path.stem}: as expected", lambda path=path: check_expected(kit, path)
        yield f"{path.stem}: no word is lost", lambda path=path: check_none_lost(kit, path)
        yield f"{path.stem}: is an issue", lambda path=path: check_valid(kit, path)
    for name, change in CHANGES.items():
        yield f"n51 with {name}", lambda change=change: same(spoilt(kit, change), run(kit, folder(kit) / "n51.md"), "issue")
    yield "n51, field by field", lambda: check_n51(kit)
    for layout in ("pqna-a4", "plain-a4"):
        yield f"n51 in {layout}: every word once", lambda layout=layout: check_n51_renders(kit, layout)
    yield "other orders", lambda: check_order_of_the_text_does_not_matter(kit)
    yield "output", lambda: check_output(kit)
    yield "standard input", lambda: check_stdin(kit)
    yield "own rules", lambda: check_own_rules(kit)
    for name, fault in FAULTS.items():
        yield f"fault: {name}", lambda fault=fault: check_fault(kit, *fault)
    for name, fault in RULES.items():
        yield f"rules: {name}", lambda fault=fault: check_rules(kit, *fault)
