"""A few pages as pictures, graded same, good, bad or fail against tests/images; the dumps are the finer test. At most
twelve; `tests/run --update images` accepts new ones."""
import png

DPI = 40
PAGES = [("n51", "pqna-a4", 1), ("n51", "pqna-a4", 2), ("n51", "pqna-a4", 3), ("n51", "pqna-a4", 4),
         ("demo", "pqna-a4", 1), ("demo", "pqna-a4", 2), ("demo", "pqna-a4", 4), ("minimal", "pqna-a4", 1),
         ("n51", "pqna-large-print", 1), ("demo", "pqna-large-print", 3), ("n51", "plain-a4", 1), ("demo", "plain-a4", 2)]


def check(kit, sample, layout, page):
    golden = kit.root / "tests/images" / f"{sample}.{layout}.{page}.png"
    done = kit.run("render", f"samples/{sample}.yaml", "-l", layout, "--format", "png", "--dpi", DPI, "--pages", page, "-o", "-")
    assert done.returncode == 0, done.stderr.decode()
    if kit.update:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(done.stdout)
        return
    assert golden.exists(), f"{golden.name} is missing; look at the page, then run with --update"
    grade = png.grade(golden.read_bytes(), done.stdout)
    if grade in ("bad", "fail"):
        (kit.build / golden.name).write_bytes(done.stdout)
    assert grade in ("same", "good"), f"graded {grade}; the page is in {kit.build / golden.name}"


def check_grades():
    """The grades themselves can fail."""
    import struct
    import zlib

    def make(pixels):
        def chunk(kind, part):
            return struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        rows = b"".join(b"\0" + bytes(pixels[y * 64 * 3:(y + 1) * 64 * 3]) for y in range(64))
        return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)) +
                chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))

    white = bytearray([255]) * (64 * 64 * 3)
    faint, spot, black = bytearray(white), bytearray(white), bytearray([0]) * (64 * 64 * 3)
    faint[0:3] = b"\xf0\xf0\xf0"
    spot[300:360] = bytes(60)
    grades = [png.grade(make(white), make(other)) for other in (white, faint, spot, black)]
    assert grades == ["same", "good", "bad", "fail"], grades


def cases(kit):
    assert len(PAGES) <= 12
    yield "grades", check_grades
    for sample, layout, page in PAGES:
        yield f"{sample} in {layout}, page {page}", lambda s=sample, l=layout, p=page: check(kit, s, l, p)
