"""A running preview of a copy of a sample, for tests and measurements."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import urllib.parse


class Preview:
    def __init__(self, program, root, sample="n51", layout=None, environment=None, layouts=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bulletin-preview-"))
        shutil.copytree(root / "samples", self.folder / "samples")
        self.issue = self.folder / "samples" / f"{sample}.yaml"
        environment = dict(environment or {})
        environment["XDG_RUNTIME_DIR"] = str(self.folder / "run")
        if layouts:  # a copy of the layouts too, to be edited
            data = self.folder / "data"
            shutil.copytree(root / "layouts", data / "layouts")
            os.symlink(root / "fonts", data / "fonts")
            os.symlink(root / "data", data / "data")
            environment["BULLETIN_DATA"] = str(data)
        (self.folder / "run").mkdir(mode=0o700)
        self.environment = environment
        words = [str(program), "preview", str(self.issue), "--no-open"] + (["-l", layout] if layout else [])
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, env=environment, cwd=self.folder)
        self.address = self.process.stdout.readline().decode().strip()
        parts = urllib.parse.urlsplit(self.address)
        assert parts.port, f"no address: {self.address!r}"
        self.port, self.path = parts.port, parts.path
        self.text = self.issue.read_text()

    def save(self, text):
        """In place, as the simplest editors do."""
        self.issue.write_text(text)

    def save_by_rename(self, text):
        other = self.issue.with_suffix(".yaml~tmp")
        other.write_text(text)
        other.rename(self.issue)

    def memory(self):
        """Private memory in bytes."""
        rollup = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Private_"))

    def cpu(self):
        """Seconds of CPU so far."""
        words = pathlib.Path(f"/proc/{self.process.pid}/schedstat").read_text().split()
        return int(words[0]) / 1e9

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.status = self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        self.close()
        assert failure or self.status == 0, f"the preview ended with status {self.status}"
