"""Layouts in a folder of one's own: what they extend, and which file a name stands for."""
import pathlib
import shutil

from kit import same, text


def folder_of(kit, place):
    folder = pathlib.Path(place)
    issue = (kit.root / "samples/minimal.yaml").read_text()
    (folder / "i.yaml").write_text(issue)
    for name in ("mine", "mine.yaml", "m2", "pqna-a4.yaml", "plain-a4.yaml"):
        (folder / f"{name}.issue").write_text(f"layout: {name}\n{issue}")
    return folder


def pages(kit, folder, issue, *options, **more):
    done = kit.run("render", issue, "-f", "pdf", "-o", "-", *options, cwd=folder, **more)
    same(done.returncode, 0, text(done.stderr))
    return done.stdout


def failure(kit, folder, issue, *options, **more):
    done = kit.run("render", issue, "-o", "x.pdf", *options, cwd=folder, **more)
    same(done.returncode, 1, text(done.stderr))
    return text(done.stderr)


def check_extends(kit):
    """A shipped layout is extended by its name, with or without ending, or by a whole path; its pictures come along."""
    with kit.folder() as place:
        folder = folder_of(kit, place)
        shipped = pages(kit, folder, "i.yaml", "-l", "pqna-a4")
        for name in ("pqna-a4", "pqna-a4.yaml", kit.root / "layouts/pqna-a4.yaml"):
            (folder / "mine.yaml").write_text(f"extends: {name}\n")
            assert pages(kit, folder, "i.yaml", "-l", "mine.yaml") == shipped, f"other pages by {name}"
        (folder / "mine.yaml").write_text("extends: pqna-a4\npage: {size: [200mm, 290mm]}\n")
        assert pages(kit, folder, "i.yaml", "-l", "mine.yaml") != shipped, "nothing is changed"
        # An issue may name such a layout, and read no more than before.
        assert pages(kit, folder, "mine.yaml.issue") == pages(kit, folder, "i.yaml", "-l", "mine.yaml")
        (folder / "mine.yaml").write_text(f"extends: {kit.root / 'layouts/pqna-a4.yaml'}\n")
        assert "is outside the issue's folder" in failure(kit, folder, "mine.yaml.issue")
        # A copy of one's own under the same name.
        (folder / "pqna-a4.yaml").write_text("extends: pqna-a4.yaml\n")
        assert pages(kit, folder, "i.yaml", "-l", "pqna-a4.yaml") == shipped
        assert pages(kit, folder, "pqna-a4.yaml.issue") == shipped
        # A file beside goes before one that is shipped.
        (folder / "plain-a4.yaml").write_text("extends: pqna-a4\n")
        (folder / "mine.yaml").write_text("extends: plain-a4.yaml\n")
        assert pages(kit, folder, "i.yaml", "-l", "mine.yaml") == shipped


def check_faults(kit):
    with kit.folder() as place:
        folder = folder_of(kit, place)
        (folder / "a.yaml").write_text("extends: b.yaml\n")
        (folder / "b.yaml").write_text("extends: a.yaml\n")
        assert "b.yaml:1:10: error: “a.yaml” extends itself" in failure(kit, folder, "i.yaml", "-l", "a.yaml")
        (folder / "b.yaml").write_text("extends: nowhere\n")
        said = failure(kit, folder, "i.yaml", "-l", "a.yaml")
        assert "b.yaml:1:10: error: there is no layout “nowhere” — give a path relative to this file, or the name" in said, said


def check_names(kit):
    """What is called like a file is the file here; without ending it is the shipped one, or a hint."""
    with kit.folder() as place:
        folder = folder_of(kit, place)
        data = folder / "data"
        (data / "layouts").mkdir(parents=True)
        for name in ("fonts", "data"):
            (data / name).symlink_to(kit.root / name)
        for path in (kit.root / "layouts").iterdir():
            (data / "layouts" / path.name).symlink_to(path)
        shutil.copy(kit.root / "layouts/plain-a4.yaml", data / "layouts/mine.yaml")
        env = {"BULLETIN_DATA": data}
        pages(kit, folder, "i.yaml", "-l", "mine.yaml", env=env)
        pages(kit, folder, "mine.yaml.issue", env=env)
        (folder / "mine.yaml").write_text("pge: none\n")
        (folder / "m2.yaml").write_text("extends: plain-a4\n")
        assert "mine.yaml:1:1: error" in failure(kit, folder, "i.yaml", "-l", "mine.yaml", env=env)
        assert "mine.yaml:1:1: error" in failure(kit, folder, "mine.yaml.issue", env=env)
        pages(kit, folder, "i.yaml", "-l", "mine", env=env)
        pages(kit, folder, "mine.issue", env=env)
        hint = "there is no layout “m2” — did you mean the file m2.yaml, which is there?"
        assert hint in failure(kit, folder, "i.yaml", "-l", "m2")
        assert "m2.issue:1:9: error: " + hint in failure(kit, folder, "m2.issue")
        # A run over many issues sees that a name has come to stand for another file.
        (folder / "mine.yaml").unlink()
        (folder / "in").mkdir()
        shutil.copy(folder / "i.yaml", folder / "in")
        for more in ("", "page: {size: A5}\n"):
            if more:
                (folder / "mine.yaml").write_text("extends: plain-a4\n" + more)
            done = kit.run("batch", "in", "-o", "out", "-l", "mine.yaml", cwd=folder, env=env)
            assert "(0 of them unchanged)" in text(done.stdout), text(done.stdout)


def cases(kit):
    yield "extends", lambda: check_extends(kit)
    yield "faults", lambda: check_faults(kit)
    yield "names", lambda: check_names(kit)
