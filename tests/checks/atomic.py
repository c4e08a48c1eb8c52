"""Output is written whole or not at all."""
import os
import pathlib

from kit import same, text

OLD = b"what was there before\n"


def check_error_leaves_old(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        (folder / "bad.yaml").write_text("title: x\nnumbr: 1\n")
        for name in ("o.pdf", "o.txt", "o.png", "o-1.png", "o.svg"):
            (folder / name).write_bytes(OLD)
        before = sorted(os.listdir(folder))
        for name in ("o.pdf", "o.txt", "o.png", "o.svg"):
            same(kit.run("render", folder / "bad.yaml", "-o", folder / name).returncode, 1, f"status for {name}")
        same(sorted(os.listdir(folder)), before, "files")
        for name in before:
            if name != "bad.yaml":
                same((folder / name).read_bytes(), OLD, name)


def check_full_disk_leaves_old(kit):
    """A limit on the size of files stands for the full disk."""
    import resource
    import signal

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    with kit.folder() as folder:
        path = pathlib.Path(folder) / "o.pdf"
        path.write_bytes(OLD)
        done = kit.run("render", kit.samples[0], "-o", path, preexec_fn=limit)
        same(done.returncode, 3, f"status ({text(done.stderr)})")
        same(path.read_bytes(), OLD, "old file")
        same(os.listdir(folder), ["o.pdf"], "files")


def check_one_page_fails_all(kit):
    """Where one page cannot be put in place, none of the others is new."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        (folder / "o-1.png").mkdir()
        done = kit.run("render", kit.samples[0], "-o", folder / "o.png", "--dpi", "30")
        same(done.returncode, 3, f"status ({text(done.stderr)})")
        same(os.listdir(folder), ["o-1.png"], "files")


def check_symbolic_link(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        (folder / "real.txt").write_bytes(OLD)
        (folder / "link.txt").symlink_to("real.txt")
        same(kit.run("render", kit.samples[0], "-o", folder / "link.txt").returncode, 0, "status")
        assert (folder / "link.txt").is_symlink()
        assert (folder / "real.txt").read_bytes().startswith(b"page 1") or (folder / "real.txt").stat().st_size > 100


def check_same_twice(kit):
    with kit.folder() as folder:
        path = pathlib.Path(folder) / "o.txt"
        for _ in range(2):
            same(kit.run("render", kit.samples[0], "-o", path).returncode, 0, "status")
        same(os.listdir(folder), ["o.txt"], "files")


def cases(kit):
    for name, function in sorted(globals().items()):
        if name.startswith("check_"):
            yield name.removeprefix("check_").replace("_", " "), lambda function=function: function(kit)
