"""Messages are complete in French: what xgettext finds in src/ is all translated, none of it fuzzy."""
import pathlib
import re
import subprocess


def extract(kit, target):
    sources = sorted(str(p.relative_to(kit.root)) for p in (kit.root / "src").rglob("*.c"))
    subprocess.run(["xgettext", "--from-code=UTF-8", "--language=C", "-k", "-k_", "-kN_", "-kdngettext:2,3", "-o", target,
                    *sources], cwd=kit.root, check=True, capture_output=True)


def check_complete(kit):
    with kit.folder() as folder:
        template, merged = pathlib.Path(folder) / "t.pot", pathlib.Path(folder) / "fr.po"
        extract(kit, template)
        subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, kit.root / "po/fr.po", template],
                       check=True)
        left = subprocess.run(["msgattrib", "--untranslated", "--no-obsolete", merged], capture_output=True, text=True)
        fuzzy = subprocess.run(["msgattrib", "--only-fuzzy", "--no-obsolete", merged], capture_output=True, text=True)
        missing = re.findall(r'^msgid (".*(?:\n".*)*)', left.stdout + fuzzy.stdout, re.M)
        missing = [m for m in missing if m != '""' and not m.startswith('""\n"Project-Id')]
        assert not missing, "not translated in po/fr.po:\n" + "\n".join(missing)


def check_format(kit):
    done = subprocess.run(["msgfmt", "--check", "--check-accelerators=_", "-o", "/dev/null", "po/fr.po"], cwd=kit.root,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def cases(kit):
    yield "every message is in French", lambda: check_complete(kit)
    yield "the catalogue is well formed", lambda: check_format(kit)
