"""Zips that nobody sends by mistake, each with a part of the sentence that its row says."""

import io
import json
import stat
import warnings
import zipfile

import numpy as np

from tests.cnnlab.desk.packing import arrays_of, npy, npz, packed, with_changes


def with_members(files, *members):
    """Return a zip of files with further members, as (ZipInfo or name, content)."""
    content = io.BytesIO(packed(files))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of two members with one name
                archive.writestr(name, data)
    return content.getvalue()


def link(name, target):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target


def encrypted(files):
    """Return a zip that says of its members that they are encrypted."""
    content = bytearray(packed(files))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(signature, start + 4)
    return bytes(content)


def bomb(files):
    """Return a zip whose README says that it is small, and unpacks to 200 MB."""
    content = bytearray(packed(files | {"README.md": b"\0" * 200_000_000}))
    size = (200_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (1000).to_bytes(4, "little")))


def large_header(shape):
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}"
    header = header.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode()


def npz_of(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return content.getvalue()


def other_weights(files, **changes):
    """Return the files with some weights as other arrays, or as what an .npy file holds."""
    weights = arrays_of(files, "weights.npz")
    members = {name: npy(values) for name, values in weights.items()}
    for name, change in changes.items():
        key = name.removeprefix("w")
        members[key] = change if isinstance(change, bytes) else npy(change)
    return packed(files | {"weights.npz": npz_of(members)})


def objects():
    content = io.BytesIO()
    np.save(content, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return content.getvalue()


def raw(files, text):
    return packed(files | {"hand-in.json": text})


def refused(files):
    """Return {what it is: (a zip, part of the sentence)} of what is not read at all."""
    nested = packed({"inner.zip": packed(files)})
    return {
        "no zip": (b"hello", "no zip"),
        "half a zip": (packed(files)[:-200], "no zip"),
        "empty": (b"", "no zip"),
        "a zip in a zip": (nested, "another zip"),
        "encrypted": (encrypted(files), "password"),
        "a bomb": (packed(files | {"images/a": b"\0" * 150_000_000}), "bomb"),
        "a bomb that lies": (bomb(files), ""),
        "a link": (with_members(files, link("images/a", "/etc/passwd")), "link"),
        "an absolute path": (with_members(files, ("/etc/cron.d/a", "x")), "path out of the zip"),
        "a path upward": (with_members(files, ("../../a", "x")), "path out of the zip"),
        "a path of Windows": (with_members(files, ("C:\\a", "x")), "path out of the zip"),
        "two of one name": (with_members(files, ("README.md", "x")), "Two of its files"),
        "two but for case": (with_members(files, ("readme.MD", "x")), "Two of its files"),
        "many members": (packed({f"a{number}": b"" for number in range(5000)}), "5,000 files"),
        "a .keras file": (packed({"config.json": b"{}", "metadata.json": b"{}"}), ".keras"),
        "an older report": (packed({"program.py": b""}), "older versions"),
        "nothing": (packed({"a.txt": b""}), "no hand-in.json"),
        "no JSON": (raw(files, b"{"), "no JSON"),
        "no UTF-8": (raw(files, b"\xff\xfe"), "no JSON"),
        "JSON nested deep": (raw(files, b"[" * 10_000 + b"]" * 10_000), "deep"),
        "a list": (raw(files, b"[]"), "no object"),
        "large JSON": (raw(files, b" " * 3_000_000), "2 MB"),
        "NaN in JSON": (raw(files, json.dumps({"format": float("nan")}).encode()), "no JSON"),
        "a number of many digits": (raw(files, b'{"format": ' + b"9" * 9000 + b"}"), "no JSON"),
        "another format": (with_format(files, 7), "format 7"),
        "filters of another world": (with_network(files, filters=10**9), "1 to 256"),
        "a choice that is none": (with_network(files, __class__=1), "does not know"),
        "filters as a list": (with_network(files, filters=[1]), "filters is"),
    }


def with_network(files, **choices):
    return packed(with_changes(files, cnn=choices))


def with_format(files, number):
    return packed(with_changes(files, format=number))


def remarked(files):
    """Return {what it is: (a zip, part of a remark)} of what is read, and remarked on."""
    first = arrays_of(files, "weights.npz")["0"]
    infinite = first.copy()
    infinite.flat[0] = np.inf
    no_number = first.copy()
    no_number.flat[-1] = np.nan
    rows = with_changes(files, sentences={"curves": "a" * 1_000_000})
    turned = with_changes(files, name="\u202egnp.exe\u202c Zoë")
    return {
        "weights that are NaN": (other_weights(files, w0=no_number), "numbers that are none"),
        "infinite weights": (other_weights(files, w0=infinite), "numbers that are none"),
        "weights of another shape": (other_weights(files, w0=first[..., :-1]), "of the shape"),
        "weights of float64": (other_weights(files, w0=first.astype("float64")), "float64"),
        "objects": (other_weights(files, w0=objects()), "Python objects"),
        "10 GB of header": (other_weights(files, w0=large_header((50_000, 50_000))), "50000"),
        "a header that is none": (other_weights(files, w0=b"\x93NUMPY\x01\x00\xff\xff{"), "array"),
        "a header that is a program": (
            other_weights(files, w0=large_header("__import__('os').abort()")),
            "no array that can be read",
        ),
        "fewer numbers than said": (other_weights(files, w0=npy(first)[:-4]), "as many numbers"),
        "no weights": (without(files, "weights.npz"), "weights.npz is not in it"),
        "weights that are a text": (packed(files | {"weights.npz": b"x"}), "weights.npz is no"),
        "other predictions": (packed(files | {"predictions.npz": npz({"a": first})}), "by other"),
        "a long sentence": (packed(rows), "1,000,000 characters"),
        "marks that turn": (packed(turned), "turn the direction"),
    }


def without(files, name):
    return packed({other: data for other, data in files.items() if other != name})
