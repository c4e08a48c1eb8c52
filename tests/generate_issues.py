#!/usr/bin/env python3
"""Issues for a batch, made from the samples: any number, none alike, and hostile ones among them.

    tests/generate_issues.py FOLDER COUNT [SEED] [HOSTILE]

Lengths go from 0.2 to 5 times a sample, sections come in any order, some issues have pictures. The same seed makes
the same files. Every hostile kind is met in turn; `expected` says what must be reported for it. Two kinds take the help
of who runs them: somebody kills the process that sets "killed", and no file may be larger than FULL_BYTES.
"""
import os
import pathlib
import random
import re
import shutil
import struct
import sys
import zlib

import yaml

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "samples"
WORD = re.compile(r"(?<=\s)[a-zà-ÿ]{4,}(?=\s)")
FULL_BYTES = 8 * 1024 * 1024
KEPT = {"kind", "date", "deadline", "url", "src", "email", "phone", "website", "logo", "focus", "number", "lang", "layout"}


class Loader(yaml.SafeLoader):
    """Dates stay text, as the program reads them."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def vary(value, chance, key=None):
    """Words of four letters and more change places: no paragraph is met twice."""
    if isinstance(value, dict):
        return {name: vary(item, chance, name) for name, item in value.items()}
    if isinstance(value, list):
        return [vary(item, chance, key) for item in value]
    if not isinstance(value, str) or key in KEPT:
        return value
    words = WORD.findall(value)
    chance.shuffle(words)
    return WORD.sub(lambda _: words.pop(), value)


def make_issue(samples, chance, number):
    issue = dict(samples[0] if chance.random() < 0.7 else samples[1])
    sections = list(issue["sections"])
    chance.shuffle(sections)
    length = 0.2 * 25 ** chance.random()
    wanted = max(1, round(length * len(sections)))
    issue["sections"] = [vary(sections[i % len(sections)], chance) for i in range(wanted)]
    issue["editorial"] = vary(issue["editorial"], chance)
    issue["number"] = number
    issue["date"] = f"{2015 + number // 12 % 10}-{number % 12 + 1:02}"
    return yaml.safe_dump(issue, allow_unicode=True, sort_keys=False, width=100)


# --- hostile ones: (name, text of the issue, file beside it) → what the report must say ---

HEAD = "title: Essai\ndate: 2025-02\n"


def with_picture(name):
    return HEAD + f"sections:\n  - kind: features\n    title: A\n    items:\n      - title: B\n        body: C\n" \
                  f"        image: {{src: {name}, alt: D}}\n"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def alias_bomb(folder, name):
    lines = [HEAD + "a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for i in range(1, 9):
        before, this = chr(96 + i), chr(97 + i)
        lines.append(f"{this}: &{this} [{', '.join(['*' + before] * 10)}]")
    (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n")


def deep(folder, name):
    (folder / f"{name}.yaml").write_text(HEAD + "sections: " + "[" * 5000 + "]" * 5000 + "\n")


def nested(folder, name):
    """Fewer levels than may be, but of nothing that an issue has."""
    (folder / f"{name}.yaml").write_text(HEAD + "sections: " + "[" * 50 + "]" * 50 + "\n")


def nested_list(folder, name):
    lines = "".join("      " + "  " * level + "- mot\n" for level in range(50))
    (folder / f"{name}.yaml").write_text(HEAD + "sections:\n  - kind: text\n    title: A\n    body: |\n" + lines)


def huge(folder, name):
    with open(folder / f"{name}.yaml", "w") as stream:
        stream.write(HEAD + "editorial: |\n")
        stream.flush()
        os.truncate(stream.fileno(), 200 * 1024 * 1024)


def long_text(folder, name):
    (folder / f"{name}.yaml").write_text(HEAD + "sections: []\neditorial: |\n" + "  mot " * 300000 + "\n")


def wide_png(folder, name):
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 6, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100000))) + chunk(b"IEND", b"")
    (folder / f"{name}.png").write_bytes(data)
    (folder / f"{name}.yaml").write_text(with_picture(f"{name}.png"))


def svg_bomb(folder, name):
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"><defs>',
             '<g id="a0"><rect width="1" height="1"/></g>']
    for i in range(1, 20):
        lines.append(f'<g id="a{i}">' + f'<use xlink:href="#a{i - 1}"/>' * 10 + "</g>")
    (folder / f"{name}.svg").write_text("\n".join(lines) + '</defs><use xlink:href="#a19"/></svg>\n')
    (folder / f"{name}.yaml").write_text(with_picture(f"{name}.svg"))


def svg_elements(folder, name):
    (folder / f"{name}.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
                                        + '<rect width="1" height="1"/>' * 300000 + "</svg>")
    (folder / f"{name}.yaml").write_text(with_picture(f"{name}.svg"))


def picture_link(folder, name):
    (folder / f"{name}.png").symlink_to("/etc/passwd")
    (folder / f"{name}.yaml").write_text(with_picture(f"{name}.png"))


def issue_link(folder, name):
    (folder / f"{name}.yaml").symlink_to(SAMPLES / "n51.yaml")


def issue_pipe(folder, name):
    os.mkfifo(folder / f"{name}.yaml")


def picture_pipe(folder, name):
    os.mkfifo(folder / f"{name}.png")
    (folder / f"{name}.yaml").write_text(with_picture(f"{name}.png"))


def unreadable(folder, name):
    shutil.copy(SAMPLES / "minimal.yaml", folder / f"{name}.yaml")
    (folder / f"{name}.yaml").chmod(0)


def long_issue(text, times):
    """An issue with its sections over and over."""
    head, _, sections = text.partition("sections:\n")
    sections, separator, tail = sections.partition("\npublisher:")
    return head + "sections:\n" + (sections + "\n") * times + separator.strip() + tail


def killed(folder, name):
    (folder / f"{name}.yaml").write_text(long_issue((SAMPLES / "n51.yaml").read_text(), 60))


def full(folder, name):
    """The picture goes into the pages as it is: comments make it large."""
    picture = (SAMPLES / "images/riviere.jpg").read_bytes()
    comment = b"\xff\xfe\xff\xff" + bytes(65533)
    (folder / f"{name}.jpg").write_bytes(picture[:2] + comment * (FULL_BYTES // len(comment) + 1) + picture[2:])
    (folder / f"{name}.yaml").write_text(with_picture(f"{name}.jpg"))


HOSTILE = {
    "alias": (alias_bomb, "errors", "more than 300000 values"),
    "deep": (deep, "errors", "nested more than 100 deep"),
    "nested": (nested, "errors", "must be a group of keys, not a list"),
    "nested-list": (nested_list, "errors", "does not fit on a line"),
    "huge": (huge, "errors", "larger than 8 MB"),
    "text": (long_text, "errors", "a single text is longer"),
    "wide": (wide_png, "errors", "60000 × 60000 pixels"),
    "bomb": (svg_bomb, "errors", "referenced elements"),
    "elements": (svg_elements, "errors", "more than 100000 elements"),
    "picture-link": (picture_link, "errors", "outside the issue's folder"),
    "link": (issue_link, "errors", "a link out of the folder"),
    "pipe": (issue_pipe, "errors", "is no file"),
    "picture-pipe": (picture_pipe, "errors", "it is no file"),
    "unreadable": (unreadable, "system", "no permission to read"),
    "killed": (killed, "killed", "killed from outside (signal 9)"),
    "full": (full, "system", "it is larger than files may be here"),
}


def generate(folder, count, seed=51, hostile=0):
    """Writes them; returns {name of an issue: (status, words of a message)} of the hostile ones."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    samples = [yaml.load((SAMPLES / name).read_text(), Loader) for name in ("n51.yaml", "demo.yaml")]
    for name in ("images", "logos"):
        shutil.copytree(SAMPLES / name, folder / name, dirs_exist_ok=True)
    for number in range(1, count - hostile + 1):
        text = make_issue(samples, random.Random(f"{seed} {number}"), number)
        (folder / f"{number:04}.yaml").write_text(text)
    expected = {}
    for number in range(hostile):
        kind = list(HOSTILE)[number % len(HOSTILE)]
        make, status, words = HOSTILE[kind]
        name = f"{number:04}-{kind}"
        make(folder, name)
        expected[f"{name}.yaml"] = (status, words)
    return expected


if __name__ == "__main__":
    generate(sys.argv[1], *map(int, sys.argv[2:]))
