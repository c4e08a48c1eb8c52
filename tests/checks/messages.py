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


LAYOUT = """page: {size: [100mm, 100mm], margins: {top: 10mm, bottom: 10mm, inside: 10mm, outside: 10mm}}
grid: {columns: 2, gutter: 4mm, baseline: 5mm, ascent: 4mm}
styles: {body: {font: Lato, size: 10pt, leading: 1u}}
body: [text: {height: 2.5mm, value: "{title}"}]
"""


def check_languages(kit):
    """Decimals and titles are of the language of the messages."""
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        (folder / "a.layout").write_text(LAYOUT)
        (folder / "a.yaml").write_text("title: Essai\ndate: 2025-02\nsections: []\n")
        (folder / "b.yaml").write_text("title: Essai\ndate: 2025-02\nsections:\n  - title: Un\n")

        def told(language):
            done = kit.run("check", "a.yaml", "b.yaml", "-l", "./a.layout", cwd=folder,
                           env={"LC_ALL": "C.UTF-8", "LANGUAGE": language})
            return done.stderr.decode()
        english, french = told("en"), told("fr")
        for words, there in (("2.5 mm", english), ("2,5 mm", french), ("entry 1 of `sections` has no `kind`", english),
                             ("«\u00a0Rubrique\u00a0» n'a pas de `kind`", french)):
            assert words in there, f"“{words}” is not in: {there}"


def cases(kit):
    yield "decimals and titles in their language", lambda: check_languages(kit)
    yield "every message is in French", lambda: check_complete(kit)
    yield "the catalogue is well formed", lambda: check_format(kit)
