"""Put the offline verifier and the examples into the wheel.

Both live outside `baton/` on purpose: the verifier shares no code with the package, and the examples
are read by people first. An installed copy needs them all the same (`baton verify`, `baton demo`), so
the wheel carries them as `baton/_verify/baton_verify.py` and `baton/examples/`. An editable install
copies nothing: there the originals are used, so that an edit is seen at once.
`baton.cli.bundled` finds them in both cases.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = {
    "verify/baton_verify.py": "baton/_verify/baton_verify.py",
    "examples": "baton/examples",
}


class CarryVerifierAndExamples(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        for source, target in CARRIED.items():
            if (Path(self.root) / source).exists():
                build_data["force_include"][source] = target
