"""The command `cnn-lab`, the same as `python -m cnnlab`: serves the page, or looks the machine over."""

import sys

USAGE = """cnn-lab [serve] [options]   serve the page; `cnn-lab serve --help` tells the options
cnn-lab doctor              look whether this machine can do the lab
"""


def main():
    """Run the command that the first word names, `serve` without one."""
    words = sys.argv[1:]
    if words[:1] in (["-h"], ["--help"]):
        sys.stdout.write(USAGE)
        return
    if words[:1] == ["doctor"]:
        from cnnlab.app import doctor

        doctor.main()
        return
    from cnnlab.app import serve

    serve.main(words[1:] if words[:1] == ["serve"] else words)


if __name__ == "__main__":
    main()
