"""make install: a copy that works from where it is put, with nothing of the checkout."""
import pathlib
import subprocess

from kit import same, text


def check(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        subprocess.run(["make", "--no-print-directory", f"BUILD={kit.build.name}", "WERROR=-Werror", "install-files",
                        f"DESTDIR={folder}", "prefix=/usr"], cwd=kit.root, check=True, capture_output=True,
                       env=kit.environment())
        program = folder / "usr/bin/bulletin"
        for name in ("layouts/DEFAULT", "fonts/MANIFEST", "schemas/issue.schema.json", "schemas/layout.schema.json"):
            assert (folder / "usr/share/bulletin" / name).exists(), f"{name} is not installed"
        assert "bulletin" in (folder / "usr/share/man/man1/bulletin.1").read_text()
        sample = kit.samples[0]
        done = subprocess.run([program, "render", sample, "-f", "pdf", "-o", "-"], cwd=folder, capture_output=True,
                              env=kit.environment())
        same(done.returncode, 0, text(done.stderr))
        same(done.stdout == kit.pdf(sample, None), True, "the same bytes as from the checkout")
        help_text = subprocess.run([program, "help"], capture_output=True, env=kit.environment(LC_ALL="fr_FR.UTF-8"))
        assert "Commandes" in text(help_text.stdout), text(help_text.stdout)


def cases(kit):
    if not kit.sanitized:
        yield "an installed copy works", lambda: check(kit)
