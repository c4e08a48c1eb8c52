"""The unit programs in C (GLib tests, TAP), and the test programs of other folders."""
import re
import subprocess
import sys


def tap(output):
    """(name, problem) of each TAP line; what follows a failure belongs to it."""
    results = []
    for line in output.splitlines():
        found = re.match(r"(ok|not ok)\b\s*\d*\s*(?:- )?(.*)", line)
        if found:
            results.append([found[2], None if found[1] == "ok" else ""])
        elif results and results[-1][1] is not None:
            results[-1][1] += line + "\n"
    return [tuple(result) for result in results]


def run_unit(kit, program):
    done = subprocess.run([program, "--tap"], capture_output=True, cwd=kit.root, timeout=600, text=True,
                          env=kit.environment(BULLETIN_DATA=kit.root, G_TEST_SRCDIR=kit.root / "tests" / "unit"))
    results = tap(done.stdout)
    if done.returncode and all(problem is None for _, problem in results):
        results.append((f"{program.name} ended with status {done.returncode}", done.stdout[-2000:] + done.stderr[-3000:]))
    if not results:
        results.append((program.name, "ran no test\n" + done.stderr[-3000:]))
    return results


def run_script(kit, script):
    done = subprocess.run([sys.executable, script, kit.program], capture_output=True, cwd=kit.root, timeout=900, text=True,
                          env=kit.environment(BULLETIN_BUILD=kit.build))
    results = tap(done.stdout)
    if done.returncode and all(problem is None for _, problem in results):
        results.append((str(script.relative_to(kit.root)), (done.stdout + done.stderr)[-4000:]))
    if not results:
        results.append((str(script.relative_to(kit.root)), None))
    return results


def cases(kit):
    for program in sorted((kit.build / "unit").glob("test-*")):
        if program.suffix == "":
            yield program.name, lambda program=program: run_unit(kit, program)
    for script in sorted((kit.root / "tests").glob("*/run.py")):
        yield script.parent.name, lambda script=script: run_script(kit, script)
