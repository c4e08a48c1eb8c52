"""Dumps of every sample in every layout, against tests/goldens; `tests/run --update goldens` accepts new ones.

Where a layout says something is left out: a line more in it changes no page.
"""
import difflib
import re


def check(kit, sample, layout):
    golden = kit.root / "tests" / "goldens" / f"{sample.stem}.{layout}.txt"
    found = re.sub(rf" @(?:{'|'.join(map(re.escape, kit.layouts))})\.yaml:\d+:\d+", "", kit.dump(sample, layout))
    if kit.update:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found)
        return
    assert golden.exists(), f"{golden.relative_to(kit.root)} is missing; look at the pages, then run with --update"
    expected = golden.read_text()
    changes = list(difflib.unified_diff(expected.splitlines(), found.splitlines(), str(golden.name), "now", lineterm="", n=1))
    assert found == expected, "\n".join(changes[:40]) + f"\n… {len(changes)} lines of difference"


def cases(kit):
    for sample, layout in kit.pairs():
        yield f"{sample.stem} in {layout}", lambda sample=sample, layout=layout: check(kit, sample, layout)
