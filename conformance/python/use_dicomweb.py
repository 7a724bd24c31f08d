"""Uses the server as a program of dicomweb-client does, and tells what it saw as JSON.

Usage: use_dicomweb.py store FOLDER | use_dicomweb.py read
Environment: DICOMWEB_URL (…/dicom-web/PROJECT), DICOMWEB_TOKEN.
"""

import json
import os
import sys
import warnings
from pathlib import Path

import pydicom
import requests
from dicomweb_client.api import DICOMwebClient
from pydicom.dataset import Dataset
from pydicom.uid import RLELossless

warnings.simplefilter("ignore")

url = os.environ["DICOMWEB_URL"]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {os.environ['DICOMWEB_TOKEN']}"
client = DICOMwebClient(url, session=session)


def store(folder):
    data_sets = [pydicom.dcmread(path) for path in sorted(folder.glob("*.dcm"))]
    compressed = data_sets[-1]
    compressed.compress(RLELossless)
    answer = client.store_instances(data_sets)
    return {
        "stored": len(answer.get("ReferencedSOPSequence", [])),
        "failed": len(answer.get("FailedSOPSequence", [])),
    }


def values(matches, tag):
    return [match[tag]["Value"][0] for match in matches if match.get(tag, {}).get("Value")]


def search():
    studies = client.search_for_studies()
    uids = values(studies, "0020000D")
    paged = [uid for offset in range(len(uids) + 1) for uid in values(client.search_for_studies(limit=1, offset=offset), "0020000D")]
    patient = values(studies, "00100020")[0]
    of_patient = client.search_for_studies(search_filters={"PatientID": patient})
    date = values(studies, "00080020")[0]
    series = client.search_for_series(study_instance_uid=uids[0])
    instances = client.search_for_instances(study_instance_uid=uids[0], series_instance_uid=values(series, "0020000E")[0])
    with_fields = client.search_for_instances(fields=["SliceThickness", "00180087"], limit=1)
    everything = client.search_for_instances(fields=["all"], limit=1)
    return {
        "studies": uids,
        "paged": paged,
        "remaining": values(client.search_for_studies(limit=1, get_remaining=True), "0020000D"),
        "ofPatient": values(of_patient, "00100020"),
        "patient": patient,
        "ofDate": len(client.search_for_studies(search_filters={"StudyDate": f"{date}-{date}"})),
        "before": len(client.search_for_studies(search_filters={"StudyDate": "-19000101"})),
        "wildcard": len(client.search_for_studies(search_filters={"PatientName": f"{patient[:4]}*"})),
        "ultrasound": len(client.search_for_series(search_filters={"Modality": "US"})),
        "modalities": len(client.search_for_studies(search_filters={"ModalitiesInStudy": "CT"})),
        "nothing": len(client.search_for_studies(search_filters={"PatientID": "NOBODY"})),
        "fuzzyOff": len(client.search_for_studies(fuzzymatching=False)),
        "fuzzyOn": len(client.search_for_studies(fuzzymatching=True)),
        "seriesOfStudy": len(series),
        "instancesOfSeries": len(instances),
        "fields": sorted(tag for tag in ("00180050", "00180087") if tag in with_fields[0]),
        "all": len(everything[0]),
    }


def comparable(data_set):
    """What metadata tells as it is: bulk data is left out, and JSON is in UTF-8 whatever the instance is in (PS3.18 F.2)."""
    bulk = ("OB", "OW", "OF", "OD", "OL", "OV", "UN", "SQ")
    return [one for one in data_set if one.VR not in bulk and one.keyword != "SpecificCharacterSet"]


def retrieve():
    seen = {"series": 0, "instances": 0, "identityRemoved": 0, "metadataEqual": 0, "bulkEqual": 0, "framesEqual": 0, "rendered": 0, "mistakes": []}
    for series in client.search_for_series():
        study_uid, series_uid = series["0020000D"]["Value"][0], series["0020000E"]["Value"][0]
        retrieved = {one.SOPInstanceUID: one for one in client.retrieve_series(study_uid, series_uid, media_types=(("application/dicom", "*"),))}
        metadata = client.retrieve_series_metadata(study_uid, series_uid)
        seen["series"] += 1
        seen["instances"] += len(retrieved)
        if len(metadata) != len(retrieved):
            seen["mistakes"].append("metadata and instances differ in number")
        for described in metadata:
            look_at(seen, (study_uid, series_uid), described, retrieved)
    return seen


