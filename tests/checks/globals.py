"""No mutable variable at file scope outside main.c: no object has anything in a writable section."""
import re
import subprocess


def check(kit):
    problems = []
    for path in sorted((kit.build / "obj").rglob("*.o")):
        if path.name == "main.c.o":
            continue
        table = subprocess.run(["objdump", "-t", path], capture_output=True, text=True, check=True).stdout
        for line in table.splitlines():
            # address, flags, section, size, name
            found = re.match(r"[0-9a-f]+ .{7} (\S+)\s+([0-9a-f]+)\s+(.*)", line)
            if found and re.match(r"(\.data(?!\.rel\.ro)|\.bss|\.tdata|\.tbss|\*COM\*)", found[1]) and int(found[2], 16):
                problems.append(f"{path.relative_to(kit.build)}: {found[3]} in {found[1]}")
    assert not problems, "\n".join(problems)


def cases(kit):
    if not kit.sanitized:
        yield "no mutable variable at file scope", lambda: check(kit)
