"""Many issues: bad ones cost themselves only, killed runs go on, the result is the same however it came about."""
import ctypes
import json
import os
import pathlib
import pty
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse

from generate_issues import FULL_BYTES, HOSTILE, generate, long_issue
from kit import same, text

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24
TIMES = re.compile(rb'\n +"cpu_ms": \d+,')
# In a line of a manifest: its checksum, and the time after status and pages.
LINE_TIMES = re.compile(rb"^[0-9a-f]{16} (\(b(?:'[^']*'|\"[^\"]*\"), \d+, \d+, )\d+", re.M)


def without_powers():
    """Root reads everything: the tests are run by it in places."""
    libc = ctypes.CDLL(None)
    for power in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, power, 0, 0, 0)


def batch(kit, source, target, *options, **more):
    return kit.run("batch", source, "-o", target, *options, **more)


def report(target, name="report.json"):
    return json.loads((target / name).read_text())


def statuses(target):
    return {issue["issue"]: issue["status"] for issue in report(target)["issues"]}


def state(target):
    """Every file with its bytes, times aside."""
    files = {}
    for path in sorted(target.rglob("*")):
        if path.is_file():
            files[str(path.relative_to(target))] = LINE_TIMES.sub(rb"\1", TIMES.sub(b"", path.read_bytes()))
    return files


def same_state(found, expected, what):
    found, expected = state(found), state(expected)
    same(sorted(found), sorted(expected), f"{what}: files")
    different = [name for name in found if found[name] != expected[name]]
    assert not different, f"{what}: other bytes in {different}"


def source_of(kit, count=12, hostile=0):
    """A folder of issues, made once a run, and what is expected of the hostile ones."""
    def make():
        folder = pathlib.Path(kit.build) / f"batch-{count}-{hostile}"
        shutil.rmtree(folder, ignore_errors=True)
        return folder, generate(folder, count, hostile=hostile)
    return make()


def name_of(pid):
    """What a process is called: a worker, by the first 15 bytes of its issue's name."""
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def is_alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def run_hostile(kit, source, out):
    """One whose workers of issues "-killed" are killed, and that finds no room for large files."""
    def limit():
        without_powers()
        resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_BYTES, FULL_BYTES))

    with open(f"{out}.errors", "wb") as errors, subprocess.Popen(
            [kit.program, "batch", source, "-o", out], cwd=kit.root, env=kit.environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=errors, preexec_fn=limit) as run:
        while run.poll() is None:
            for pid in workers_of(run):
                if re.match(r"\d+-kille", name_of(pid)):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.005)
    done = run.returncode, pathlib.Path(f"{out}.errors").read_text(errors="replace")
    os.unlink(f"{out}.errors")
    return done


