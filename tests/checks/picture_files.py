"""Pictures that cannot be drawn, or not wholly, are told with the true reason, by `check` too."""
import json
import pathlib

import png
from kit import same, text

ISSUE = """title: Essai
date: 2025-02
sections:
  - kind: features
    title: Un
    items:
      - title: Deux
        image: {src: %s, alt: Un}
"""
LEAST_MIB = 200


def findings(kit, folder, name, data, *command):
    (folder / name).write_bytes(data)
    (folder / "a.yaml").write_text(ISSUE % name)
    done = kit.run(*command, "a.yaml", cwd=folder)
    return [line for line in text(done.stderr).splitlines() if " note: " not in line]


def told(kit, folder, name, data, words, severity="error"):
    for command in (["check"], ["render", "-o", "a.pdf"]):
        found = findings(kit, folder, name, data, *command)
        assert any(line.startswith(f"a.yaml:8:22: {severity}: ") and words in line for line in found), f"{command[0]}: {found}"


def check_cut(kit, folder):
    told(kit, folder, "cut.png", png.write(60, 40)[:70], "the file is damaged or cut short")


def check_wide(kit, folder):
    told(kit, folder, "wide.png", png.write(32768, 1), "it has 32768 × 1 pixels, and a PNG may have 32767 each way")
    same(findings(kit, folder, "fine.png", png.write(32767, 1), "render", "-o", "a.pdf"), [], "the widest")


def check_svg(kit, folder):
    def svg(inside):
        return ('<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 6">'
                f'<defs><g id="a"/></defs><text>x</text>{inside}</svg>').encode()
    for inside in ('<image xlink:href="photo.png" width="4" height="4"/>', '<g><use href="photo.png#a"/></g>'):
        told(kit, folder, "net.svg", svg(inside), "“net.svg” refers to “photo.png", "warning")
    for inside in ('<!-- <image href="photo.png"/> -->', '<use href="#a"/>', '<image href="data:image/png;base64,"/>'):
        same(findings(kit, folder, "whole.svg", svg(inside), "render", "-o", "a.pdf"), [], inside)


def check_broken_svg(kit, folder):
    """A library's own words are told as such, on one line."""
    found, *_ = findings(kit, folder, "bad.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><text>x</svg>', "check")
    assert "librsvg says: " in found and " — save it again" in found, found


def check_missing(kit, folder):
    """Pages that lack a picture are not those there will be: nothing is said of how full they are."""
    text_of_page = "  - kind: text\n    title: Deux\n    body: |\n" + "      Mot et mot.\n\n" * 110
    for name, wanted in (("gone.png", False), ("here.png", True)):
        (folder / "here.png").write_bytes(png.write(60, 40))
        (folder / "a.yaml").write_text(ISSUE % name + text_of_page)
        found = text(kit.run("check", "a.yaml", cwd=folder).stderr)
        same("the last page is only" in found, wanted, f"how full the last page is told with {name} ({found})")
        same("stay empty" in found or "stays empty" in found, wanted, "pages of the sheet")


def check_memory(kit, folder):
    """A sound picture for which there is too little memory is no damaged one."""
    (folder / "large.png").write_bytes(png.write(12000, 12000))
    (folder / "a.yaml").write_text(ISSUE % "large.png")
    done = kit.run("batch", "a.yaml", "-o", "out", "--memory", LEAST_MIB, cwd=folder)
    issue, = json.loads((folder / "out/report.json").read_text())["issues"]
    same(issue["status"], "memory", "status")
    assert "there is not enough memory for its pixels" in text(done.stderr), text(done.stderr)


def check_language(kit, folder):
    """What a batch has found is told in the language of the run, also where nothing has changed since."""
    (folder / "a.yaml").write_text(ISSUE % "here.png")
    (folder / "here.png").write_bytes(png.write(60, 40))
    for language, words, unchanged in (("en", "stay empty", 0), ("fr", "restent vides", 0), ("fr", "restent vides", 1)):
        done = kit.run("batch", "a.yaml", "-o", "out", cwd=folder, env={"LC_ALL": "C.UTF-8", "LANGUAGE": language})
        assert words in (folder / "out/report.json").read_text(), (folder / "out/report.json").read_text()
        assert str(unchanged) in text(done.stderr + done.stdout).splitlines()[-1].split("(")[1], text(done.stderr + done.stdout)


def check_least(kit, folder):
    done = kit.run("batch", "a.yaml", "-o", "out", "--memory", LEAST_MIB - 1, cwd=folder)
    same(done.returncode, 2, "status")
    assert f"write a whole number from {LEAST_MIB}" in text(done.stderr), text(done.stderr)


def cases(kit):
    for check in (check_cut, check_wide, check_svg, check_broken_svg, check_missing, check_language, check_least) + (() if kit.sanitized else (check_memory,)):
        def run(check=check):
            with kit.folder() as folder:
                check(kit, pathlib.Path(folder))
        yield check.__name__.removeprefix("check_"), run
