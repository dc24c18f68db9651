"""``python -m jixiao``: the command line, where its own program is not on the PATH."""

from jixiao.interfaces.cli.entry import main

main()
