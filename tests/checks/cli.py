"""The command line: statuses, help, usage errors, formats, pages, messages."""
import json
import os
import pathlib
import pty
import signal
import struct
import subprocess

from kit import same, text

OPTION_WORDS = {"batch": ["--output", "--jobs", "--layout", "--profile", "--shard", "--force", "--keep-going", "--fail-fast",
                          "--depfile", "--merge", "--seconds", "--memory"],
                "render": ["--output", "--layout", "--format", "--profile", "--pages", "--dpi", "--bleed"],
                "check": ["--layout", "--format"], "inspect": ["--format", "--as"],
                "import": ["--output", "--rules", "--date", "--title", "--force"],
                "preview": ["--layout", "--port", "--no-open", "--goto"], "new": ["--from", "--output"], "schema": [], "fonts": [],
                "help": ["--man"]}

# Words of the command line, status, what standard error must hold. ISSUE is the first sample.
USAGE = [
    ([], 2, "bulletin help"),
    (["rendr"], 2, "did you mean “render”"),
    (["render"], 2, "usage: bulletin render"),
    (["render", "ISSUE", "ISSUE"], 2, "too much"),
    (["render", "ISSUE", "--lyout", "x"], 2, "did you mean --layout"),
    (["render", "ISSUE", "-z"], 2, "unknown option -z"),
    (["render", "ISSUE", "-o"], 2, "--output needs a value"),
    (["render", "ISSUE", "--bleed=yes"], 2, "takes no value"),
    (["render", "ISSUE", "--format", "doc"], 2, "pdf, png, svg, dump"),
    (["render", "ISSUE", "--profile", "web"], 2, "--profile does not take “web”"),
    (["render", "ISSUE", "-o", "x.doc"], 2, "does not say what to write"),
    (["render", "ISSUE", "-o", "x.pdf", "--pages", "3-2"], 2, "names no pages"),
    (["render", "ISSUE", "-o", "x.pdf", "--pages", "0"], 2, "names no pages"),
    (["render", "ISSUE", "-o", "x.png", "--dpi", "0"], 2, "is no resolution"),
    (["render", "ISSUE", "-o", "-", "--format", "png"], 2, "one page only"),
    (["render", "ISSUE", "-f", "pdf", "--pages", "1"], 2, "without --output"),
    (["render", "ISSUE", "-o", "/dev/null", "-f", "pdf", "--pages", "99"], 1, "not all there"),
    (["render", "missing.yaml", "-o", "x.pdf"], 1, "missing.yaml"),
    (["render", "ISSUE", "-o", "x.pdf", "-l", "nowhere"], 1, "layouts present: "),
    (["render", "ISSUE", "-o", "/nowhere/x.pdf"], 3, "its folder does not exist"),
    (["render", "ISSUE", "-f", "pdf", "-o", "/dev/full"], 3, "the disk is full"),
    (["render", "ISSUE", "-f", "pdf", "-o", "/"], 3, "it is a folder"),
    (["batch", "ISSUE"], 2, "name it with --output"),
    (["batch", "-o", "x"], 2, "no issue is named"),
    (["batch", "ISSUE", "-o", "x", "--shard", "5/4"], 2, "is no part of a list"),
    (["batch", "ISSUE", "-o", "x", "-j", "0"], 2, "--jobs does not take “0”"),
    (["batch", "ISSUE", "-o", "x", "--merge"], 2, "--merge takes no issues"),
    (["batch", "-o", "x", "--merge", "--force"], 2, "--merge and --force do not go together"),
    (["batch", "ISSUE", "-o", "x", "--keep-going", "--fail-fast"], 2, "do not go together"),
    (["batch", "@nowhere", "-o", "x"], 1, "the list “nowhere” cannot be read"),
    (["schema", "page"], 2, "bulletin schema issue"),
    (["check"], 2, "usage: bulletin check"),
    (["inspect"], 2, "usage: bulletin inspect"),
    (["inspect", "missing.pdf"], 3, "missing.pdf"),
    (["inspect", "ISSUE"], 3, "this is no PDF file"),
    (["inspect", "ISSUE", "--as", "x-1"], 2, "--as does not take “x-1”"),
    (["help", "chek"], 2, "did you mean “check”"),
    (["new", "--from", "missing.yaml"], 1, "missing.yaml"),
    (["new", "-o", "ISSUE"], 1, "is there already — give another name, or remove it first"),
    (["import", "MAIL", "-o", "ISSUE"], 1, "is there already — give another name, or replace it with --force"),
]


