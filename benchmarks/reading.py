"""Knows the least that a linter has to do: list, read and search every file for two words.

``python benchmarks/reading.py FOLDER`` prints how many files there are and how many hold a word.
"""

import os
import sys

WORDS = (b"Sequence", b"PyDataset")


def main(root: str) -> None:
    """Go through all Python files below *root*."""
    files = found = 0
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".py"):
                with open(os.path.join(folder, name), "rb") as stream:
                    content = stream.read()
                files += 1
                one, other = WORDS
                # Each file is searched for both, whether or not the first is there.
                found += (one in content) | (other in content)
    print(files, found)


if __name__ == "__main__":
    main(sys.argv[1])
