"""`bulletin inspect`: documents that fail at one clause each, sound ones, files that cannot be read, and every file that
this program makes. The documents are sources in tests/inspect, named by their clause; build.py makes PDF files of them."""
import json
import pathlib
import random
import re
import subprocess
import sys

from kit import same, text

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "inspect"))

import build  # noqa: E402

STANDARDS = {"iso32000-1": "ISO 32000-1", "iso14289": "ISO 14289-1", "iso19005-2": "ISO 19005-2",
             "iso15930-7": "ISO 15930-7", "house": "house"}
PROFILES = ["screen", "print", "booklet"]
MUTANTS = 150


def failing():
    return sorted(p.stem for p in build.HERE.glob("*.txt"))


def sound():
    return sorted(p.stem for p in (build.HERE / "sound").glob("*.txt"))


def inspect_bytes(kit, data, *options, **others):
    with kit.folder() as folder:
        path = pathlib.Path(folder) / "file.pdf"
        path.write_bytes(data)
        return kit.run("inspect", path, *options, **others)


def findings(kit, data, standards=None):
    done = inspect_bytes(kit, data, "--format", "json", *(["--as", standards] if standards else []))
    assert done.returncode in (0, 1), f"status {done.returncode}: {text(done.stderr)}"
    report = json.loads(done.stdout)
    errors = [f for f in report["findings"] if f["severity"] == "error"]
    same(done.returncode, 1 if errors else 0, "status")
    same(report["sound"], not errors, "sound")
    return report


def clause_of(name):
    """“iso14289-7.1-untagged-text” is 7.1 of ISO 14289-1; rules of the house are named by one word."""
    for prefix, standard in STANDARDS.items():
        if name.startswith(prefix + "-"):
            return f"{standard} {name.removeprefix(prefix + '-').split('-')[0]}"
    raise AssertionError(f"{name} is named by no clause")


def check_document(kit, name):
    source = build.load(name)
    report = findings(kit, build.write(source), source.standards)
    found = {finding["check"] for finding in report["findings"]}
    shown = [(f["check"], f["page"], f["object"], f["detail"]) for f in report["findings"]]
    assert found == set(source.finds), f"{source.words}: found {shown}, expected {source.finds}"
    if source.finds:
        clauses = {clause for finding in report["findings"] for clause in finding["clauses"]}
        assert clause_of(name) in clauses, f"{clause_of(name)} is not among {sorted(clauses)}"


def check_all_checks_fail(kit):
    """Each check of the tables has a document that fails it, but what a text source cannot hold."""
    code = "".join(p.read_text() for p in sorted((kit.root / "src/inspect").glob("check-*.c")))
    checks = set(re.findall(r'\.id = "([\w-]+)"', code))
    assert len(checks) > 100, "too few checks found"
    expected = {check for name in failing() for check in build.load(name).finds}
    same(sorted(checks - expected - {"not-encrypted", "encrypted-readable"}), [], "checks without failing document")
    same(sorted(expected - checks), [], "expected, but no check")


def check_clauses_named(kit):
    """Names say the clause and no other; every standard has its share."""
    assert len(failing()) >= 40
    for prefix in STANDARDS:
        assert any(name.startswith(prefix) for name in failing()), prefix


# --- files that cannot be read ---

def unreadable(kit, data, message):
    done = inspect_bytes(kit, data)
    same(done.returncode, 3, f"status ({text(done.stderr)})")
    same(done.stdout, b"", "standard output")
    assert message in text(done.stderr), f"“{message}” is not in: {text(done.stderr)}"
    assert " — " in text(done.stderr), f"no hint in: {text(done.stderr)}"


def encrypt(kit, data, *options):
    with kit.folder() as folder:
        plain, closed = pathlib.Path(folder) / "a.pdf", pathlib.Path(folder) / "b.pdf"
        plain.write_bytes(data)
        subprocess.run(["qpdf", "--allow-weak-crypto", "--encrypt", *options, "--", plain, closed], check=True)
        return closed.read_bytes()


