"""bulletin new: the skeleton is a valid issue; the next issue keeps what stays, and is one that can be filled in."""
import pathlib
import re
import shutil

import yaml

from kit import same, text


def make_next(kit, sample):
    done = kit.run("new", "--from", sample)
    same(done.returncode, 0, text(done.stderr))
    return text(done.stdout)


def check_skeleton(kit):
    with kit.folder() as folder:
        path = pathlib.Path(folder) / "first.yaml"
        same(kit.run("new", "-o", path).returncode, 0, "status")
        done = kit.run("check", path)
        same(done.returncode, 0, text(done.stderr))
        assert path.read_text().count("#") > 10


def check_next(kit, sample):
    before, after = yaml.safe_load(sample.read_text()), yaml.safe_load(make_next(kit, sample))
    same(after.get("number", 0), before.get("number", 0) + ("number" in before), "number")
    year, month = map(int, str(before["date"]).split("-")[:2])
    same(str(after["date"])[:7], f"{year + month // 12:04d}-{month % 12 + 1:02d}", "date")
    for key in ("title", "audience", "funders", "lang"):
        same(after.get(key), before.get(key), key)
    same([(s["kind"], s.get("title")) for s in after["sections"]], [(s["kind"], s.get("title")) for s in before["sections"]],
         "sections")
    same([s for s in after["sections"] if s["kind"] == "contacts"], [s for s in before["sections"] if s["kind"] == "contacts"],
         "contacts")
    for section in after["sections"]:
        for key in ("events", "items"):
            assert not section.get(key), f"{section['kind']}: {key} is not empty"
    assert not after.get("editorial")


def check_comments(kit, sample):
    """Comments before what is kept stay, word for word."""
    found = make_next(kit, sample)
    lines = sample.read_text().splitlines()
    for i, line in enumerate(lines[:-1]):
        if re.match(r"\s{0,2}#", line) and re.match(r"(\s{0,2}- kind|[a-z]+:)", lines[i + 1]):
            assert line in found, f"lost: {line}"


def uncomment(lines):
    """The first pattern among lines (of one more column each, or none) without its signs; and how many lines it has."""
    found = []
    for line in lines:
        indent = line[:len(line) - len(line.lstrip())]
        if line.strip() == "#":
            found.append("")
        elif line.strip().startswith("# "):
            found.append(indent + line.strip()[2:])
        else:
            break
    return found


def check_patterns(kit, sample):
    """A pattern without its signs is the first entry as it was, under the key above it; so is a text with its key."""
    lines = make_next(kit, sample).splitlines()
    before = yaml.safe_load(sample.read_text())
    tried, at = [], 0
    while at < len(lines):
        plain = uncomment(lines[at:])
        begins = [i for i, line in enumerate(plain) if re.match(r" *- |editorial: ", line)]
        # Remarks may stand right above.
        if plain and begins and (lines[at - 1].rstrip().endswith(":") or plain[begins[0]].startswith("editorial")):
            tried.append(lines[:at + begins[0]] + plain[begins[0]:] + lines[at + len(plain):])
        at += max(len(plain), 1)
    entries = [entry for section in before["sections"] for part in [section, *section.get("groups", [])]
               for entry in (part.get("events") or part.get("items") or [])[:1]]
    expected = len(entries) + ("editorial" in before) + ("callouts" in before)
    same(len(tried), expected, "patterns")
    for text_ in tried:
        after = yaml.safe_load("\n".join(text_))
        found = [entry for section in after["sections"] for part in [section, *(section.get("groups") or [])]
                 for entry in part.get("events") or part.get("items") or []]
        if after.get("editorial"):
            same(after["editorial"].strip(), before["editorial"].strip(), "editorial")
        elif after.get("callouts"):
            same(after["callouts"], before["callouts"][:1], "callouts")
        else:
            assert len(found) == 1 and found[0] in entries, found


def check_new_words(kit):
    """Nothing of the issue before is said of the next one."""
    n51 = next(sample for sample in kit.samples if sample.stem == "n51")
    found = make_next(kit, n51)
    assert "51" not in found, found
    assert "# Pour écrire un numéro" in found, found


def schema_of(path):
    found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text())
    return path.parent / found[1]


