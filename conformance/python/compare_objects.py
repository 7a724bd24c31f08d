"""Opens every object that the server wrote with pydicom, and compares it with the one it came from.

Usage: compare_objects.py FOLDER, which holds N.written.dcm and, where its source is known, N.source.dcm.
Prints {"opened": n, "compared": n, "decoded": n, "mistakes": [...]} as JSON.
"""

import io
import json
import sys
import warnings
from pathlib import Path

import pydicom
from pydicom.uid import RLELossless

warnings.simplefilter("ignore")


def read_all(data_set):
    """Makes pydicom read every value at every depth."""
    return [element.value for element in data_set.iterall()]


def decodes(data_set):
    syntax = data_set.file_meta.TransferSyntaxUID
    return not syntax.is_compressed or syntax == RLELossless or syntax.is_deflated


def mistakes_of(written, source):
    if written.get("PatientIdentityRemoved") != "YES":
        yield "does not say that identity was removed"
    if written.file_meta.MediaStorageSOPInstanceUID != written.SOPInstanceUID:
        yield "file meta and data set name different instances"
    if any(written.preamble):
        yield "has something in its preamble"
    if source is None:
        return
    if written.SOPInstanceUID == source.get("SOPInstanceUID"):
        yield "has the SOP Instance UID of its source"
    if source.get("PatientName") and str(source.PatientName) == str(written.PatientName):
        yield "has the patient's name"
    if written.get("PixelData") != source.get("PixelData"):
        yield "has other Pixel Data than its source"
    for keyword in ("Rows", "Columns", "BitsAllocated", "SamplesPerPixel", "PhotometricInterpretation", "NumberOfFrames"):
        if written.get(keyword) != source.get(keyword):
            yield f"has another {keyword} than its source"


def has_same_pixels(written, source):
    try:
        expected = source.pixel_array
    except Exception:  # pydicom cannot decode the source: nothing to compare with
        return None
    return bool((written.pixel_array == expected).all())


def main(folder):
    result = {"opened": 0, "compared": 0, "decoded": 0, "mistakes": []}
    for path in sorted(folder.glob("*.written.dcm")):
        source_path = Path(str(path).replace(".written.", ".source."))
        try:
            written = pydicom.dcmread(path)
            read_all(written)
            written.save_as(io.BytesIO())
            source = pydicom.dcmread(source_path, force=True) if source_path.exists() else None
            result["opened"] += 1
            result["mistakes"] += [f"{path.name} {mistake}" for mistake in mistakes_of(written, source)]
            if source is None or "PixelData" not in written:
                continue
            result["compared"] += 1
            if decodes(written):
                same = has_same_pixels(written, source)
                result["decoded"] += same is not None
                if same is False:
                    result["mistakes"].append(f"{path.name} decodes to other pixels")
        except Exception as error:
            result["mistakes"].append(f"{path.name}: {type(error).__name__}: {error}")
    print(json.dumps(result))


main(Path(sys.argv[1]))
