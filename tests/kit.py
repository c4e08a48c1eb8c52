"""What every test is given: where things are, and how to run the program."""
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Kit:
    def __init__(self, build, update=False, sanitized=False):
        self.root = ROOT
        self.build = (ROOT / build).resolve()
        self.program = self.build / "bulletin"
        self.update = update
        self.sanitized = sanitized
        self.samples = sorted((ROOT / "samples").glob("*.yaml"))
        self.layouts = sorted(p.stem for p in (ROOT / "layouts").glob("*.yaml"))
        self.kept = {}

    def environment(self, **changes):
        """One that depends on nothing of this machine; None takes a variable out."""
        result = {k: v for k, v in os.environ.items()
                  if k in ("PATH", "HOME", "LSAN_OPTIONS", "ASAN_OPTIONS", "UBSAN_OPTIONS")}
        result.update(LC_ALL="C", TZ="UTC")
        result.update(changes)
        return {k: str(v) for k, v in result.items() if v is not None}

    def run(self, *arguments, env=None, **options):
        """Runs bulletin; stdout and stderr are bytes."""
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run([self.program, *map(str, arguments)], capture_output=True, cwd=options.pop("cwd", ROOT),
                              env=self.environment(**(env or {})), timeout=options.pop("timeout", 300), **options)

    def render(self, issue, format, layout=None, **options):
        """Bytes of a whole output; fails on any error."""
        arguments = ["render", issue, "--format", format, "-o", "-"]
        if layout:
            arguments += ["-l", layout]
        done = self.run(*arguments, **options)
        assert done.returncode == 0, f"render {issue} -l {layout}: status {done.returncode}\n{text(done.stderr)}"
        return done.stdout

    def once(self, key, make):
        """The result of make(), made at most once for a key in a run of all tests."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def dump(self, issue, layout):
        return self.once(("dump", issue, layout), lambda: text(self.render(issue, "dump", layout)))

    def pdf(self, issue, layout):
        return self.once(("pdf", issue, layout), lambda: self.render(issue, "pdf", layout))

    def pairs(self):
        """Every sample in every layout."""
        return [(sample, layout) for sample in self.samples for layout in self.layouts]

    def folder(self):
        return tempfile.TemporaryDirectory(prefix="bulletin-test-")


def text(data):
    return data.decode("utf-8", "replace")


def same(found, expected, what):
    assert found == expected, f"{what}: found {found!r}, expected {expected!r}"
