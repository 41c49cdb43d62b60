"""A run of publishing in a process of its own, to be killed: host, its options as JSON, folder, a pickled episode."""

from __future__ import annotations

import json
import pickle
import sys
from importlib import import_module
from pathlib import Path

from feedtool.publish import hosting
from feedtool.publish.target import Given

kind, settings, root, given = sys.argv[1:]
secrets = json.load(sys.stdin)
module = import_module(f"feedtool.publish.hosts.{kind}")
options = {option.name: option.default for option in module.OPTIONS} | json.loads(settings)
host = module.connect(Given(name="t", options=options, secret=secrets.__getitem__, root=Path(root)))
with hosting.memory(Path(root), "t", host) as (journal, record):
    plan = hosting.plan(host, [pickle.loads(Path(given).read_bytes())], record, journal)
    results = hosting.apply(plan, journal, record, lambda _: None)
sys.exit(0 if all(result.row for result in results) else 9)