def check_hostile(kit, count=45, hostile=len(HOSTILE)):
    """Some of them hostile: each is told with its cause, the others are what they are without them."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        out, clean = folder / "out", folder / "clean"
        source, expected = source_of(kit, count, hostile)
        status, errors = run_hostile(kit, source, out)
        same(status, 1, f"status ({errors[-2000:]})")
        issues = {issue["issue"]: issue for issue in report(out)["issues"]}
        same(len(issues), count, "issues in the report")
        wrong = [name for name, issue in issues.items() if (issue["status"] == "fine") == (name in expected)]
        assert not wrong, [(name, issues[name]) for name in wrong]
        for name, (status, words) in expected.items():
            same(issues[name]["status"], status, f"status of {name}")
            messages = " ".join(d["what"] for d in issues[name]["diagnostics"])
            assert words in messages, f"{name}: “{words}” is not in: {messages}"
            assert re.search(re.escape(name) + ".*" + re.escape(words), errors), f"{name}: “{words}” is not printed"
        good, _ = source_of(kit, count - hostile)
        same(batch(kit, good, clean, timeout=3600).returncode, 0, "status without hostile ones")
        outputs = [{str(path.relative_to(tree)): path.read_bytes() for path in sorted(tree.rglob("*"))
                    if path.is_file() and path.suffix in (".pdf", ".jpg")} for tree in (out, clean)]
        same(sorted(outputs[0]), sorted(outputs[1]), "outputs")
        different = [name for name in outputs[1] if outputs[0][name] != outputs[1][name]]
        assert not different, f"other bytes because of hostile ones in {different}"
        no_leftovers(out)
        for name in ("0001", "0025"):
            alone = kit.render(good / f"{name}.yaml", "pdf")
            assert outputs[0][f"{name}.pdf"] == alone, f"{name} differs from `render`"
        shutil.rmtree(source)
        shutil.rmtree(good)


def no_leftovers(out):
    left = [str(p) for p in pathlib.Path(out).rglob("*bulletin-part*")]
    assert not left, left


def check_jobs(kit, source):
    """One at a time or three: the same files, the same words in the same order."""
    with kit.folder() as one, kit.folder() as three:
        runs = [batch(kit, source, out, "-j", jobs) for out, jobs in ((one, 1), (three, 3))]
        same([run.returncode for run in runs], [0, 0], f"statuses {text(runs[0].stderr)}")
        assert runs[0].stdout == runs[1].stdout and runs[0].stderr == runs[1].stderr, "other words"
        same_state(pathlib.Path(one), pathlib.Path(three), "-j 1 and -j 3")


def check_unchanged(kit, source):
    """Nothing is made again, unless what was read has changed, or is asked for, or an output is gone."""
    with kit.folder() as folder:
        copy, out = pathlib.Path(folder) / "in", pathlib.Path(folder) / "out"
        shutil.copytree(source, copy)

        def made(*options):
            before = {p: p.stat().st_mtime_ns for p in out.rglob("*.pdf")}
            done = batch(kit, copy, out, *options)
            same(done.returncode, 0, f"status ({text(done.stderr)})")
            return sorted(p.stem for p in out.rglob("*.pdf") if before.get(p) != p.stat().st_mtime_ns)
        everything = sorted(p.stem for p in copy.glob("*.yaml"))
        same(made(), everything, "first run")
        same(made(), [], "second run")
        (out / "0002.pdf").unlink()
        same(made(), ["0002"], "after an output is gone")
        with open(copy / "0003.yaml", "a") as stream:
            stream.write("# changed\n")
        same(made(), ["0003"], "after an issue has changed")
        same(made("-l", "plain-a4"), everything, "with another layout")
        same(made("-l", "plain-a4", "--force"), everything, "forced")
        # The archive elsewhere is the same archive.
        copy.rename(copy.with_name("moved"))
        copy = copy.with_name("moved")
        same(made("-l", "plain-a4"), [], "after a move")
        # A line that was torn counts as not there.
        manifest = out / ".bulletin/manifest"
        manifest.write_bytes(manifest.read_bytes()[:-20])
        same(made("-l", "plain-a4"), [everything[-1]], "after the last line was torn")
        same(made("-l", "plain-a4"), [], "and then")


def check_pictures_count(kit):
    with kit.folder() as folder:
        copy, out = pathlib.Path(folder) / "in", pathlib.Path(folder) / "out"
        shutil.copytree(kit.root / "samples", copy)
        same(batch(kit, copy, out).returncode, 0, "status")
        before = (out / "demo.pdf").stat().st_mtime_ns, (out / "minimal.pdf").stat().st_mtime_ns
        for picture in copy.glob("images/*.*"):
            picture.write_bytes(picture.read_bytes() + b"\n")
        same(batch(kit, copy, out).returncode, 0, "status")
        after = (out / "demo.pdf").stat().st_mtime_ns, (out / "minimal.pdf").stat().st_mtime_ns
        assert before[0] != after[0], "changed pictures, but the same pages"
        same(before[1], after[1], "pages without pictures")


def kill_at(kit, source, out, delay):
    """Whether kill -9 after so many seconds came before the end; all workers are gone then."""
    with subprocess.Popen([kit.program, "batch", source, "-o", out, "-j", "2"], cwd=kit.root, env=kit.environment(),
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        try:
            run.wait(timeout=delay)
        except subprocess.TimeoutExpired:
            run.kill()
        return run.wait() == -signal.SIGKILL


def check_killed(kit, source, kills=10, seed=51):
    """kill -9 at random moments until it has come so often; what goes on from there ends as one clean run does."""
    chance = random.Random(seed)
    with kit.folder() as clean, kit.folder() as out:
        begin = time.monotonic()
        same(batch(kit, source, clean).returncode, 0, "status")
        whole = time.monotonic() - begin
        expected = state(pathlib.Path(clean))
        ends = []
        while kills:
            killed = kill_at(kit, source, out, chance.random() * whole)
            kills -= killed
            # At the end, and now and then between, it is let finish; then it starts anew.
            if not killed or not kills or chance.random() < 0.2:
                same(batch(kit, source, out).returncode, 0, "status")
                ends.append(state(pathlib.Path(out)))
                shutil.rmtree(out)
            if not killed:  # faster than the clean run was
                whole *= 0.8
        for end in ends:
            same(sorted(end), sorted(expected), "killed and gone on: files")
            different = [name for name in end if end[name] != expected[name]]
            assert not different, f"killed and gone on: other bytes in {different}"
        pathlib.Path(out).mkdir()


def workers_of(run):
    path = pathlib.Path(f"/proc/{run.pid}/task/{run.pid}/children")
    return [int(pid) for pid in path.read_text().split()] if path.exists() else []


def start_on_long(kit, folder, *options):
    """A run on one issue that takes long, and a short one; its worker."""
    source = pathlib.Path(folder) / "in"
    generate(source, 1)
    (source / "0002.yaml").write_text(long_issue((source / "0001.yaml").read_text(), 60))
    run = subprocess.Popen([kit.program, "batch", source, "-o", pathlib.Path(folder) / "out", "-j", "1", *options],
                           cwd=kit.root, env=kit.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(3000):
        for pid in workers_of(run):
            if name_of(pid).startswith("0002"):
                return run, pid, pathlib.Path(folder) / "out"
        time.sleep(0.002)
    raise AssertionError("no worker was seen")


def check_worker_dies(kit, number, status, words):
    with kit.folder() as folder:
        run, worker, out = start_on_long(kit, folder)
        os.kill(worker, number)
        _, errors = run.communicate(timeout=300)
        same(run.returncode, 1, "status")
        same(statuses(out), {"0001.yaml": "fine", "0002.yaml": status}, "statuses")
        assert words in text(errors), text(errors)
        no_leftovers(out)


def check_interrupt(kit):
    """The issue at work is finished, the rest is left; another run goes on."""
    with kit.folder() as folder:
        run, worker, out = start_on_long(kit, folder)
        shutil.copy(kit.root / "samples/minimal.yaml", pathlib.Path(folder) / "in/0003.yaml")
        run.send_signal(signal.SIGINT)
        run.send_signal(signal.SIGTERM)
        output, _ = run.communicate(timeout=300)
        assert run.returncode in (-signal.SIGINT, -signal.SIGTERM), run.returncode
        assert "left, first 0002.yaml" in text(output), text(output)
        same(statuses(out), {"0001.yaml": "fine", "0002.yaml": "left"}, "statuses")
        no_leftovers(out)


def check_second_interrupt(kit):
    """The second signal drops what is at work: it is left, and nothing of it stays."""
    with kit.folder() as folder:
        run, worker, out = start_on_long(kit, folder)
        os.kill(worker, signal.SIGSTOP)  # it would not end by itself
        # Two that come before the first is seen are one; one after the second would end the run at its last words.
        while is_alive(worker):
            run.send_signal(signal.SIGINT)
            time.sleep(0.2)
        output, _ = run.communicate()
        same(run.returncode, -signal.SIGINT, "status")
        assert "1 issue is left, first 0002.yaml" in text(output), text(output)
        same(statuses(out), {"0001.yaml": "fine", "0002.yaml": "left"}, "statuses")
        no_leftovers(out)


def check_worker_has_given_up(kit):
    """No new privileges, calls filtered, nothing open but the result and the messages."""
    with kit.folder() as folder:
        run, worker, _ = start_on_long(kit, folder)
        wanted = {"NoNewPrivs": "1", "Seccomp": "2"}
        for _ in range(500):
            lines = pathlib.Path(f"/proc/{worker}/status").read_text().splitlines()
            found = {name: value.strip() for name, _, value in (line.partition(":") for line in lines) if name in wanted}
            if found == wanted:
                break
            time.sleep(0.002)
        links = [os.readlink(link) for link in pathlib.Path(f"/proc/{worker}/fd").iterdir()]
        run.kill()
        run.communicate()
        same(found, wanted, "of the worker")
        strange = [link for link in links if not re.match(r"/dev/null|pipe:|/memfd:messages", link)
                   and str(folder) not in link and not link.startswith(str(kit.root))]
        assert not strange, strange


# What docs/limits.md calls it → how the system does, bytes of one.
SYSTEM_LIMITS = {"processor time": ("Max cpu time", 1), "memory": ("Max address space", 1024 * 1024),
                 "one file written": ("Max file size", 1024 * 1024), "files open at once": ("Max open files", 1)}


def limits_of(pid):
    """The soft ones."""
    lines = pathlib.Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:].split()[0] for line in lines}


def check_worker_limits(kit):
    """A worker has the limits that are documented."""
    rows = re.findall(r"^\| ([^|(]+)(?: \([^|]*)? \| ([\d,]+)", (kit.root / "docs/limits.md").read_text(), re.M)
    expected = {SYSTEM_LIMITS[what][0]: str(int(limit.replace(",", "")) * SYSTEM_LIMITS[what][1])
                for what, limit in rows if what in SYSTEM_LIMITS}
    same(len(expected), len(SYSTEM_LIMITS), "limits that are documented")
    expected["Max core file size"] = "0"
    if kit.sanitized:
        del expected["Max address space"]
    with kit.folder() as folder:
        run, worker, _ = start_on_long(kit, folder)
        for _ in range(500):
            found = {name: value for name, value in limits_of(worker).items() if name in expected}
            if found == expected:
                break
            time.sleep(0.002)
        run.kill()
        run.communicate()
        same(found, expected, "of the worker")


def check_terminal(kit, source):
    """A line that changes, with done, failed, rate and time left; no line an issue."""
    with kit.folder() as out:
        ours, theirs = pty.openpty()
        run = subprocess.Popen([kit.program, "batch", source, "-o", out, "-j", "1"], cwd=kit.root, stderr=theirs,
                               env=kit.environment(), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        os.close(theirs)
        seen = b""
        while True:
            try:
                seen += os.read(ours, 65536)
            except OSError:
                break
        output = run.stdout.read()
        same(run.wait(), 0, "status")
        os.close(ours)
        lines = text(seen).split("\r\x1b[K")
        assert re.fullmatch(r"1[0-2] of 12, 0 failed, [\d.]+ a second(, \d+ s left)?", lines[-2]), lines[-3:]
        same(lines[-1], "", "what stays of the line")
        same(len(text(output).splitlines()), 1, f"lines ({text(output)})")


def check_list(kit, source):
    """Lists may hold folders, comments, empty lines, ends of other systems; names with spaces, colons, accents."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        names = ["a b.yaml", "été: n°1.yaml", "x$y#z.yaml", "quote'\".yaml"]
        (folder / "in/sub").mkdir(parents=True)
        for name in names:
            shutil.copy(kit.root / "samples/minimal.yaml", folder / "in/sub" / name)
        shutil.copy(kit.root / "samples/minimal.yaml", folder / "in/one.yaml")
        (folder / "in/list").write_text("# a list\r\n\r\nsub\r\none.yaml\n./one.yaml\n")
        done = kit.run("batch", "@in/list", "-o", "out", "--depfile", "d", cwd=folder)
        same(done.returncode, 0, f"status ({text(done.stderr)})")
        same(sorted(statuses(folder / "out")), sorted(["one.yaml"] + [f"sub/{name}" for name in names]), "issues")
        page = (folder / "out/index.html").read_text()
        for link in re.findall(r'(?:href|src)="([^"]*)"', page):
            assert (folder / "out" / urllib.parse.unquote(link)).is_file(), link
        (folder / "Makefile").write_text("out/report.json:\n\t@echo made\ninclude d\n")
        made = subprocess.run(["make", "-f", "Makefile", "out/report.json"], cwd=folder, capture_output=True)
        assert made.returncode == 0 and b"up to date" in made.stdout, made
        nothing = kit.run("batch", "@-", "-o", "none", cwd=folder, stdin=None, input=b"# nothing\n")
        same(nothing.returncode, 0, "status of an empty list")
        assert "note: the list is empty" in text(nothing.stderr), text(nothing.stderr)
        (folder / "void").mkdir()
        nothing = kit.run("batch", "void", "-o", "none", cwd=folder)
        same(nothing.returncode, 1, "status of an empty folder")
        assert "no issue is found in “void” — name a folder that has .yaml or .yml" in text(nothing.stderr), text(nothing.stderr)
        same(kit.run("batch", "missing.yaml", "-o", "out", cwd=folder).returncode, 1, "status of a missing issue")


