"""PNG read with the standard library: 8-bit RGB and RGBA, not interlaced, as the program writes them."""
import struct
import zlib


def chunks(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    at = 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + size]
        at += 12 + size


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def unfilter(kind, row, above, step):
    for i in range(len(row)):
        left = row[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        add = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]
        row[i] = (row[i] + add) & 255
    return row


def read(data):
    """(width, height, rows), each row a bytearray of RGB."""
    header, body = None, b""
    for kind, part in chunks(data):
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", part)
        elif kind == b"IDAT":
            body += part
    width, height, depth, colour, _, _, interlace = header
    assert depth == 8 and colour in (2, 6) and not interlace, f"a kind of PNG that is not read here: {header}"
    step = 3 if colour == 2 else 4
    raw, stride, rows, above = zlib.decompress(body), width * step + 1, [], bytearray(width * step)
    for y in range(height):
        line = raw[y * stride:(y + 1) * stride]
        above = unfilter(line[0], bytearray(line[1:]), above, step)
        rows.append(above if step == 3 else bytearray(b for i, b in enumerate(above) if i % 4 != 3))
    return width, height, rows


def compare(a, b):
    """How far two pictures are apart: (share of pixels that differ visibly, greatest mean of an 8 × 8 block)."""
    (width, height, rows), (width2, height2, rows2) = read(a), read(b)
    if (width, height) != (width2, height2):
        return 1.0, 255.0
    visible, blocks = 0, {}
    for y in range(height):
        if rows[y] == rows2[y]:
            continue
        for x in range(width):
            apart = max(abs(rows[y][3 * x + k] - rows2[y][3 * x + k]) for k in range(3))
            visible += apart > 24
            key = (x // 8, y // 8)
            blocks[key] = blocks.get(key, 0) + apart
    return visible / (width * height), max(blocks.values(), default=0) / 64


def grade(a, b):
    """same: byte by byte what it was; good: not to be told apart; bad: to be looked at; fail: something else."""
    if a == b:
        return "same"
    share, block = compare(a, b)
    if share < 0.0005 and block < 16:
        return "good"
    return "bad" if share < 0.01 and block < 80 else "fail"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write(width, height):
    """A grey picture, RGB."""
    packer = zlib.compressobj(1)
    row = b"\0" + b"\x80" * (3 * width)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", body)
            + chunk(b"IEND", b""))
