"""How evenly lines are set: the limits of tests/quality/run, measured from a PDF."""
import subprocess
import sys


def check_quality(kit):
    done = subprocess.run([sys.executable, kit.root / "tests/quality/run", "--check", "--build", kit.build],
                          capture_output=True, text=True, env=kit.environment())
    assert done.returncode == 0, done.stderr


def cases(kit):
    yield "word gaps, hyphens, no line too wide", lambda: check_quality(kit)
