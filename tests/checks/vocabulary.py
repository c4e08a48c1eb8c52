"""The engine knows typesetting, the layout knows the bulletin: no kind of section, colour, measure or French word of it in
src/. The words come from the schema, the layouts and the samples themselves."""
import json
import re

import yaml

LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
LANGUAGE_TABLES = r"text/typography-[a-z]+\.c"  # the typographic rules of a language name its own words
PAGE_SIZES = {"model/length.c", "load/layout.c", "load/styles.c"}  # where A4 and its like may be measured


def sources(kit):
    return sorted(p for p in (kit.root / "src").rglob("*") if p.suffix in (".c", ".h"))


def name_of(kit, path):
    return str(path.relative_to(kit.root / "src"))


def literals(path):
    """(line, text) of each string of a C file, comments and includes aside."""
    code = re.sub(r"(?m)^\s*#\s*include.*", "", path.read_text())
    code = re.sub(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*', lambda m: m[1] or "", code)
    return [(code.count("\n", 0, found.start()) + 1, found[1]) for found in LITERAL.finditer(code)]


def walk(node):
    yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from walk(child)


def section_kinds(kit):
    schema = json.loads((kit.root / "src/load/issue.schema.json").read_text())
    kinds = set()
    for node in walk(schema):
        if isinstance(node, dict) and isinstance(node.get("kind"), dict):
            kinds |= {node["kind"]["const"]} if "const" in node["kind"] else set(node["kind"].get("enum", []))
    return kinds


def layout_files(kit):
    return [yaml.safe_load(p.read_text()) for p in sorted((kit.root / "layouts").glob("*.yaml"))]


def layout_language(kit):
    """Words of the layout language: they mean something to the engine by themselves."""
    schema = json.loads((kit.root / "src/load/layout.schema.json").read_text())
    words = set()
    for node in walk(schema):
        if isinstance(node, dict):
            words |= set(node)
            words |= {w for w in node.get("enum", []) if isinstance(w, str)} if isinstance(node.get("enum"), list) else set()
            words |= {node["const"]} if isinstance(node.get("const"), str) else set()
    return words


def check_names(kit, names, what):
    assert names, f"no {what} found to look for"
    names = names - layout_language(kit)
    problems = [f"src/{name_of(kit, path)}:{line}: “{text}” is a {what}" for path in sources(kit)
                for line, text in literals(path) if text in names]
    assert not problems, "\n".join(problems)


def check_colours(kit):
    names = {name for layout in layout_files(kit) for name in layout.get("palette", {})} - {"white", "black"}
    check_names(kit, names, "colour of a layout")
    problems = [f"src/{name_of(kit, path)}:{line}: “{text}”" for path in sources(kit) for line, text in literals(path)
                if re.fullmatch(r"#[0-9A-Fa-f]{6}", text)]
    assert not problems, "\n".join(problems)


def measures(kit):
    """Lengths of the layouts, those aside that any program may have as a round default."""
    found = set()
    for path in sorted((kit.root / "layouts").glob("*.yaml")):
        found |= set(re.findall(r"(?<![\w.])(\d+(?:\.\d+)?)(?=mm|pt|u\b)", path.read_text()))
    return {float(number) for number in found} - {0.5, 1.0, 2.0, 10.0, 20.0}


def check_measures(kit):
    known = measures(kit)
    assert len(known) > 20, "too few measures to look for"
    pattern = re.compile(r"len_from_(?:mm|pt)\(\s*-?(\d+(?:\.\d+)?)|\"-?(\d+(?:\.\d+)?)(?:mm|cm|pt|u)\"")
    problems = [f"src/{name_of(kit, path)}:{number}: {line.strip()}" for path in sources(kit)
                if name_of(kit, path) not in PAGE_SIZES
                for number, line in enumerate(COMMENT.sub("", path.read_text()).splitlines(), 1)
                for found in pattern.findall(line) if float(found[0] or found[1]) in known]
    assert not problems, "\n".join(problems)


def french_words(kit):
    """Words of four letters and more that samples, layouts and their languages say, but English does not."""
    words = set()
    for path in [kit.root / "samples/n51.yaml", *sorted((kit.root / "layouts").rglob("*.yaml"))]:
        for node in walk(yaml.safe_load(path.read_text())):
            if isinstance(node, str) and re.search(r"[àâçéèêëîïôùûœÀÉ]|\b(les|des|une|sur|vous|dans|pour)\b", node):
                words |= set(re.findall(r"[a-zàâçéèêëîïôùûœ]{4,}", node.lower()))
    return {word for word in words if not word.isascii()} | (words & FRENCH)


# French words that are written without accents and are no English ones.
FRENCH = set("""jusqu suite mars avril juin juillet septembre octobre novembre agenda numéro bulletin quartier ville
habitants offres emploi projets appels contacts sommaire veille bref ressourcer inspirer approfondir demande
""".split()) - {"agenda", "bulletin", "contacts"}


def check_french(kit):
    words = french_words(kit)
    assert len(words) > 50, "too few words to look for"
    problems = [f"src/{name_of(kit, path)}:{line}: “{word}” in “{text}”" for path in sources(kit)
                if not re.fullmatch(LANGUAGE_TABLES, name_of(kit, path))
                for line, text in literals(path) for word in re.findall(r"[^\W\d_]{4,}", text.lower()) if word in words]
    assert not problems, "\n".join(problems)


def cases(kit):
    yield "no kind of section", lambda: check_names(kit, section_kinds(kit), "kind of section")
    yield "no colour", lambda: check_colours(kit)
    yield "no measure", lambda: check_measures(kit)
    yield "no French word", lambda: check_french(kit)