def check_limit(kit, options, status, words):
    with kit.folder() as folder:
        run, _, out = start_on_long(kit, folder, *options)
        _, errors = run.communicate(timeout=300)
        same(run.returncode, 1, f"status ({text(errors)})")
        same(statuses(out)["0002.yaml"], status, "status of the long one")
        assert words in text(errors), text(errors)


def check_full_disk(kit, source):
    """A limit on the size of files stands for the full disk: large ones fail, and say so."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (middle, middle))

    with kit.folder() as out, kit.folder() as clean:
        same(batch(kit, source, clean).returncode, 0, "status")
        sizes = sorted(path.stat().st_size for path in pathlib.Path(clean).glob("*.pdf"))
        middle = sizes[len(sizes) // 2]
        done = batch(kit, source, out, preexec_fn=limit)
        out = pathlib.Path(out)
        same(done.returncode, 1, f"status ({text(done.stderr)})")
        found = statuses(out)
        assert set(found.values()) == {"fine", "system"}, found
        assert "it is larger than files may be here" in text(done.stderr), text(done.stderr)
        for name, status in found.items():
            same((out / name.replace(".yaml", ".pdf")).exists(), status == "fine", name)
        no_leftovers(out)


def check_shards(kit, source):
    with kit.folder() as whole, kit.folder() as parts:
        names = sorted(p.name for p in source.glob("*.yaml"))
        done = kit.run("batch", "@-", "-o", whole, cwd=source, stdin=None, input="\n".join(names).encode())
        same(done.returncode, 0, "status")
        chosen = []
        for part in (3, 1, 2):
            random.Random(part).shuffle(names)
            listed = "\n".join(names).encode()
            done = kit.run("batch", "@-", "-o", parts, "--shard", f"{part}/3", cwd=source, stdin=None, input=listed)
            same(done.returncode, 0, f"status of {part} ({text(done.stderr)})")
            if part == 3:
                early = kit.run("batch", "--merge", "-o", parts)
                assert "1/3, 2/3" in text(early.stderr), text(early.stderr)
                chosen += [i["issue"] for i in report(pathlib.Path(parts))["issues"]]
            else:
                chosen += [i["issue"] for i in report(pathlib.Path(parts), f"report-{part}-of-3.json")["issues"]]
        same(sorted(chosen), sorted(names), "issues of the parts")
        late = kit.run("batch", "--merge", "-o", parts)
        same((late.returncode, text(late.stderr)), (0, ""), "status of --merge")
        same(sorted(statuses(pathlib.Path(parts))), sorted(names), "merged report")
        same_state(pathlib.Path(parts), pathlib.Path(whole), "parts and whole")


def check_parts_are_newer(kit, source):
    """What parts have done counts more than what the whole had before; a run on everything takes it up."""
    with kit.folder() as out:
        for options in ((), ("-l", "plain-a4", "--shard", "1/2"), ("-l", "plain-a4", "--shard", "2/2")):
            same(batch(kit, source, out, *options).returncode, 0, "status")
        done = batch(kit, source, out, "-l", "plain-a4")
        assert "(12 of them unchanged)" in text(done.stdout), text(done.stdout)
        left = [p.name for p in pathlib.Path(out).rglob("*-of-2*")]
        assert not left, left


def check_profile(kit):
    """Pages for a press are those of `render`; for another purpose they are made again."""
    with kit.folder() as out:
        source = kit.root / "samples/minimal.yaml"
        for profile in ("print", "booklet", "screen"):
            done = batch(kit, source, out, "--profile", profile)
            same(done.returncode, 0, f"status ({text(done.stderr)})")
            alone = kit.run("render", source, "--profile", profile, "-f", "pdf", "-o", "-")
            assert (pathlib.Path(out) / "minimal.pdf").read_bytes() == alone.stdout, f"{profile} differs from `render`"
            same(report(pathlib.Path(out))["issues"][0]["pages"], 1, "pages")


def check_depfile(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        done = batch(kit, "samples", folder / "out", "--depfile", folder / "d")
        same(done.returncode, 0, f"status ({text(done.stderr)})")
        (folder / "Makefile").write_text(f"{folder}/out/report.json:\n\t@echo made\n\t@touch $@\ninclude {folder}/d\n")

        def make():
            return text(subprocess.run(["make", "-f", folder / "Makefile"], cwd=kit.root, capture_output=True).stdout)
        assert "samples/images/" in (folder / "d").read_text(), (folder / "d").read_text()
        assert "up to date" in make(), make()
        os.utime(folder / "out/report.json", (0, 0))
        assert "made" in make(), make()


def check_fail_fast(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        generate(folder / "in", 3)
        (folder / "in/0000.yaml").write_text("title: x\n")
        done = batch(kit, folder / "in", folder / "out", "--fail-fast", "-j", "1")
        same(done.returncode, 1, "status")
        same(sorted(statuses(folder / "out").values()), ["errors", "left", "left", "left"], "statuses")
        assert "3 issues are left, first 0001.yaml" in text(done.stdout), text(done.stdout)


def check_confined(kit):
    """An issue cannot have a file outside its folder read: not as a layout either."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        (folder / "secret.yaml").write_text("secret: words\n")
        (folder / "in").mkdir()
        (folder / "in/a.yaml").write_text((kit.root / "samples/minimal.yaml").read_text() + "layout: ../secret.yaml\n")
        done = batch(kit, folder / "in", folder / "out", cwd=folder / "in")
        same(done.returncode, 1, "status")
        assert "secret: words" not in text(done.stderr) and "no key `secret`" not in text(done.stderr), text(done.stderr)
        assert "outside the issue's folder" in text(done.stderr), text(done.stderr)


