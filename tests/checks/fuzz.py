"""What fuzzing found once, and the seeds it begins with: the targets of tests/fuzz run on tests/fuzz/corpus."""
import os
import subprocess

from kit import text


def check_target(kit, target, files):
    with kit.folder() as folder:
        done = subprocess.run([kit.build / "replay" / target, *files], capture_output=True, timeout=600, cwd=folder,
                              env=dict(kit.environment(), FUZZ_TREE=str(kit.root), FUZZ_FOLDER=folder))
    said = text(done.stderr)
    assert done.returncode == 0, f"status {done.returncode}; {os.linesep.join(said.splitlines()[-30:])}"


def cases(kit):
    for source in sorted((kit.root / "tests/fuzz").glob("fuzz-*.c")):
        target = source.stem.removeprefix("fuzz-")
        files = sorted((kit.root / "tests/fuzz/corpus" / target).glob("*"))
        assert files, f"tests/fuzz/corpus/{target} is empty"
        yield f"{target}: {len(files)} files", lambda target=target, files=files: check_target(kit, target, files)
