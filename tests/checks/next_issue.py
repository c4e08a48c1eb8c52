"""bulletin new: the skeleton is a valid issue; the next issue keeps what stays, and is one that can be filled in."""
import pathlib
import re
import shutil

import yaml

from kit import same, text


def make_next(kit, sample):
    done = kit.run("new", "--from", sample)
    same(done.returncode, 0, text(done.stderr))
    return text(done.stdout)


def check_skeleton(kit):
    with kit.folder() as folder:
        path = pathlib.Path(folder) / "first.yaml"
        same(kit.run("new", "-o", path).returncode, 0, "status")
        done = kit.run("check", path)
        same(done.returncode, 0, text(done.stderr))
        assert path.read_text().count("#") > 10


def check_next(kit, sample):
    before, after = yaml.safe_load(sample.read_text()), yaml.safe_load(make_next(kit, sample))
    same(after.get("number", 0), before.get("number", 0) + ("number" in before), "number")
    year, month = map(int, str(before["date"]).split("-")[:2])
    same(str(after["date"])[:7], f"{year + month // 12:04d}-{month % 12 + 1:02d}", "date")
    for key in ("title", "audience", "funders", "lang"):
        same(after.get(key), before.get(key), key)
    same([(s["kind"], s.get("title")) for s in after["sections"]], [(s["kind"], s.get("title")) for s in before["sections"]],
         "sections")
    same([s for s in after["sections"] if s["kind"] == "contacts"], [s for s in before["sections"] if s["kind"] == "contacts"],
         "contacts")
    for section in after["sections"]:
        for key in ("events", "items"):
            assert not section.get(key), f"{section['kind']}: {key} is not empty"
    assert not after.get("editorial")


def check_comments(kit, sample):
    """Comments before what is kept stay, word for word."""
    found = make_next(kit, sample)
    lines = sample.read_text().splitlines()
    for i, line in enumerate(lines[:-1]):
        if re.match(r"\s{0,2}#", line) and re.match(r"(\s{0,2}- kind|[a-z]+:)", lines[i + 1]):
            assert line in found, f"lost: {line}"


def check_again(kit, sample):
    """The next issue checks without error, and has a next issue itself."""
    with kit.folder() as folder:
        path = pathlib.Path(shutil.copytree(sample.parent, pathlib.Path(folder) / "issues")) / "next.yaml"
        path.write_text(make_next(kit, sample))
        done = kit.run("check", path)
        assert " error: " not in text(done.stderr), text(done.stderr)
        make_next(kit, path)


def cases(kit):
    yield "skeleton", lambda: check_skeleton(kit)
    for sample in kit.samples:
        yield f"after {sample.stem}", lambda sample=sample: check_next(kit, sample)
        yield f"comments of {sample.stem}", lambda sample=sample: check_comments(kit, sample)
        yield f"again after {sample.stem}", lambda sample=sample: check_again(kit, sample)