def jpeg_size(data):
    """Width and height of a whole JPEG."""
    assert data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9"), "no whole JPEG"
    at = 2
    while data[at + 1] != 0xC0:  # each segment with its length, as far as that of the frame
        at += 2 + int.from_bytes(data[at + 2:at + 4])
    return int.from_bytes(data[at + 7:at + 9]), int.from_bytes(data[at + 5:at + 7])


def check_index(kit, source):
    """The contact sheet names every issue and loads nothing but what is beside it."""
    with kit.folder() as out:
        same(batch(kit, source, out).returncode, 0, "status")
        page = (pathlib.Path(out) / "index.html").read_text()
        links = re.findall(r'(?:href|src)="([^"]*)"', page)
        same(len(links), 2 * len(list(source.glob("*.yaml"))), "links")
        for link in links:
            assert (pathlib.Path(out) / link).is_file(), link
        for link in filter(re.compile(r"\.jpg$").search, links):
            same(jpeg_size((pathlib.Path(out) / link).read_bytes()), (298, 421), "pixels of an A4 page at 36 dpi")
        assert "http" not in page.replace("http-equiv", ""), "an address of the network"


def check_second_run_waits(kit):
    with kit.folder() as folder:
        run, _, out = start_on_long(kit, folder, "--seconds", "900")
        second = batch(kit, pathlib.Path(folder) / "in", out)
        same(second.returncode, 3, "status of the second")
        assert "another run is writing" in text(second.stderr), text(second.stderr)
        run.communicate(timeout=300)
        same(run.returncode, 0, "status of the first")


