"""Hand-ins as files by their names in the zip, to be changed before they are packed."""

import io
import json
import zipfile

import numpy as np


def unpacked(content):
    """Return the files of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(files, folder=""):
    """Return files by name as a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{folder}{name}", data)
    return content.getvalue()


def with_changes(files, **changes):
    """Return the files with fields of hand-in.json changed, those that are objects by their keys.

    A change of None takes the field out.
    """
    data = json.loads(files["hand-in.json"])
    for name, change in changes.items():
        if change is None:
            data.pop(name)
        elif isinstance(change, dict):
            data[name] |= change
        else:
            data[name] = change
    return files | {"hand-in.json": json.dumps(data, ensure_ascii=False).encode()}


def data_of(files):
    """Return what hand-in.json holds."""
    return json.loads(files["hand-in.json"])


def arrays_of(files, name):
    """Return the arrays of an .npz file in the zip by name, so that they can be written to."""
    with np.load(io.BytesIO(files[name])) as stored:
        return {key: stored[key].copy() for key in stored}


def npz(arrays, **options):
    """Return arrays by name as the content of an .npz file."""
    content = io.BytesIO()
    np.savez(content, **arrays, **options)
    return content.getvalue()


def npy(array):
    """Return an array as the content of an .npy file."""
    content = io.BytesIO()
    np.save(content, array)
    return content.getvalue()