def check_schema(kit):
    """The first line leads to the schema from wherever the file is written."""
    schema = (kit.root / "src/load/issue.schema.json").read_bytes()
    mail = kit.root / "tests/import/n51.md"
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        (folder / "a/b").mkdir(parents=True)
        (folder / "s").mkdir()
        (folder / "s/own.json").write_bytes(schema)
        for name, words in {"a/1.yaml": ["new", "--from", kit.samples[0]], "a/b/2.yaml": ["new"],
                            "a/3.yaml": ["import", mail]}.items():
            done = kit.run(*words, "-o", name, cwd=folder)
            same(done.returncode, 0, text(done.stderr))
            same(schema_of(folder / name).resolve(), kit.root / "src/load/issue.schema.json", name)
        (folder / "a/here.yaml").write_text("# yaml-language-server: $schema=../s/own.json\n" + (folder / "a/1.yaml").read_text()
                                            .partition("\n")[2])
        for name in ("a/b/4.yaml", "5.yaml"):
            kit.run("new", "--from", "a/here.yaml", "-o", name, cwd=folder)
            same(schema_of(folder / name).resolve(), (folder / "s/own.json").resolve(), name)
        there = kit.run("new", "--from", "../a/here.yaml", cwd=folder / "s")
        assert text(there.stdout).startswith("# yaml-language-server: $schema=own.json\n"), text(there.stdout)[:200]
        for name in ("https://example.org/s.json", "/nowhere/s.json"):
            (folder / "a/far.yaml").write_text(f"# yaml-language-server: $schema={name}\ntitle: T\ndate: 2025-01\n")
            far = kit.run("new", "--from", "a/far.yaml", cwd=folder)
            assert text(far.stdout).startswith(f"# yaml-language-server: $schema={name}\n"), text(far.stdout)
        (folder / "issue.schema.json").write_bytes(schema)
        assert text(kit.run("new", cwd=folder).stdout).startswith("# yaml-language-server: $schema=issue.schema.json\n")


def make_after(kit, words):
    with kit.folder() as folder:
        path = pathlib.Path(folder) / "before.yaml"
        path.write_text("title: T\nnumber: 7\ndate: 2025-01\n" + words)
        return make_next(kit, path)


def check_neighbours(kit):
    """A list in brackets right above a text: each becomes a pattern, once."""
    found = make_after(kit, "callouts: [2025-01-01]\neditorial: |\n  Un.\nsections: []\n")
    same(found, "title: T\nnumber: 8\ndate: 2025-02\ncallouts:\n  # - 2025-01-01\n# editorial: |\n#   Un.\nsections: []\n", "text")


def check_braces(kit):
    """Entries of a map in braces, over several lines, leave a file that can be read."""
    found = make_after(kit, "sections:\n  - {kind: articles,\n     items: [{title: A}], # b\n     title: C}\n"
                            "  - {kind: articles, title: D,\n     items: [{title: A}] # b\n     }\n")
    same([section["items"] for section in yaml.safe_load(found)["sections"]], [[], []], found)


def check_remarks(kit):
    """A remark on the issue before goes; the name of the schema right below it stays."""
    modeline = "# yaml-language-server: $schema=https://example.org/s.json\n"
    with kit.folder() as folder:
        path = pathlib.Path(folder) / "before.yaml"
        path.write_text("# Of number 7.\n" + modeline + "# Of others.\n#\n# Of 7.\n#\ntitle: T\nnumber: 7\ndate: 2025-01\n")
        same(make_next(kit, path), modeline + "# Of others.\n#\ntitle: T\nnumber: 8\ndate: 2025-02\n", "text")


def check_again(kit, sample):
    """The next issue checks without error, and has a next issue itself."""
    with kit.folder() as folder:
        path = pathlib.Path(shutil.copytree(sample.parent, pathlib.Path(folder) / "issues")) / "next.yaml"
        path.write_text(make_next(kit, sample))
        done = kit.run("check", path)
        assert " error: " not in text(done.stderr), text(done.stderr)
        make_next(kit, path)


def cases(kit):
    yield "skeleton", lambda: check_skeleton(kit)
    yield "words of the issue before", lambda: check_new_words(kit)
    yield "schema", lambda: check_schema(kit)
    yield "neighbours", lambda: check_neighbours(kit)
    yield "braces", lambda: check_braces(kit)
    yield "remarks", lambda: check_remarks(kit)
    for sample in kit.samples:
        yield f"after {sample.stem}", lambda sample=sample: check_next(kit, sample)
        yield f"comments of {sample.stem}", lambda sample=sample: check_comments(kit, sample)
        yield f"patterns of {sample.stem}", lambda sample=sample: check_patterns(kit, sample)
        yield f"again after {sample.stem}", lambda sample=sample: check_again(kit, sample)