def check_collision(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        for name in ("a", "b"):
            generate(folder / name, 1)
        done = kit.run("batch", folder / "a", folder / "b", "-o", folder / "out")
        same(done.returncode, 1, "status")
        assert "would be written to the same file" in text(done.stderr), text(done.stderr)


def cases(kit):
    source, _ = source_of(kit)
    yield "hostile issues cost themselves only", lambda: check_hostile(kit)
    for name, function in {"one and three at a time": check_jobs, "what is unchanged stays": check_unchanged,
                           "killed and gone on": check_killed, "parts and their merge": check_shards,
                           "parts are newer": check_parts_are_newer,
                           "a full disk": check_full_disk, "the contact sheet": check_index, "on a terminal": check_terminal, "lists": check_list}.items():
        yield name, lambda function=function: function(kit, source)
    for function in (check_pictures_count, check_interrupt, check_second_interrupt, check_worker_has_given_up, check_worker_limits, check_depfile, check_profile, check_fail_fast, check_confined,
                     check_second_run_waits, check_collision):
        yield function.__name__.removeprefix("check_").replace("_", " "), lambda function=function: function(kit)
    for number, status, words in ((signal.SIGKILL, "killed", "killed from outside (signal 9)"),
                                  (signal.SIGSEGV, "crash", "crashed on it (signal 11)")):
        if not (kit.sanitized and status == "crash"):
            yield f"a worker that gets signal {number}", lambda a=(number, status, words): check_worker_dies(kit, *a)
    yield "processor time", lambda: check_limit(kit, ["--seconds", "1"], "cpu", "more than 1 s of the processor")
    if not kit.sanitized:
        yield "memory", lambda: check_limit(kit, ["--memory", "200"], "memory", "more than 200 MiB of memory")