def look_at(seen, path, described, retrieved):
    uids = (*path, described["00080018"]["Value"][0])
    instance = retrieved[uids[2]]
    seen["identityRemoved"] += instance.PatientIdentityRemoved == "YES"
    uri = described.get("7FE00010", {}).get("BulkDataURI")
    told = Dataset.from_json(described, bulk_data_uri_handler=lambda tag, vr, uri: b"")
    differing = [element.keyword for element in comparable(instance) if told.get(element.tag) is None or told[element.tag].value != element.value]
    if differing:
        seen["mistakes"].append(f"metadata differs: {differing}")
    else:
        seen["metadataEqual"] += 1
    alone = client.retrieve_instance(*uids, media_types=(("application/dicom", "*"),))
    if alone.PixelData != instance.PixelData:
        seen["mistakes"].append("an instance alone has other pixels")
    is_native = not instance.file_meta.TransferSyntaxUID.is_compressed
    if is_native and uri is not None:
        seen["bulkEqual"] += client.retrieve_bulkdata(uri)[0] == instance.PixelData
    look_at_frames(seen, uids, instance)


def look_at_frames(seen, uids, instance):
    pixels = instance.pixel_array
    count = int(instance.get("NumberOfFrames", 1))
    frames = client.retrieve_instance_frames(*uids, list(range(1, count + 1)), media_types=("application/octet-stream",))
    expected = [pixels[at].tobytes() for at in range(count)] if count > 1 else [pixels.tobytes()]
    if [frame[: len(one)] for frame, one in zip(frames, expected)] == expected and len(frames) == count:
        seen["framesEqual"] += 1
    else:
        seen["mistakes"].append("frames differ from the decoded pixels")
    png = client.retrieve_instance_rendered(*uids, media_types=("image/png",))
    jpeg = client.retrieve_instance_frames_rendered(*uids, [1], media_types=("image/jpeg",))
    seen["rendered"] += png.startswith(b"\x89PNG") and jpeg.startswith(b"\xff\xd8")


def wholes():
    """A study, a series and an instance as wholes, and their metadata: the same instances by every way."""
    seen = {"studies": 0, "mistakes": []}
    for study in client.search_for_studies():
        study_uid = study["0020000D"]["Value"][0]
        listed = client.search_for_instances(study_instance_uid=study_uid)
        uids = sorted(values(listed, "00080018"))
        ways = {
            "retrieve_study": [str(one.SOPInstanceUID) for one in client.retrieve_study(study_uid, media_types=(("application/dicom", "*"),))],
            "iter_study": [str(one.SOPInstanceUID) for one in client.iter_study(study_uid, media_types=(("application/dicom", "*"),))],
            "retrieve_study_metadata": values(client.retrieve_study_metadata(study_uid), "00080018"),
        }
        for way, found in ways.items():
            if sorted(found) != uids:
                seen["mistakes"].append(f"{way} gives {len(found)} of {len(uids)} instances")
        for one in listed:
            path = study_uid, one["0020000E"]["Value"][0], one["00080018"]["Value"][0]
            if client.retrieve_instance_metadata(*path)["00080018"]["Value"] != [path[2]]:
                seen["mistakes"].append("metadata of an instance is another's")
        seen["studies"] += 1
    return seen


def answer_to(path, wanted, **query):
    """What a viewer in a browser gets: status, media type, type of the parts, and how the body begins."""
    answer = session.get(f"{url}{path}", headers={"accept": wanted}, params=query)
    media_type, _, rest = answer.headers.get("content-type", "").partition(";")
    body = answer.content
    if media_type == "multipart/related":
        head, _, body = body.partition(b"\r\n\r\n")
        lines = [line for line in head.decode().split("\r\n") if line.lower().startswith("content-type:")]
        media_type += " of " + lines[0].split(":")[1].split(";")[0].strip()
    return f"{answer.status_code} {media_type}" + (" JPEG" if body.startswith(b"\xff\xd8") else "")


