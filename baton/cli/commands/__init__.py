"""One file per command; each offers ``add(commands)`` and does its work in ``run(arguments)``."""
