const endOfCentralDirectory = 0x06054b50;
const centralEntry = 0x02014b50;

/** The files of a zip that stores them as they are: names and bytes (APPNOTE 4.3.12, 4.3.16). */
export function storedFiles(zip: Buffer): { name: string; bytes: Buffer }[] {
  const end = zip.lastIndexOf(Buffer.from(new Uint32Array([endOfCentralDirectory]).buffer));
  const files: { name: string; bytes: Buffer }[] = [];
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === centralEntry) {
    if (zip.readUInt16LE(at + 10) !== 0) throw new Error('A file of this zip is compressed');
    const sizeBytes = zip.readUInt32LE(at + 20);
    const [nameLength, extraLength, remarkLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + Number(nameLength));
    files.push({ name, bytes: zip.subarray(start, start + sizeBytes) });
    at += 46 + Number(nameLength) + Number(extraLength) + Number(remarkLength);
  }
  return files;
}
