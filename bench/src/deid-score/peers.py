"""Runs one de-identification tool over a folder of DICOM files into another folder. Writes files per second of CPU time, and the version, beside it."""
import importlib.metadata
import os
import resource
import subprocess
import sys
import warnings

warnings.filterwarnings("ignore")
tool, source, target = sys.argv[1:4]
names = sorted(os.listdir(source))


def cpu():
    total = 0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        total += used.ru_utime + used.ru_stime
    return total


def each(treat):
    import pydicom

    for name in names:
        data = pydicom.dcmread(os.path.join(source, name))
        treat(data)
        data.save_as(os.path.join(target, name))


def by_pydicom():
    """What a short script of a laboratory does: a list of attributes, private elements, hashed UIDs."""
    from pydicom.uid import generate_uid

    remove = (
        "InstitutionName InstitutionAddress ReferringPhysicianName OperatorsName PerformingPhysicianName StationName OtherPatientIDs "
        "OtherPatientNames OtherPatientIDsSequence PatientMotherBirthName PatientAddress PatientTelephoneNumbers PatientComments "
        "AdditionalPatientHistory RequestingPhysician DeviceSerialNumber RequestAttributesSequence OriginalAttributesSequence"
    ).split()
    uids = "SOPInstanceUID StudyInstanceUID SeriesInstanceUID FrameOfReferenceUID".split()
    dates = "StudyDate SeriesDate ContentDate AcquisitionDateTime".split()
    codes = {}

    def treat(data):
        data.remove_private_tags()
        code = codes.setdefault(data.PatientID, f"CODE-{len(codes):05d}")
        data.PatientName = data.PatientID = code
        data.PatientBirthDate = data.AccessionNumber = data.StudyID = ""
        for keyword in remove:
            if keyword in data:
                delattr(data, keyword)
        for keyword in uids:
            if keyword in data:
                setattr(data, keyword, generate_uid(entropy_srcs=["key", str(getattr(data, keyword))]))
        data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
        for keyword in dates:
            if keyword in data:
                setattr(data, keyword, "20200101")

    each(treat)


def by_dicognito():
    from dicognito.anonymizer import Anonymizer

    anonymizer = Anonymizer(seed="bench")
    each(anonymizer.anonymize)


def by_dicom_anonymizer():
    from dicomanonymizer.simpledicomanonymizer import anonymize_dataset

    each(lambda data: anonymize_dataset(data, delete_private_tags=True))


def by_deid():
    import logging

    from deid.config import DeidRecipe
    from deid.dicom import replace_identifiers

    os.environ["MESSAGELEVEL"] = "QUIET"
    logging.disable(logging.CRITICAL)
    recipe = DeidRecipe()
    files = [os.path.join(source, name) for name in names]
    replace_identifiers(
        dicom_files=files, deid=recipe, save=True, output_folder=target, overwrite=True, remove_private=True, disable_skip=True
    )


def by_dcmodify():
    for name in names:
        with open(os.path.join(source, name), "rb") as original, open(os.path.join(target, name), "wb") as copy:
            copy.write(original.read())
    changes = ["-nb", "-ie", "-imt", "-ep", "-gst", "-gse", "-gin", "-ma", "PatientName=ANON", "-ma", "PatientID=ANON", "-ma", "PatientBirthDate="]
    for keyword in (
        "InstitutionName InstitutionAddress ReferringPhysicianName OperatorsName PerformingPhysicianName StationName (0010,1000) "
        "OtherPatientNames OtherPatientIDsSequence PatientMotherBirthName PatientAddress PatientTelephoneNumbers PatientComments "
        "AdditionalPatientHistory RequestingPhysician DeviceSerialNumber RequestAttributesSequence OriginalAttributesSequence AccessionNumber StudyID"
    ).split():
        changes += ["-ea", keyword]
    for at in range(0, len(names), 100):
        subprocess.run(["dcmodify", *changes, *[os.path.join(target, name) for name in names[at : at + 100]]], check=True)


def version():
    if tool == "dcmodify":
        return subprocess.run(["dcmodify", "--version"], capture_output=True, text=True).stdout.split()[2].lstrip("v")
    return importlib.metadata.version(tool)


runners = {
    "pydicom": by_pydicom,
    "dicognito": by_dicognito,
    "dicom_anonymizer": by_dicom_anonymizer,
    "deid": by_deid,
    "dcmodify": by_dcmodify,
}
begun = cpu()
try:
    runners[tool]()
    result = f"{len(names) / (cpu() - begun)} {version()}"
except Exception as error:  # The page says what kept a tool from running.
    result = f"failed {type(error).__name__}: {error}"
with open(f"{target}.result", "w") as file:
    file.write(result)