def negotiation():
    """The Accept headers of OHIF, Cornerstone and browsers, on an instance as it was sent and on a compressed one."""
    octets = 'multipart/related; type="application/octet-stream"'
    files = 'multipart/related; type="application/dicom"'
    seen = {}
    for found in client.search_for_instances():
        study, one, instance = (found[tag]["Value"][0] for tag in ("0020000D", "0020000E", "00080018"))
        at = f"/studies/{study}/series/{one}/instances/{instance}"
        syntax = client.retrieve_instance(study, one, instance, media_types=(("application/dicom", "*"),)).file_meta.TransferSyntaxUID
        kind = "compressed" if syntax.is_compressed else "native"
        if kind in seen:
            continue
        seen[kind] = {
            "metadata": answer_to(f"{at}/metadata", "application/dicom+json"),
            "metadata, any": answer_to(f"{at}/metadata", "*/*"),
            "metadata, json": answer_to(f"{at}/metadata", "application/json"),
            "frame, OHIF": answer_to(f"{at}/frames/1", f"{octets}; transfer-syntax=*"),
            "frame, decoded": answer_to(f"{at}/frames/1", octets),
            "frame, bare": answer_to(f"{at}/frames/1", "application/octet-stream"),
            "frame, choice": answer_to(f"{at}/frames/1", f'multipart/related; type="image/jphc"; transfer-syntax=*, {octets}; transfer-syntax=*; q=0.5'),
            "frame, impossible": answer_to(f"{at}/frames/1", 'multipart/related; type="image/jphc"'),
            "frames, bare": answer_to(f"{at}/frames/1,1", "application/octet-stream"),
            "frame, absent": answer_to(f"{at}/frames/9999", f"{octets}; transfer-syntax=*"),
            "instance, part": answer_to(at, f"{files}; transfer-syntax=*"),
            "instance, alone": answer_to(at, "application/dicom; transfer-syntax=*"),
            "instance, choice": answer_to(at, f"{files}; transfer-syntax=1.2.840.10008.1.2.4.50, {files}; transfer-syntax=*; q=0.1"),
            "instance, impossible": answer_to(at, f"{files}; transfer-syntax=1.2.840.10008.1.2.4.50"),
            "study, alone": answer_to(f"/studies/{study}", "application/dicom"),
            "study, choice": answer_to(f"/studies/{study}", f"application/dicom, {files}; q=0.5"),
            "rendered": answer_to(f"{at}/rendered", "image/jpeg"),
            "rendered, browser": answer_to(f"{at}/rendered", "image/avif,image/webp,image/jpeg,*/*;q=0.8", accept="image/jpeg"),
            "rendered, windowed": answer_to(f"{at}/rendered", "image/jpeg", window="40,400,linear", viewport="64,64"),
            "rendered series": answer_to(f"/studies/{study}/series/{one}/rendered", "image/jpeg"),
            "thumbnail": answer_to(f"{at}/thumbnail", "image/jpeg"),
            "thumbnail of a frame": answer_to(f"{at}/frames/1/thumbnail", "image/jpeg"),
            "thumbnail of a series": answer_to(f"/studies/{study}/series/{one}/thumbnail", "image/jpeg"),
            "thumbnail of a study": answer_to(f"/studies/{study}/thumbnail", "image/jpeg"),
            "rendered, impossible": answer_to(f"{at}/rendered", "image/tiff"),
            "bulk data, OHIF": answer_to(f"{at}/bulkdata/7FE00010", f"{octets}; transfer-syntax=*") if not syntax.is_compressed else None,
            "bulk data, impossible": answer_to(f"{at}/bulkdata/7FE00010", "text/html"),
        }
    return seen


def status_of(call):
    try:
        call()
        return 200
    except requests.HTTPError as error:
        return error.response.status_code


def refusals():
    series = client.search_for_series(limit=1)[0]
    path = series["0020000D"]["Value"][0], series["0020000E"]["Value"][0]
    anonymous = DICOMwebClient(url)
    return {
        "unknownStudy": status_of(lambda: client.retrieve_study_metadata("1.2.3.4")),
        "unknownInstance": status_of(lambda: client.retrieve_instance(*path, "1.2.3.4")),
        "anonymous": status_of(lambda: anonymous.search_for_studies()),
        "impossible": session.get(f"{url}/studies/{path[0]}/series/{path[1]}", headers={"accept": "text/html"}).status_code,
        "otherBody": session.post(f"{url}/studies", data=b"{}", headers={"content-type": "application/json"}).status_code,
        "otherParts": session.post(f"{url}/studies", data=b"--x--", headers={"content-type": 'multipart/related; type="application/dicom+json"; boundary=x'}).status_code,
        "noBoundary": session.post(f"{url}/studies", data=b"{}", headers={"content-type": "multipart/related"}).status_code,
        "htmlSearch": session.get(f"{url}/studies", headers={"accept": "text/html"}).status_code,
        "wrongUid": session.get(f"{url}/studies/not-a-uid/metadata").status_code,
        "wrongLimit": session.get(f"{url}/studies?limit=many", headers={"accept": "application/dicom+json"}).status_code,
    }


if sys.argv[1] == "store":
    print(json.dumps(store(Path(sys.argv[2]))))
else:
    print(json.dumps({"search": search(), "retrieve": retrieve(), "refusals": refusals(), "wholes": wholes(), "negotiation": negotiation()}))