def check_usage(kit, words, status, message):
    with kit.folder() as folder:
        places = {"ISSUE": kit.samples[0], "MAIL": kit.root / "tests/import/n51.md"}
        words = [places.get(word, word) for word in words]
        done = kit.run(*words, cwd=folder)
        same(done.returncode, status, "status")
        assert message in text(done.stderr), f"“{message}” is not in: {text(done.stderr)}"
        same(os.listdir(folder), [], "files made")


def check_help(kit):
    done = kit.run("help")
    same(done.returncode, 0, "status")
    for command, options in OPTION_WORDS.items():
        assert f"\n  {command} " in text(done.stdout), f"{command} is not in the help"
        for arguments in (["help", command], [command, "--help"]):
            page = kit.run(*arguments)
            same(page.returncode, 0, f"status of {arguments}")
            assert text(page.stdout).startswith(f"bulletin {command}"), text(page.stdout)
            assert all(option in text(page.stdout) for option in options), text(page.stdout)


def check_manual(kit):
    page = kit.run("help", "--man")
    same(page.returncode, 0, "status")
    lines = text(page.stdout).splitlines()
    same(lines[0][:16], ".TH BULLETIN 1 \"", "first line")
    for options in OPTION_WORDS.values():
        for option in options:
            assert option.replace("-", "\\-") in text(page.stdout), f"{option} is not in the manual page"


def check_version(kit):
    done = kit.run("--version")
    same((done.returncode, text(done.stdout).split()[0]), (0, "bulletin"), "version")


def check_full(kit):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([kit.program, "schema", "issue"], stdout=full, stderr=subprocess.PIPE, env=kit.environment())
    same(done.returncode, 3, "status")
    assert b"cannot write standard output: the disk is full" in done.stderr, text(done.stderr)


def check_reader_gone(kit):
    """As other programs: not a word, and the end by SIGPIPE."""
    issue = kit.samples[0]
    with kit.folder() as folder:
        for words in (["schema", "issue"], ["render", issue, "-o", "-"], ["new"], ["check", issue, issue],
                      ["batch", issue, "-o", "out"]):
            reader, writer = os.pipe()
            os.close(reader)
            done = subprocess.run([kit.program, *words], cwd=folder, stdout=writer, stderr=subprocess.PIPE,
                                  env=kit.environment(), timeout=120)
            os.close(writer)
            same((done.returncode, "standard output" in text(done.stderr)), (-signal.SIGPIPE, False), words)
        assert (pathlib.Path(folder) / "out/report.json").exists(), "the batch was not finished"


def in_shell(kit, command, folder):
    return subprocess.run(["bash", "-c", f"B={kit.program}; I={kit.samples[0]}; {command}"], cwd=folder,
                          capture_output=True, env=kit.environment(), timeout=120)


def check_closed(kit):
    """A closed stream is called that, and no file takes its number."""
    with kit.folder() as folder:
        for command in ("$B fonts >&-", "$B check $I >&-", "$B render $I -o - >&-", "$B schema issue >&-", "$B help >&-",
                        "$B batch $I -o out -j 1 >&-", "$B batch $I -o out -j 1 --force <&- >&-"):
            done = in_shell(kit, command, folder)
            same(done.returncode, 3, f"{command}: {text(done.stderr)}")
            assert "cannot write standard output: it is closed" in text(done.stderr), text(done.stderr)
        same(in_shell(kit, "$B batch $I -o out -j 1", folder).returncode, 0, "the same folder")
        manifest = (pathlib.Path(folder) / "out/.bulletin/manifest").read_bytes()
        assert manifest.count(b"\n") == 1, manifest
        same(in_shell(kit, "$B render $I -o o.pdf <&- >&- 2>&-", folder).returncode, 0, "nothing to say")


