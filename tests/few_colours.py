"""Pictures of few colours: small PNG files for the manual, with the standard library."""
import collections
import struct
import zlib

import png


def nearest(colour, palette):
    return min(range(len(palette)), key=lambda i: sum((a - b) ** 2 for a, b in zip(colour, palette[i])))


def pixels(row):
    return [bytes(row[i:i + 3]) for i in range(0, len(row), 3)]


def spread(counts, most):
    """The colours seen most, none too near to another, until there are `most`."""
    palette = []
    for colour, _ in sorted(counts.items(), key=lambda found: (-found[1], found[0])):
        if len(palette) < most and all(sum(abs(a - b) for a, b in zip(colour, other)) > 24 for other in palette):
            palette.append(colour)
    return palette


def chunk(kind, part):
    return struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))


def packed(row, index, depth):
    """A row of the file: no filter, `depth` bits a pixel."""
    line, each = bytearray(b"\0"), 8 // depth
    numbers = [index[pixel] for pixel in pixels(row)]
    for i in range(0, len(numbers), each):
        part = numbers[i:i + each] + [0] * (each - len(numbers[i:i + each]))
        byte = 0
        for number in part:
            byte = byte << depth | number
        line.append(byte)
    return bytes(line)


def reduce(data, most=48):
    """A PNG as the program writes it, in at most so many colours (up to 16: four bits a pixel)."""
    width, height, rows = png.read(data)
    counts = collections.Counter(pixel for row in rows for pixel in pixels(row))
    palette = spread(counts, most)
    index = {colour: nearest(colour, palette) for colour in counts}
    depth = 4 if most <= 16 else 8
    body = zlib.compress(b"".join(packed(row, index, depth) for row in rows), 9)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)) +
            chunk(b"PLTE", b"".join(palette)) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def expand(data):
    """(width, height, rows of RGB) of what reduce() made."""
    parts = dict(png.chunks(data))
    width, height, depth = struct.unpack(">IIB", parts[b"IHDR"][:9])
    raw, each = zlib.decompress(parts[b"IDAT"]), 8 // depth
    stride = 1 + (width + each - 1) // each
    rows = []
    for y in range(height):
        line = raw[y * stride + 1:(y + 1) * stride]
        numbers = [byte >> (8 - depth * (k + 1)) & (1 << depth) - 1 for byte in line for k in range(each)][:width]
        rows.append(b"".join(parts[b"PLTE"][3 * n:3 * n + 3] for n in numbers))
    return width, height, rows


def differ(a, b):
    """The share of pixels that differ visibly; 1 where the sizes do."""
    (width, height, rows), (width2, height2, rows2) = expand(a), expand(b)
    if (width, height) != (width2, height2):
        return 1.0
    visible = sum(max(abs(p - q) for p, q in zip(one, other)) > 48
                  for row, row2 in zip(rows, rows2) if row != row2 for one, other in zip(pixels(row), pixels(row2)))
    return visible / (width * height)