def check_unreadable(kit):
    good = build.write(build.load("accessible"))
    unreadable(kit, b"", "the file is empty")
    unreadable(kit, b"GIF89a" + bytes(200), "this is no PDF file")
    unreadable(kit, (kit.root / "README.md").read_bytes(), "this is no PDF file")
    unreadable(kit, b"%PDF-1.7\nnothing else\n", "too damaged")
    unreadable(kit, good[:120], "too damaged")
    unreadable(kit, good.replace(b"/Kids [ 3 0 R ]", b"/Kids [ ]      "), "has no pages")


def check_missing(kit):
    done = kit.run("inspect", "/nowhere/a.pdf")
    same((done.returncode, done.stdout), (3, b""), "status")
    assert "/nowhere/a.pdf" in text(done.stderr)
    same(kit.run("inspect", "/").returncode, 3, "status of a folder")


def check_encrypted(kit):
    good = build.write(build.load("accessible"))
    unreadable(kit, encrypt(kit, good, "secret", "owner", "256"), "encrypted and opens with a password only")
    report = findings(kit, encrypt(kit, good, "", "owner", "256"))
    same([f["check"] for f in report["findings"]], ["not-encrypted"], "findings of a file with restrictions")
    closed = encrypt(kit, good, "", "owner", "128", "--accessibility=n")
    report = findings(kit, closed)
    same(sorted(f["check"] for f in report["findings"]), ["encrypted-readable", "not-encrypted"], "findings")


def check_bombs(kit):
    """Small files that unfold to more than there is memory: in a stream, and in what tells where objects are."""
    source = build.load("accessible")
    source.objects[4] = "<< /Filter /FlateDecode >>\nstream\n@bomb\nendstream"
    report = findings(kit, build.write(source))
    assert "content-readable" in {f["check"] for f in report["findings"]}
    data = build.DATA["@bomb"]()
    bomb = b"%%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    unreadable(kit, bomb % (len(data), data) + b"%%EOF\n", "unfolds to more than 64 MiB")


def check_huge(kit):
    with kit.folder() as folder:
        path = pathlib.Path(folder) / "huge.pdf"
        with path.open("wb") as stream:
            stream.write(b"%PDF-1.7\n")
            stream.truncate(600 * 1024 * 1024)
        done = kit.run("inspect", path)
        same(done.returncode, 3, "status")
        assert "larger than 512 MiB" in text(done.stderr), text(done.stderr)


def check_deep(kit):
    """Nesting that recursion would not survive."""
    source = build.load("accessible")
    source.objects[50] = "<< /Type /ExtGState /Extra " + "[ " * 5000 + "] " * 5000 + ">>"
    assert inspect_bytes(kit, build.write(source)).returncode in (1, 3)
    source = build.load("accessible")
    source.objects[4] = source.objects[4].replace("/G gs", "[ " * 100000)
    assert inspect_bytes(kit, build.write(source)).returncode == 1
    source = build.load("accessible")
    for number in range(100, 1100):
        source.objects[number] = f"<< /Type /StructElem /S /Div /P {number - 1} 0 R /K [ {number + 1} 0 R ] >>"
    source.objects[1100] = "<< /Type /StructElem /S /P /P 1099 0 R >>"
    source.objects[12] = "<< /Type /StructElem /S /P /P 10 0 R /Pg 3 0 R /K [ 1 100 0 R ] >>"
    report = findings(kit, build.write(source))
    assert "tree-shape" in {f["check"] for f in report["findings"]}


def check_loops(kit):
    """Trees of which a branch leads back."""
    for number, old, new in ((26, "/Parent 25 0 R", "/Parent 25 0 R /Next 26 0 R /First 26 0 R"),
                             (19, "<< /Nums", "<< /Kids [ 19 0 R 19 0 R ] /Nums"),
                             (10, "/K [ 11 0 R", "/K [ 10 0 R 11 0 R"), (2, "/Kids [ 3 0 R ]", "/Kids [ 3 0 R 2 0 R ]"),
                             (3, "/Parent 2 0 R", "/Parent 3 0 R"), (28, "[ 29 0 R ]", "[ 28 0 R ]"),
                             (8, "<< >>", "<< /UseCMap 8 0 R >>"), (21, "<< /Type", "<< /Filter 21 0 R /Type")):
        source = build.load("accessible")
        assert old in source.objects[number], (number, old)
        source.objects[number] = source.objects[number].replace(old, new, 1)
        done = inspect_bytes(kit, build.write(source))
        assert done.returncode in (0, 1, 3), f"object {number}: status {done.returncode}\n{text(done.stderr)[-2000:]}"


