"""From the dump: body lines on the grid, nothing outside page and bleed, no text over text, balanced columns."""
import dumps

NEAR = 0.01  # mm


def mm(points):
    return points * 25.4 / 72


def check_grid(dump):
    for page in dump.pages:
        for run in page.runs:
            if run.grid:
                off = (run.baseline - page.ascent) % run.grid
                off = min(off, run.grid - off)
                assert off <= NEAR, f"page {page.number}: “{run.text}” is {off:.3f} mm off its grid of {run.grid} mm"


def check_inside(dump):
    for page in dump.pages:
        least, right, foot = -page.bleed - NEAR, page.width + page.bleed + NEAR, page.height + page.bleed + NEAR
        boxes = [(f"“{r.text}”", r.x, r.baseline - mm(r.size) * 0.72, r.width if r.text.strip() else 0, mm(r.size) * 0.9)
                 for r in page.runs]
        boxes += [box[:5] for box in page.boxes if not box[5]]
        for what, x, y, width, height in boxes:
            assert x >= least and y >= least and x + width <= right and y + height <= foot, \
                f"page {page.number}: {what} at {x:.3f},{y:.3f} {width:.3f}x{height:.3f} is outside"


def check_overlap(dump):
    """Boxes from the x-height to the baseline, where text is read."""
    for page in dump.pages:
        boxes = sorted((r.baseline - mm(r.size) * 0.5, r.baseline, r.x, r.x + r.width - 0.1, r) for r in page.runs
                       if r.text.strip())
        for i, (top, foot, left, right, run) in enumerate(boxes):
            for top2, foot2, left2, right2, other in boxes[i + 1:]:
                if top2 >= foot - NEAR:
                    break
                assert left2 >= right or right2 <= left or foot2 <= top + NEAR, \
                    f"page {page.number}: “{run.text}” and “{other.text}” overlap at {left2:.2f},{foot2:.2f}"


def check_whole(dump):
    assert dump.pages and all(page.runs for page in dump.pages), "a page has no text"


CHECKS = {"body lines on the grid": check_grid, "nothing outside the bleed": check_inside, "no text over text": check_overlap,
          "no empty page": check_whole}


def cases(kit):
    for sample, layout in kit.pairs():
        for name, check in CHECKS.items():
            yield (f"{sample.stem} in {layout}: {name}",
                   lambda s=sample, l=layout, c=check: c(dumps.read(kit.dump(s, l))))
    yield "N°51 fills four pages", lambda: check_four(kit)


def check_four(kit):
    dump = dumps.read(kit.dump(kit.root / "samples/n51.yaml", (kit.root / "layouts/DEFAULT").read_text().strip()))
    assert len(dump.pages) == 4, f"{len(dump.pages)} pages"
    for page in dump.pages[1:3]:
        lowest = max(run.baseline for run in page.runs if not run.artifact)
        foot = page.area[1] + page.area[3]
        assert foot - lowest <= 4 * page.grid, f"page {page.number} ends {foot - lowest:.1f} mm above its foot"
