"""The rooms of src/: who may include whom, which file may include a foreign header, every header alone."""
import re
import subprocess

# Room → rooms it may include (its own aside). From left to right, never back.
ROOMS = {
    "base": [],
    "model": ["base"],
    "load": ["base", "model"],
    "font": ["base"],
    "text": ["base", "model", "font", "display"],
    "display": ["base", "model", "font"],
    "flow": ["base", "model", "font", "text", "display"],
    "paint": ["base", "model", "font", "display"],
    "finish": ["base", "model", "display", "paint"],
    "inspect": ["base", "finish"],
    "import": ["base", "model", "load", "text"],
    "job": ["base", "model", "load", "font", "text", "display", "flow", "paint", "finish", "import"],
    "serve": ["base", "job"],
    "batch": ["base", "job"],
    "cmd": ["base", "inspect", "job", "serve", "batch"],
}

# Foreign header → the files that may include it.
FOREIGN = {
    r"yaml\.h": r"load/yaml\.c",
    r"md4c\.h": r"text/markdown\.c|import/blocks\.c",
    r"hyphen\.h": r"text/hyphen\.c",
    r"pango/.*": r"font/\w+\.[ch]|text/shape\.[ch]",
    r"fontconfig/.*|ft2build\.h|freetype/.*|hb.*\.h": r"font/\w+\.[ch]",
    r"cairo.*\.h": r"paint/[\w-]+\.[ch]",
    r"librsvg/.*": r"paint/picture-rsvg\.c",
    r"jpeglib\.h|jerror\.h|png\.h": r"paint/(picture-\w+|png|thumbnail)\.c|display/picture\.c",
    r"qrencode\.h": r"display/qr\.c",
    r"qpdf/.*": r"finish/\w+\.c",
    r"lcms2\.h": r"paint/colour\.c",
    r"zlib\.h": r"finish/deflate\.c|inspect/inflate\.c",
    r"linux/openat2\.h": r"base/file\.c",
    r"linux/.*|sched\.h": r"batch/confine\.c",
    r"sys/syscall\.h": r"batch/confine\.c|base/file\.c",
    r"poll\.h|sys/(file|mman|prctl|signalfd|wait)\.h": r"batch/\w+\.c",
    r"sys/resource\.h": r"batch/\w+\.c|job/write\.c",
    r"libsoup/.*|gio/.*|glib-unix\.h": r"serve/[\w-]+\.[ch]",
    r"malloc\.h": r"serve/session\.c|batch/heap\.c",
}
ANYWHERE = r"glib\.h|glib/gstdio\.h|gmodule\.h|libintl\.h"
STANDARD = set("""assert complex ctype errno fcntl fenv float inttypes iso646 limits locale math setjmp signal stdalign
stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string sys/stat sys/types tgmath time uchar unistd wchar
wctype""".split())


def files(kit):
    return sorted(p for p in (kit.root / "src").rglob("*") if p.suffix in (".c", ".h"))


def includes(path):
    return [(number, found[1], found[2]) for number, line in enumerate(path.read_text().splitlines(), 1)
            if (found := re.match(r'\s*#\s*include\s+([<"])([^>"]+)', line))]


def own_problem(room, header):
    target = header.split("/")[0]
    if room in (None, target) or target in ROOMS.get(room, []):
        return None
    return f"room {room} may not include {target}"


def foreign_problem(name, header):
    if re.fullmatch(ANYWHERE, header) or header.removesuffix(".h") in STANDARD:
        return None
    for pattern, allowed in FOREIGN.items():
        if re.fullmatch(pattern, header):
            return None if re.fullmatch(allowed, name) else f"<{header}> belongs in {allowed} only"
    return f"<{header}> is in no file's list"


def check_includes(kit):
    problems = []
    for path in files(kit):
        name = str(path.relative_to(kit.root / "src"))
        room = name.split("/")[0] if "/" in name else None
        for number, kind, header in includes(path):
            problem = own_problem(room, header) if kind == '"' else foreign_problem(name, header)
            if problem:
                problems.append(f"src/{name}:{number}: {problem}")
    assert not problems, "\n".join(problems)


def check_main(kit):
    rooms = {header.split("/")[0] for _, kind, header in includes(kit.root / "src/main.c") if kind == '"'}
    assert rooms <= {"base", "cmd"}, f"main.c only looks the command up; it includes {sorted(rooms)}"


def check_own_header_first(kit):
    problems = [f"{path.relative_to(kit.root)}: {own} is not its first include" for path in files(kit)
                if path.suffix == ".c" and path.with_suffix(".h").exists()
                for own in [f"{path.parent.name}/{path.stem}.h"]
                if includes(path)[0][2] != own]
    assert not problems, "\n".join(problems)


def check_alone(kit, header):
    flags = re.search(r"MODULE_CFLAGS := (.*)", (kit.build / "modules.mk").read_text())[1].split()
    done = subprocess.run(["gcc", "-std=c17", "-D_GNU_SOURCE", "-Isrc", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", *flags,
                           "-x", "c", "-"], input=f'#include "{header}"\n#include "{header}"\n', cwd=kit.root,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def cases(kit):
    yield "includes go by the table", lambda: check_includes(kit)
    yield "main.c", lambda: check_main(kit)
    yield "own header first", lambda: check_own_header_first(kit)
    for path in files(kit):
        if path.suffix == ".h":
            header = path.relative_to(kit.root / "src")
            yield f"{header} alone", lambda header=header: check_alone(kit, header)
