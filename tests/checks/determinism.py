"""Same input, same bytes: whatever the locale, time zone, folder, HOME, and the host's fonts."""
import pathlib
import shutil

EMPTY_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig></fontconfig>
"""


def check(kit, sample, format, name, env=None, cwd=None):
    pages = ["--pages", "1"] if format in ("png", "svg") else []
    arguments = ["render", sample, "--format", format, "--dpi", "60", "-o", "-", *pages]
    usual = kit.once(("same", sample, format), lambda: kit.run(*arguments))
    assert usual.returncode == 0, usual.stderr.decode()
    other = kit.run(*arguments, env=env, cwd=cwd or kit.root)
    assert other.returncode == 0, other.stderr.decode()
    assert usual.stdout == other.stdout, f"{format} differs"


def changed(kit, name):
    """The environments to try, each with what it takes."""
    if name == "locale":
        return {"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "fr"}
    if name == "time zone":
        return {"TZ": "Pacific/Kiritimati"}
    return {}


def check_environment(kit, sample, format, name):
    with kit.folder() as folder:
        folder = pathlib.Path(folder)
        env = changed(kit, name)
        if name == "home":
            env = {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder, "XDG_DATA_HOME": folder}
        if name == "no host fonts":
            (folder / "fonts.conf").write_text(EMPTY_FONTS)
            env = {"FONTCONFIG_FILE": folder / "fonts.conf", "FONTCONFIG_PATH": folder}
        check(kit, sample, format, name, env, folder if name == "folder" else None)


def check_copied(kit, sample, format):
    """The same issue at another path, beside its pictures."""
    with kit.folder() as folder:
        copy = pathlib.Path(folder) / "elsewhere"
        shutil.copytree(sample.parent, copy)
        usual = kit.run("render", sample, "--format", format, "-o", "-")
        other = kit.run("render", copy / sample.name, "--format", format, "-o", "-", cwd=copy)
        assert usual.returncode == other.returncode == 0, other.stderr.decode()
        assert usual.stdout == other.stdout, f"{format} differs"


def cases(kit):
    for sample in kit.samples:
        for name in ("locale", "time zone", "folder", "home", "no host fonts", "a second time"):
            for format in ("pdf", "png", "svg", "dump") if sample.stem == "n51" else ("pdf",):
                if format != "svg" or name in ("locale", "folder"):
                    yield (f"{sample.stem} {format}, {name}",
                           lambda s=sample, f=format, n=name: check_environment(kit, s, f, n))
        yield f"{sample.stem} pdf, at another path", lambda s=sample: check_copied(kit, s, "pdf")