def check_unreadable(kit):
    with kit.folder() as folder:
        done = kit.run("render", kit.samples[0], "-o", "x.pdf", cwd=folder, env={"BULLETIN_DATA": folder})
        same(done.returncode, 3, "status")
        assert "BULLETIN_DATA" in text(done.stderr), text(done.stderr)


def check_json(kit):
    issues = kit.samples[:2]
    done = kit.run("check", "--format", "json", *issues)
    found = json.loads(done.stdout)
    same([entry["issue"] for entry in found], [str(issue) for issue in issues], "issues")
    same(done.stderr, b"", "standard error")
    for entry in found:
        assert entry["pages"] > 0
        for finding in entry["diagnostics"]:
            same(sorted(finding), sorted(["file", "line", "column", "end_line", "end_column", "severity", "code", "what",
                                          "hint"]), "fields")
            assert finding["severity"] in ("note", "warning", "error")


def check_broken_json(kit):
    with kit.folder() as folder:
        issue = pathlib.Path(folder) / "broken.yaml"
        issue.write_text("title: [\n")
        done = kit.run("check", "--format", "json", issue, kit.samples[0])
        same(done.returncode, 1, "status")
        first = json.loads(done.stdout)[0]["diagnostics"][0]
        same((first["file"], first["severity"]), (str(issue), "error"), "finding")
        assert first["line"] >= 1 and first["column"] >= 1


def check_stdin(kit):
    issue = kit.samples[0]
    with issue.open() as stream:
        done = kit.run("render", "-", "-f", "dump", "-o", "-", stdin=stream, cwd=issue.parent)
    same(done.returncode, 0, text(done.stderr))
    assert done.stdout.startswith(b"page 1") or b"\npage 1" in done.stdout


def png_size(data):
    same(data[:8], b"\x89PNG\r\n\x1a\n", "signature")
    return struct.unpack(">II", data[16:24])


def check_pages(kit):
    issue = kit.samples[0]
    with kit.folder() as folder:
        done = kit.run("render", issue, "-o", "p.png", "--dpi", "36", cwd=folder)
        same(done.returncode, 0, text(done.stderr))
        names = sorted(os.listdir(folder))
        same(names, [f"p-{page + 1}.png" for page in range(len(names))], "files")
        kit.run("render", issue, "-o", "one.png", "--dpi", "72", "--pages", "1", cwd=folder)
        data = (pathlib.Path(folder) / "one.png").read_bytes()
        width, height = png_size(data)
        small = png_size((pathlib.Path(folder) / "p-1.png").read_bytes())
        assert abs(width - 2 * small[0]) <= 2 and abs(height - 2 * small[1]) <= 2, (width, height, small)
        kit.run("render", issue, "-o", "bleed.png", "--dpi", "72", "--pages", "1", "--bleed", cwd=folder)
        assert png_size((pathlib.Path(folder) / "bleed.png").read_bytes())[0] >= width


