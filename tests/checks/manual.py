"""The manual of the layouts mentions every key and word of the language, every formatter, every name the program knows,
and every field of an issue; its table of contents leads somewhere."""
import json
import re


def manual(kit):
    return (kit.root / "layouts/README.md").read_text()


def mentioned(text):
    """Words in code: between backquotes, or in an example."""
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.S)
    return set(re.findall(r"[\w@$-]+", " ".join(code)))


def walk(node):
    yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from walk(child)


def keys_of(schema, words=True):
    found = set()
    for node in walk(schema):
        if isinstance(node, dict):
            found |= set(node["properties"]) if isinstance(node.get("properties"), dict) else set()
            found |= set(node["enum"]) if words and isinstance(node.get("enum"), list) else set()
    return found - {"properties"}


def check_keys(kit):
    keys = keys_of(json.loads((kit.root / "src/load/layout.schema.json").read_text()))
    assert len(keys) > 100, "too few keys found in the schema"
    missing = sorted(keys - mentioned(manual(kit)))
    assert not missing, "layouts/README.md says nothing of: " + ", ".join(missing)


def check_tables(kit):
    """The tables of the source: formatters, and what stands behind @."""
    formatters = re.findall(r'\{"([a-z-]+)", format_\w+\}', (kit.root / "src/flow/format.c").read_text())
    names = re.findall(r'\{"([a-z-]+)", builtin_\w+, \w+\}', (kit.root / "src/flow/scope_builtin.c").read_text())
    assert len(formatters) > 10 and len(names) > 10, "the tables are not found in the source"
    known = mentioned(manual(kit))
    missing = [name for name in formatters if name not in known] + [f"@{name}" for name in names if f"@{name}" not in known]
    assert not missing, "layouts/README.md says nothing of: " + ", ".join(missing)


def check_issue(kit):
    keys = keys_of(json.loads((kit.root / "src/load/issue.schema.json").read_text()), words=False) - {"layout"}
    text = manual(kit)
    missing = sorted(keys - mentioned(text[text.index("## What an issue holds"):]) - {"fit", "pages", "multiple"})
    assert not missing, "“What an issue holds” says nothing of: " + ", ".join(missing)


def anchor(title):
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def check_links(kit):
    text = manual(kit)
    prose = re.sub(r"```.*?```", "", text, flags=re.S)
    places = [anchor(title) for title in re.findall(r"(?m)^#+ (.*)$", prose)]
    broken = sorted(set(re.findall(r"\]\(#([\w-]+)\)", prose)) - set(places))
    assert not broken, "nothing is called " + ", ".join(broken)
    twice = {place for place in places if places.count(place) > 1}
    linked = set(re.findall(r"\]\(#([\w-]+)\)", prose))
    assert not (twice & linked), f"two headings are called {', '.join(twice & linked)}"


def check_lengths(kit):
    """A long example is no example, and a table is read whole."""
    long = [block.splitlines()[0] for block in re.findall(r"```yaml\n(.*?)```", manual(kit), re.S) if block.count("\n") > 20]
    assert not long, f"more than 20 lines: {long}"


def cases(kit):
    yield "every key of the layout schema", lambda: check_keys(kit)
    yield "every formatter and name", lambda: check_tables(kit)
    yield "every field of an issue", lambda: check_issue(kit)
    yield "its links", lambda: check_links(kit)
    yield "its examples are short", lambda: check_lengths(kit)
