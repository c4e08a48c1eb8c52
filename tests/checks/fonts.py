"""The fonts folder: collected by sum, brand fonts dropped beside, unknown families refused, nothing of the host."""
import os
import pathlib
import shutil
import subprocess

from kit import same, text

LAYOUT = """
page: {size: A5, margins: {top: 10mm, bottom: 10mm, inside: 10mm, outside: 10mm}}
grid: {columns: 1, gutter: 4mm, baseline: 4mm, ascent: 3mm}
palette: {ink: {rgb: "#000000", cmyk: [0, 0, 0, 100]}}
styles:
  body: {font: FAMILY, size: 9pt, leading: 1u, color: ink, grid: 1u, role: p}
sections: {default: {body: [text: {style: body, value: "{title}"}]}}
body: [text: {style: body, value: "{title}"}, {sections: all}]
"""


def own_data(kit, folder):
    """A data folder like the program's, whose fonts may be changed."""
    data = pathlib.Path(folder) / "data"
    data.mkdir()
    (data / "layouts").symlink_to(kit.root / "layouts")
    shutil.copytree(kit.root / "fonts", data / "fonts")
    return data


def render(kit, folder, data, family):
    (pathlib.Path(folder) / "l.yaml").write_text(LAYOUT.replace("FAMILY", family))
    return kit.run("render", kit.root / "samples/minimal.yaml", "-l", f"{folder}/l.yaml", "-f", "dump", "-o", "-",
                   env={"BULLETIN_DATA": data})


def check_unknown(kit):
    with kit.folder() as folder:
        done = render(kit, folder, kit.root, "Helvetica")
        same(done.returncode, 1, "status")
        assert "l.yaml:6:16: error: " in text(done.stderr) and "“Helvetica”" in text(done.stderr), text(done.stderr)
        assert "fonts present: " in text(done.stderr) and "Lato" in text(done.stderr), text(done.stderr)


def check_dropped(kit):
    """A font that nobody has: Lato under another name of as many letters."""
    with kit.folder() as folder:
        data = own_data(kit, folder)
        font = (data / "fonts/Lato-Regular.ttf").read_bytes()
        font = font.replace("Lato".encode("utf-16-be"), "Brnd".encode("utf-16-be")).replace(b"Lato", b"Brnd")
        (data / "fonts/brand.ttf").write_bytes(font)
        done = render(kit, folder, data, "Brnd")
        same(done.returncode, 0, text(done.stderr))
        assert " Brnd Regular 9.00pt" in text(done.stdout), text(done.stdout)
        listed = text(kit.run("fonts", env={"BULLETIN_DATA": data}).stdout)
        assert any(row.split()[:3] == ["Brnd", "Regular", "brand.ttf"] and row.endswith("not known")
                   for row in listed.splitlines()), listed


def check_no_fonts(kit):
    with kit.folder() as folder:
        data = own_data(kit, folder)
        for font in (data / "fonts").glob("*.ttf"):
            font.unlink()
        done = render(kit, folder, data, "Lato")
        assert done.returncode in (1, 3) and "holds no font" in text(done.stderr), text(done.stderr)


def check_damaged(kit):
    """A file that is no font is a warning; the others serve."""
    with kit.folder() as folder:
        data = own_data(kit, folder)
        (data / "fonts/broken.ttf").write_bytes(b"no font at all")
        done = render(kit, folder, data, "Lato")
        same(done.returncode, 0, text(done.stderr))
        assert "broken.ttf" in text(done.stderr) and "is not a font" in text(done.stderr), text(done.stderr)


def check_closed_set(kit):
    """Signs that no font here has are errors, whatever the computer has; pictures get no font of it either."""
    minimal = (kit.root / "samples/minimal.yaml").read_text()
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        for sign, code in (("\U0001F600", "U+1F600"), ("\u0645", "U+0645"), ("\u4E2D", "U+4E2D")):
            (folder / "i.yaml").write_text(minimal.replace("Ce numéro", f"Ce {sign} numéro"))
            done = kit.run("render", "i.yaml", "-o", "i.pdf", cwd=folder)
            same(done.returncode, 1, "status")
            said = f"i.yaml:9:11: error: no font of the bulletin has “{sign}” ({code}) — write it another way, or add a font"
            assert said in text(done.stderr), text(done.stderr)
            assert not (folder / "i.pdf").exists()
        (folder / "t.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="40"><text x="9" y="30" '
                                      'font-family="DejaVu Serif">Hamburg</text></svg>')
        (folder / "i.yaml").write_text(minimal + "  - kind: features\n    title: T\n    items:\n      - {title: A, body: B, "
                                       "image: {src: t.svg, alt: H}}\n")
        made = [kit.run("render", "i.yaml", "-l", "plain-a4", "-f", "pdf", "-o", "-", cwd=folder, env=env).stdout
                for env in ({}, {"FONTCONFIG_FILE": "/dev/null", "HOME": "/nowhere"})]
        assert made[0] and made[0] == made[1], "other bytes with other fonts on the computer"


def collect(folder):
    return subprocess.run([folder / "collect"], capture_output=True, text=True, cwd="/")


def check_collect(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        shutil.copy(kit.root / "fonts/collect", folder)
        shutil.copy(kit.root / "fonts/MANIFEST", folder)
        same(collect(folder).returncode, 0, "status")
        names = [line.split("\t")[2] for line in (folder / "MANIFEST").read_text().splitlines() if not line.startswith("#")]
        same(sorted(set(os.listdir(folder)) - {"collect", "MANIFEST"}), sorted(names), "files")
        same(collect(folder).stdout, "", "a second run")
        (folder / names[0]).write_bytes(b"changed")
        done = collect(folder)
        assert done.returncode == 1 and names[0] in done.stderr and "another SHA-256" in done.stderr, done.stderr
        same((folder / names[0]).read_bytes(), b"changed", "the file, which is the user's")


def check_wrong_sum(kit):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        shutil.copy(kit.root / "fonts/collect", folder)
        manifest = (kit.root / "fonts/MANIFEST").read_text().splitlines()
        columns = manifest[-1].split("\t")
        columns[3] = "0" * 64
        (folder / "MANIFEST").write_text("\t".join(columns) + "\n")
        done = collect(folder)
        assert done.returncode == 1 and "is not the" in done.stderr and "MANIFEST:1: error" in done.stderr, done.stderr
        same(sorted(os.listdir(folder)), ["MANIFEST", "collect"], "files")


def cases(kit):
    for name, function in sorted(globals().items()):
        if name.startswith("check_"):
            yield name.removeprefix("check_").replace("_", " "), lambda function=function: function(kit)
