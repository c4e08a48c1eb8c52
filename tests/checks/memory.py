"""valgrind on the samples: no invalid access, nothing lost."""
import subprocess


def check(kit, sample):
    done = subprocess.run(
        ["valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite",
         "--show-leak-kinds=definite", f"--suppressions={kit.root}/tests/valgrind.supp",
         kit.program, "render", sample, "--format", "pdf", "-o", "/dev/null"],
        capture_output=True, text=True, cwd=kit.root, env=kit.environment(G_SLICE="always-malloc"), timeout=900)
    assert done.returncode == 0, f"status {done.returncode}\n{done.stderr[-6000:]}"


def cases(kit):
    if not kit.sanitized:
        for sample in kit.samples:
            yield f"valgrind {sample.stem}", lambda sample=sample: check(kit, sample)
