"""What is read is never written over, by whatever name, and nothing else is written then."""
import os
import pathlib
import shutil
import subprocess

from kit import same, text

ISSUE = """title: Essai
number: 1
date: 2025-01
lang: fr
layout: l.yaml
sections:
  - kind: features
    title: Titre
    items:
      - title: Un
        body: Du texte.
        image: {src: photos/p-1.png, alt: Rien}
publisher: {name: Nous}
"""

# What is written over, by what command.
CASES = {
    "issue": ("i.yaml", "render i.yaml -f pdf -o i.yaml"),
    "issue by another path": ("i.yaml", "render i.yaml -f dump -o photos/../i.yaml"),
    "issue through a link": ("i.yaml", "render i.yaml -o link.pdf"),
    "issue by a second name": ("i.yaml", "render i.yaml -o name.pdf"),
    "issue from standard input": ("i.yaml", "render - -f pdf -o i.yaml <i.yaml"),
    "issue by standard output": ("i.yaml", "render i.yaml -f dump -o - >>i.yaml"),
    "picture": ("photos/p-1.png", "render i.yaml -o photos/p-1.png --pages 1"),
    "picture as a page": ("photos/p-1.png", "render i.yaml -o photos/p.png"),
    "picture as a drawing": ("photos/p-1.png", "render i.yaml -f svg -o photos/p.png"),
    "picture as a proof": ("photos/p-1.png", "render i.yaml --separation k -o photos/p.png"),
    "layout": ("l.yaml", "render i.yaml -f dump -o l.yaml"),
    "layout that is extended": ("base.yaml", "render i.yaml --profile booklet -f pdf -o base.yaml"),
    "layout of the command line": ("other.yaml", "render i.yaml -l ./other.yaml --profile print -f pdf -o other.yaml"),
    "font": ("data/fonts/Lato-Regular.ttf", "render i.yaml -f pdf -o data/fonts/Lato-Regular.ttf"),
    "words": ("data/layouts/lang/fr.yaml", "render i.yaml -f pdf -o data/layouts/lang/fr.yaml"),
    "profile of the press": ("data/data/FOGRA39L_coated.icc",
                             "render i.yaml --profile proof -f pdf -o data/data/FOGRA39L_coated.icc"),
    "default": ("data/layouts/DEFAULT", "render i.yaml -f pdf -o data/layouts/DEFAULT"),
    "e-mail": ("mail.md", "import mail.md -o mail.md --force"),
    "e-mail from standard input": ("mail.md", "import - -o mail.md --force <mail.md"),
    "rules of an import": ("rules.yaml", "import mail.md -r ./rules.yaml -o rules.yaml --force"),
    "next issue": ("i.yaml", "new --from i.yaml >>i.yaml"),
    "pages of a batch": ("i.yaml", "batch i.yaml -o linked"),
    "pages of a batch, another issue": ("j.pdf", "batch i.yaml j.pdf j -o ."),
    "picture as a cover": ("out/first-pages/c.jpg", "batch out/c.yaml -o out"),
    "depfile over the issue": ("i.yaml", "batch i.yaml -o pages --depfile i.yaml"),
    "depfile over the list": ("list.txt", "batch @list.txt -o pages --depfile list.txt"),
    "depfile over the layout": ("other.yaml", "batch i.yaml -o pages -l ./other.yaml --depfile other.yaml"),
    "depfile over a picture": ("photos/p-1.png", "batch i.yaml -o pages --depfile photos/p-1.png"),
}


def fill(kit, folder):
    (folder / "photos").mkdir()
    shutil.copy(kit.root / "docs/page-1.png", folder / "photos/p-1.png")
    (folder / "i.yaml").write_text(ISSUE)
    (folder / "base.yaml").write_text((kit.root / "layouts/plain-a4.yaml").read_text())
    (folder / "l.yaml").write_text("extends: base.yaml\n")
    shutil.copy(folder / "base.yaml", folder / "other.yaml")
    shutil.copytree(kit.root / "fonts", folder / "data/fonts")
    for name in ("layouts", "data"):
        shutil.copytree(kit.root / name, folder / "data" / name)
    shutil.copy(kit.root / "tests/import/n51.md", folder / "mail.md")
    shutil.copy(kit.root / "layouts/import/fr.yaml", folder / "rules.yaml")
    (folder / "link.pdf").symlink_to("i.yaml")
    os.link(folder / "i.yaml", folder / "name.pdf")
    (folder / "linked").mkdir()
    (folder / "linked/i.pdf").symlink_to("../i.yaml")
    shutil.copy(folder / "i.yaml", folder / "j.pdf")
    shutil.copy(folder / "i.yaml", folder / "j")
    (folder / "out/first-pages").mkdir(parents=True)
    shutil.copy(folder / "photos/p-1.png", folder / "out/first-pages/c.jpg")
    (folder / "out/c.yaml").write_text(ISSUE.replace("photos/p-1.png", "first-pages/c.jpg").replace("layout: l.yaml\n", ""))
    (folder / "list.txt").write_text("i.yaml\n")


def state(folder):
    """Every file but those of a batch that are its own."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
            and not any(part in ("pages", ".bulletin", "report.json", "index.html", "report", "i.pdf") for part in p.parts)}


def check(kit, victim, command):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        fill(kit, folder)
        before = state(folder)
        old = (folder / victim).read_bytes()
        done = subprocess.run(["sh", "-c", '"$0" ' + command, str(kit.program)], cwd=folder, stdin=subprocess.DEVNULL,
                              capture_output=True, env=kit.environment(BULLETIN_DATA=folder / "data"), timeout=120)
        assert done.returncode in (1, 2), f"status {done.returncode}: {text(done.stderr)}"
        assert "would be lost" in text(done.stderr) and " — " in text(done.stderr), text(done.stderr)
        same((folder / victim).read_bytes(), old, victim)
        changed = [name for name, data in state(folder).items() if before.get(name) != data]
        same(changed, [], "files changed")


def check_free_names(kit):
    """Beside what is read everything may be written, also where there was something."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        fill(kit, folder)
        for words in ("render i.yaml -o photos/q.png", "render i.yaml -o i.pdf", "render i.yaml -o i.pdf",
                      "import mail.md -o new.yaml --force", "import mail.md -o new.yaml --force",
                      "batch i.yaml -o pages --depfile pages/d", "batch i.yaml -o pages --depfile pages/d --force"):
            done = kit.run(*words.split(), cwd=folder)
            same(done.returncode, 0, f"{words}: {text(done.stderr)}")


def check_depfile_over_pages(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        fill(kit, folder)
        for name in ("pages/i.pdf", "pages/first-pages/i.jpg", "pages/report.json", "pages/index.html"):
            done = kit.run("batch", "i.yaml", "-o", "pages", "--depfile", name, cwd=folder)
            same(done.returncode, 1, f"{name}: {text(done.stderr)}")
            assert "to the same file" in text(done.stderr), text(done.stderr)
            assert not (folder / "pages").exists()


def cases(kit):
    for name, (victim, command) in CASES.items():
        yield name, lambda victim=victim, command=command: check(kit, victim, command)
    yield "free names", lambda: check_free_names(kit)
    yield "depfile over pages", lambda: check_depfile_over_pages(kit)