def mutate(data, chance):
    """A few bytes changed, taken out, doubled; numbers swapped for hostile ones."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out))
        kind = chance.randrange(5)
        if kind == 0:
            out[at] = chance.randrange(256)
        elif kind == 1:
            del out[at:at + chance.randint(1, 40)]
        elif kind == 2:
            out[at:at] = out[at:at + chance.randint(1, 60)]
        elif kind == 3:
            out[at:at] = chance.choice([b"<<", b">>", b"[", b"]", b"(", b")", b"/", b" 0 R", b"stream\n", b"-1 ", b"BT ", b"q "])
        else:
            numbers = list(re.finditer(rb"\d+", bytes(out)))
            found = chance.choice(numbers)
            out[found.start():found.end()] = chance.choice([b"0", b"-1", b"2147483647", b"99999999999999999999", b"1e9", b"3"])
    return bytes(out)


def check_mutants(kit, base):
    good = build.write(build.load(base))
    for seed in range(MUTANTS):
        data = mutate(good, random.Random(f"{base} {seed}"))
        done = inspect_bytes(kit, data, "--format", "json", timeout=60)
        assert done.returncode in (0, 1, 3), f"seed {seed}: status {done.returncode}\n{text(done.stderr)[-3000:]}"
        if done.returncode != 3:
            json.loads(done.stdout)


# --- what it says ---

def check_words(kit):
    data = build.write(build.load("accessible"))
    with kit.folder() as folder:
        path = pathlib.Path(folder) / "a.pdf"
        path.write_bytes(data)
        english = text(kit.run("inspect", path).stdout)
        french = text(kit.run("inspect", path, env={"LC_ALL": "fr_FR.UTF-8"}).stdout)
        again = text(kit.run("inspect", path).stdout)
    same(again, english, "the same file twice")
    for words in ("Point de convergence", "PDF/UA-1, PDF/A-2a", "H2 Une section", "https://example.org/", "TrueType",
                  "sRGB by hand", "2 × 2 px"):
        assert words in english, f"“{words}” is not in: {english}"
        assert words in french, f"“{words}” is not in: {french}"
    assert "Pages " in english and "Langue" in french and "Police" in french, french


def check_as(kit):
    data = build.write(build.load("no-claims"))
    same(inspect_bytes(kit, data).returncode, 0, "status without claims")
    same(inspect_bytes(kit, data, "--as", "ua-1").returncode, 1, "status as PDF/UA-1")
    done = inspect_bytes(kit, data, "--as", "ua-7")
    same(done.returncode, 2, "status as what there is not")
    assert "ua-1, a-2, x-4" in text(done.stderr)


# --- what this program makes ---

def check_own(kit, sample, layout, profile):
    data = kit.once((profile, sample, layout), lambda: kit.run("render", sample, "-l", layout, "--profile", profile,
                                                               "-f", "pdf", "-o", "-").stdout)
    report = findings(kit, data)
    claims = ["PDF/UA-1", "PDF/A-2a"] if profile == "screen" else ["PDF/X-4"]
    same(report["claims"], claims, "claims")
    wrong = [f"{f['clauses']} page {f['page']}, object {f['object']}: {f['demand']}: {f['detail']}"
             for f in report["findings"] if f["severity"] == "error"]
    assert not wrong, "\n".join(wrong)


def cases(kit):
    for name in failing():
        yield name, lambda name=name: check_document(kit, name)
    for name in sound():
        yield f"sound: {name}", lambda name=name: check_document(kit, name)
    for function in (check_all_checks_fail, check_clauses_named, check_unreadable, check_missing, check_encrypted,
                     check_bombs, check_huge, check_deep, check_loops, check_words, check_as):
        yield function.__name__.removeprefix("check_").replace("_", " "), lambda function=function: function(kit)
    for base in ("accessible", "press"):
        yield f"mutants of {base}", lambda base=base: check_mutants(kit, base)
    for sample, layout in kit.pairs():
        for profile in PROFILES:
            yield (f"{sample.stem} in {layout}, {profile}",
                   lambda s=sample, l=layout, p=profile: check_own(kit, s, l, p))