def check_older_pages(kit):
    """Pages that a longer issue left are named, and left alone; pages that were asked for are no whole issue."""
    minimal = next(issue for issue in kit.samples if issue.stem == "minimal")
    with kit.folder() as folder:
        for name in ("p-1.png", "p-2.png", "p-07.png", "q-9.png", "p-9.svg", "p-x.png", "p-2-3.png", "p.png"):
            (pathlib.Path(folder) / name).write_bytes(b"older")
        done = kit.run("render", minimal, "-o", "p.png", "--dpi", "36", cwd=folder)
        same((done.returncode, text(done.stderr).partition("\n")[2]), (0, "bulletin: note: p-2.png is older: a page of what was longer — "
                                                    "they are none of these pages: remove them, unless you need them\n"), "words")
        for name in ("p-11.png", "p-5.png"):
            (pathlib.Path(folder) / name).write_bytes(b"older")
        done = kit.run("render", minimal, "-o", f"{folder}/p.png", "--dpi", "36")
        assert f"{folder}/p-2.png to {folder}/p-11.png are older: 3 pages" in text(done.stderr), text(done.stderr)
        same((pathlib.Path(folder) / "p-5.png").read_bytes(), b"older", "p-5.png")
        for more in (["--pages", "1-1"], ["--pages", "1-"]):
            done = kit.run("render", minimal, "-o", "p.png", "--dpi", "36", *more, cwd=folder)
            same(text(done.stderr).count("older"), more[1] == "1-", more)


def check_default_name(kit):
    with kit.folder() as folder:
        done = kit.run("render", kit.samples[0], cwd=folder)
        same(done.returncode, 0, text(done.stderr))
        same(os.listdir(folder), [kit.samples[0].stem + ".pdf"], "files")


def on_terminal(kit, arguments, **env):
    """Standard error of a run whose standard error is a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen([kit.program, *map(str, arguments)], stderr=slave, stdout=subprocess.DEVNULL,
                          env=kit.environment(TERM="xterm", **env)) as process:
        os.close(slave)
        data = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            data += part
        process.wait()
    os.close(master)
    return text(data).replace("\r\n", "\n")


def check_terminal(kit):
    with kit.folder() as folder:
        issue = pathlib.Path(folder) / "i.yaml"
        issue.write_text("title: Été\nnumbr: 5\n")
        plain = text(kit.run("check", issue).stderr)
        assert "\033" not in plain and "^" not in plain, plain
        assert f"{issue}:2:1: error: " in plain and " — " in plain, plain
        shown = on_terminal(kit, ["check", issue])
        assert "\033[" in shown and "    2 | numbr: 5\n      | " in shown and "^^^^^" in shown, shown
        bare = on_terminal(kit, ["check", issue], NO_COLOR="1")
        assert "\033" not in bare and "      | ^^^^^\n" in bare, bare


def check_french(kit):
    for env in ({"LC_ALL": "fr_FR.UTF-8"}, {"LC_ALL": None, "LANG": "fr_CA.UTF-8"}, {"LC_ALL": "C.UTF-8", "LANGUAGE": "fr"}):
        done = kit.run("help", env=env)
        assert "Commandes" in text(done.stdout), f"{env}: {text(done.stdout)}"
    assert "Commands" in text(kit.run("help", env={"LC_ALL": "C", "LANGUAGE": "fr"}).stdout)


def check_schema(kit):
    for name in ("issue", "layout", "import"):
        schema = json.loads(kit.run("schema", name).stdout)
        assert schema["$schema"].startswith("https://json-schema.org/draft/2020-12"), schema["$schema"]
        same((kit.root / f"src/load/{name}.schema.json").read_bytes(), kit.run("schema", name).stdout, "schema")


def check_fonts(kit):
    listed = text(kit.run("fonts").stdout)
    for line in (kit.root / "fonts/MANIFEST").read_text().splitlines():
        if not line.startswith("#"):
            family, style, file, _, licence, _ = line.split("\t")
            row = [row.split() for row in listed.splitlines() if file in row]
            assert row and row[0][0] == family and licence in row[0] and all(w in row[0] for w in style.split()), listed


def cases(kit):
    for words, status, message in USAGE:
        yield " ".join(["bulletin", *words]), lambda w=words, s=status, m=message: check_usage(kit, w, s, m)
    for name, function in sorted(globals().items()):
        if name.startswith("check_") and name != "check_usage":
            yield name.removeprefix("check_").replace("_", " "), lambda function=function: function(kit)
