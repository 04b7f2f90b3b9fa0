"""The stock openstack command, imported once: each command that a shell asks for runs in a fork of this process.

It is the entry point of /usr/bin/openstack; only the second that Python takes to import it is spent once and not every time. A request is
a list of texts that end with NUL: the process of the shell, how many arguments follow, and these. The answer is a line: what it ended with.
"""

import importlib
import os
import pkgutil
import sys

# What it calls itself in its messages.
sys.argv[0] = "openstack"

import octaviaclient.osc.v2
import openstackclient.network.v2
from openstackclient.shell import main

for package in (octaviaclient.osc.v2, openstackclient.network.v2):
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")


def ended_with(shell, arguments):
    child = os.fork()
    if child == 0:
        code = 1
        try:
            # The shell's own output, which is a pipe of its own in $(...). It stands at 5 and 6 while the command runs: at 1 is what
            # this request is written to, until the shell has put its own back.
            for number, own in ((1, 5), (2, 6)):
                os.dup2(os.open(f"/proc/{shell}/fd/{own}", os.O_WRONLY), number)
            os.chdir(f"/proc/{shell}/cwd")
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def texts():
    rest = b""
    while chunk := os.read(0, 65536):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from (one.decode() for one in whole)


asked = texts()
for shell in asked:
    arguments = [next(asked) for _ in range(int(next(asked)))]
    os.write(1, f"{ended_with(shell, arguments)}\n".encode())
