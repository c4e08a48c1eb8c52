#!/usr/bin/env python3
"""Runs the spec: what layouts/README.md promises, each promise as a small document. Prints TAP.

    run.py PROGRAM [--update] [NAME...]

A file of cases is text. Each case has a title and words about it, a layout, an issue, and what comes of them:

    # Cells share the row's height
    # A box pinned to the foot stands at the bottom of the highest cell.
    - row: {columns: [20mm, 1fr], cells: [[text: {value: A}], [text: {value: "{title}"}]]}
    ---
    title: B
    ...
    text 10,14 "A"
    text 30,14 "B"

The layout extends base.yaml unless it says what it extends; one that begins with a dash is its `body`. The
issue gets a title, date, language and sections where it has none, and may be left out. More files, if any, follow
in front of the dots, each after a line `--- NAME`. Pictures are those of the folder files/.

What is expected is some of the dump, in its order: of the kinds of line that are named, every line; of a line, as
many of its words as are written (lengths in mm to two places). `no rect` says that there is none. Lines of the
structure tree begin with `tree` and their depth. Messages are `error`, `warning` or `note`, then file:line:column and
what is wrong; errors are always compared. --update writes what came in place of what does not hold.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KINDS = ["text", "rect", "disc", "line", "path", "image", "clip", "unclip", "link"]
MESSAGES = ["error", "warning", "note"]
USUAL = {"title": "T", "date": "2025-02", "lang": "fr", "sections": "[]"}


class Case:
    def __init__(self, file, number, lines):
        self.file, self.number, self.lines = file, number, lines
        self.title = lines[0].lstrip("# ").strip()
        rest = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
        self.dots = next((i for i, line in enumerate(lines) if line == "..."), len(lines) - 1)
        parts, name = {"layout": []}, "layout"
        for line in lines[rest:self.dots]:
            if line == "---" or line.startswith("--- "):
                name = line[4:].strip() or "issue"
                parts[name] = []
            else:
                parts[name].append(line)
        self.parts = parts
        self.expected = [line for line in lines[self.dots + 1:] if line.strip()]

    def whole_layout(self):
        """Its lines, and how many stand before those of the case."""
        lines = self.parts["layout"]
        head = [] if any(line.startswith("extends:") for line in lines) else ["extends: base.yaml"]
        first = next((line for line in lines if line.strip()), "- {}")
        if first.startswith("- "):
            head.append("body:")
        return head + lines, len(head)

    def whole_issue(self):
        lines = self.parts.get("issue", [])
        head = [f"{key}: {value}" for key, value in USUAL.items()
                if not any(line.startswith(f"{key}:") for line in lines)]
        return head + lines, len(head)


def read_cases(path):
    cases, lines = [], []
    numbered = list(enumerate(path.read_text().splitlines(), 1)) + [(0, "# ")]
    after_dots, begin = False, 1
    for number, line in numbered:
        if after_dots and line.startswith("# "):
            cases.append(Case(path, begin, lines))
            lines, begin, after_dots = [], number, False
        after_dots |= line == "..."
        if lines or line.strip():
            lines.append(line)
    return cases


def words(line):
    return re.findall(r'"(?:[^"\\]|\\.)*"|\S+', line)


def rounded(word):
    """Lengths as a person writes them: 10.000 is 10, 14.4996 is 14.5."""
    def short(found):
        number = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
        return "0" if number == "-0" else number
    return word if word.startswith(('"', "@")) else re.sub(r"-?\d+\.\d{2,3}(?!\d)", short, word)


def without_end(word):
    """A text without the space its line ends at."""
    return re.sub(r'[ \u00a0]+"$', '"', word) if word.startswith('"') else word


def read_dump(text, shifts):
    """Lines of a dump as lists of words; the structure tree's with their depth."""
    lines, in_tree = [], False
    for raw in text.splitlines():
        if raw == "structure":
            in_tree = True
            continue
        found = [rounded(word) for word in words(raw)]
        found = [shifted(word, shifts) if word.startswith("@") else word for word in found]
        if in_tree:
            found[0:1] = ["tree", str((len(raw) - len(raw.lstrip())) // 2 - 1)]
        lines.append(found)
    return lines


def with_says(lines):
    """Before the texts of a line, what they say together."""
    result, says, right = [], None, None
    for line in lines:
        if line[0] == "text":
            x, y = line[1].split(",")
            joins = says and says[1] == y and abs(float(x) - right) < 0.02
            right = float(x) + float(line[3])
            text = next(word for word in line if word.startswith('"'))
            if joins:
                says[2] = says[2][:-1] + text[1:]
            else:
                says = ["says", y, text]
                result.append(says)
        elif line[0] not in ("begin", "end", "link"):
            says = None
        result.append(line)
    return [[line[0], line[2]] if line[0] == "says" else line for line in result]


def shifted(place, shifts):
    """A place in a file of the case, its lines counted from the case's own first."""
    found = re.match(r"(@?)(?:\./)?(\w+)\.yaml:(\d+):(\d+)", place)
    if not found:
        return place
    return f"{found[1]}{found[2]}:{int(found[3]) - shifts.get(found[2], 0)}:{found[4]}"


def read_messages(text, shifts):
    lines = []
    for raw in text.splitlines():
        found = re.match(r"(?:(\S+): )?(error|warning|note): (.*)", raw)
        if found:
            place = [shifted(found[1], shifts)] if found[1] else []
            lines.append([found[2], *place, *words(found[3])])
    return lines


def run_case(program, case):
    with tempfile.TemporaryDirectory(prefix="bulletin-spec-") as name:
        folder = pathlib.Path(name)
        for file in (HERE / "files").iterdir():
            shutil.copy(file, folder)
        shutil.copy(HERE / "base.yaml", folder)
        shifts = {}
        for part, (lines, shift) in (("layout", case.whole_layout()), ("issue", case.whole_issue())):
            (folder / f"{part}.yaml").write_text("\n".join(lines) + "\n")
            shifts[part] = shift
        for part in set(case.parts) - {"layout", "issue"}:
            (folder / part).write_text("\n".join(case.parts[part]) + "\n")
        kept = ("PATH", "HOME", "BULLETIN_DATA", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")
        environment = {key: os.environ[key] for key in kept if key in os.environ} | {"LC_ALL": "C", "TZ": "UTC"}
        wrapper = os.environ.get("SPEC_WRAPPER", "").split()  # such as valgrind
        done = subprocess.run([*wrapper, program, "render", "issue.yaml", "-l", "./layout.yaml", "--format", "dump",
                               "-o", "-"], cwd=folder, env=environment, capture_output=True, timeout=120, text=True)
    if done.returncode not in (0, 1):
        return None, f"status {done.returncode}\n{done.stderr}"
    lines = with_says(read_dump(done.stdout, shifts))
    return read_messages(done.stderr, shifts) + [[without_end(word) for word in line] for line in lines], None


def holds(wanted, found):
    """Whether the words wanted are among those found, in order, the first being the same."""
    if wanted[0] != found[0]:
        return False
    rest = iter(found)
    return all(word in rest for word in wanted)


def kinds_of(expected):
    named = {line.split()[1] if line.startswith("no ") else line.split()[0] for line in expected}
    return named | {"error"} if named else {"says", *KINDS, *MESSAGES} - {"text"}


def short(line):
    """A line as --update writes it."""
    if line[0] == "text":
        return f"text {line[1]} {next(word for word in line if word.startswith(chr(34)))}"
    return " ".join(word for word in line if not word.startswith("@"))


def check(program, case):
    """(problem or None, lines that should be expected)"""
    lines, problem = run_case(program, case)
    if problem:
        return problem, case.expected
    kinds = kinds_of(case.expected)
    absent = [line for line in case.expected if line.startswith("no ")]
    wanted = [line for line in case.expected if not line.startswith("no ")]
    found = [line for line in lines if line[0] in kinds]
    new, faults = [], []
    for i in range(max(len(wanted), len(found))):
        if i >= len(found):
            faults.append(f"missing: {wanted[i]}")
        elif i >= len(wanted):
            faults.append(f"surplus: {short(found[i])}")
            new.append(short(found[i]))
        elif holds([rounded(word) for word in words(wanted[i])], found[i]):
            new.append(wanted[i])
        else:
            faults.append(f"expected: {wanted[i]}\nfound:    {' '.join(found[i])}")
            new.append(short(found[i]))
    if not case.expected and not found:
        faults.append("nothing is expected, and nothing came")
    return "\n".join(faults) or None, absent + new


def write_back(path, cases, results):
    text = ""
    for case, (_, lines) in zip(cases, results):
        text += "\n".join(case.lines[:case.dots + 1] + lines).rstrip() + "\n\n"
    path.write_text(text.rstrip() + "\n")


def main():
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    program, names = str(pathlib.Path(arguments[0]).resolve()), arguments[1:]
    files = [path for path in sorted(HERE.glob("*.txt")) if not names or path.stem in names]
    cases = [case for path in files for case in read_cases(path)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        results = list(pool.map(lambda case: check(program, case), cases))
    print(f"1..{len(cases)}")
    for number, (case, (problem, _)) in enumerate(zip(cases, results), 1):
        print(f"{'not ok' if problem else 'ok'} {number} - {case.file.stem}: {case.title}")
        if problem:
            print(f"# {case.file.name}:{case.number}\n# " + problem.replace("\n", "\n# "))
    if "--update" in sys.argv:
        for path in files:
            own = [(case, result) for case, result in zip(cases, results) if case.file == path]
            write_back(path, *zip(*own))
    return 1 if any(problem for problem, _ in results) else 0


sys.exit(main())
