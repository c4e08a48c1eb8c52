#!/usr/bin/env python3
"""Holds `bulletin check` against broken documents; prints TAP.

Each document says what is expected of it in comments, one a diagnostic, in order:

    #! LINE:COLUMN SEVERITY: WHAT — HINT

(LINE:COLUMN is - for the file as a whole). The comments stand above the text, or below it where the first bytes
of the file are what is tested; an empty file has them beside it, in NAME.expected. Documents in layout/ are
layouts, tried on the smallest issue; the others are issues, tried in a layout that sets nothing.

    run.py PROGRAM [--update] [NAME…]

--update writes what the program says into the documents; then look at the difference.
"""
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ISSUE = HERE.parent.parent / "samples" / "minimal.yaml"
MARK = b"#! "


def environment():
    kept = {name: value for name, value in os.environ.items()
            if name in ("PATH", "HOME") or re.match(r"BULLETIN_|[A-Z]*SAN_OPTIONS$", name)}
    return {"BULLETIN_DATA": str(HERE.parent.parent)} | kept | {"LC_ALL": "C", "TZ": "UTC"}


def found(program, document):
    """The diagnostics of a document in the form of its comments, and the exit status."""
    arguments = ["check", document.name, "-l", "./empty.layout"]
    if document.parent.name == "layout":
        arguments = ["check", ISSUE, "-l", "./" + document.name]
    done = subprocess.run([program, *arguments], cwd=document.parent, env=environment(), capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=60)
    lines = []
    for line in done.stderr.decode("utf-8").splitlines():
        place = re.match(r"(?:\./)?" + re.escape(document.name) + r":(?:(\d+:\d+):)? (.*)", line)
        lines.append(f"{place[1] or '-'} {place[2]}" if place else line)
    return lines, done.returncode


def is_mark(line):
    return line.lstrip(b"\0").startswith(MARK)


def beside(document):
    return document.with_name(document.name + ".expected")


def expected(document):
    data = beside(document).read_bytes() if beside(document).exists() else document.read_bytes()
    return [line.lstrip(b"\0")[len(MARK):].decode("utf-8") for line in data.split(b"\n") if is_mark(line)]


def write(document, lines):
    marks = b"".join(MARK + line.encode("utf-8") + b"\n" for line in lines)
    data = document.read_bytes()
    if not data:
        beside(document).write_bytes(marks)
        return
    rest = b"\n".join(line for line in data.split(b"\n") if not is_mark(line))
    below = data[:1] in (b"\xef", b"\xff")
    document.write_bytes(rest + marks if below else marks + rest)


def update(program, document):
    write(document, found(program, document)[0])
    # The comments moved the text down, which the messages tell.
    write(document, found(program, document)[0])


def problems(program, document):
    wanted = expected(document)
    lines, status = found(program, document)
    if not wanted:
        yield "says nothing of what is expected"
    if lines != wanted:
        yield "\n".join(["expected:", *wanted, "found:", *lines])
    wanted_status = 1 if any(" error: " in line for line in wanted) else 0
    if status != wanted_status:
        yield f"status {status}, expected {wanted_status}"


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    names = [name for name in sys.argv[2:] if not name.startswith("--")]
    documents = sorted(HERE.glob("*.yaml")) + sorted(HERE.glob("layout/*.yaml"))
    documents = [document for document in documents if not names or document.stem in names]
    failed = 0
    for number, document in enumerate(documents, 1):
        if "--update" in sys.argv:
            update(program, document)
        faults = list(problems(program, document))
        failed += bool(faults)
        print(f"{'not ' if faults else ''}ok {number} - {document.relative_to(HERE)}")
        for fault in faults:
            print("# " + fault.replace("\n", "\n# "))
    print(f"1..{len(documents)}")
    return 1 if failed else 0


sys.exit(main())
