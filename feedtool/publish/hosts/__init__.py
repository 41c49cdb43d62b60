"""Hosts of podcasts, one module each; :data:`feedtool.publish.targets.HOSTS` is their table."""
