"""The same program sets a layout it has never seen: page size, palette, furniture and order of its own."""
import dumps
from kit import same


def check(kit, sample):
    layout = kit.root / "tests/layouts/postcard.yaml"
    dump = dumps.read(kit.dump(sample, layout))
    for page in dump.pages:
        same((page.width, page.height, page.bleed), (120.0, 160.0, 2.0), f"page {page.number}")
        same({run.ink for run in page.runs}, {"night"}, "inks")
        folio = [run for run in page.runs if run.artifact]
        assert folio and folio[-1].text.endswith(f"{page.number}/{len(dump.pages)}") or \
            "".join(run.text for run in folio).endswith(f"{page.number}/{len(dump.pages)}"), "no folio"
    assert kit.pdf(sample, layout).startswith(b"%PDF-")


def cases(kit):
    for sample in kit.samples:
        yield f"{sample.stem} as a postcard", lambda sample=sample: check(kit, sample)
