"""make install: a copy that works from where it is put, with nothing of the checkout."""
import pathlib
import subprocess

from kit import same, text


def make(kit, folder, target):
    return subprocess.run(["make", "--no-print-directory", f"BUILD={kit.build.name}", "WERROR=-Werror", target,
                           f"DESTDIR={folder}", "prefix=/usr"], cwd=kit.root, check=True, capture_output=True,
                          env=kit.environment())


def check(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        make(kit, folder, "install-files")
        program = folder / "usr/bin/bulletin"
        for name in ("layouts/DEFAULT", "fonts/MANIFEST", "schemas/issue.schema.json", "schemas/layout.schema.json"):
            assert (folder / "usr/share/bulletin" / name).exists(), f"{name} is not installed"
        assert "This license becomes null" in (folder / "usr/share/bulletin/fonts/OFL.txt").read_text()
        assert "MIT License" in (folder / "usr/share/doc/bulletin/LICENSE").read_text()
        for name, words in {"man1": ".SH ENVIRONMENT", "fr/man1": ".SH ENVIRONNEMENT"}.items():
            page = (folder / "usr/share/man" / name / "bulletin.1").read_text()
            assert words in page and "BULLETIN_EDITOR" in page and len(page) > 5000, page
        sample = kit.samples[0]
        done = subprocess.run([program, "render", sample, "-f", "pdf", "-o", "-"], cwd=folder, capture_output=True,
                              env=kit.environment())
        same(done.returncode, 0, text(done.stderr))
        same(done.stdout == kit.pdf(sample, None), True, "the same bytes as from the checkout")
        help_text = subprocess.run([program, "help"], capture_output=True, env=kit.environment(LC_ALL="fr_FR.UTF-8"))
        assert "Commandes" in text(help_text.stdout), text(help_text.stdout)
        own = folder / "usr/share/doc/bulletin/samples/n51.yaml"
        done = subprocess.run([program, "new", "--from", own], cwd=folder, capture_output=True, env=kit.environment())
        assert text(done.stdout).startswith(f"# yaml-language-server: $schema={folder}/usr/share/bulletin/schemas/issue"), \
            text(done.stdout)[:200]
        # Taken away again, but for what was put beside it.
        mine = folder / "usr/share/bulletin/fonts/Mine.ttf"
        mine.write_bytes(b"mine")
        done = make(kit, folder, "uninstall")
        same([str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()], [str(mine.relative_to(folder))], "files left")
        same(done.stdout.decode(), f"left: {mine}\n", "words")
        mine.unlink()
        make(kit, folder, "uninstall")
        assert not (folder / "usr/share/bulletin").exists() and not (folder / "usr/share/doc/bulletin").exists()


def cases(kit):
    if not kit.sanitized:
        yield "an installed copy works", lambda: check(kit)
