import { deflateSync } from 'node:zlib';
import {
  concatBytes,
  createItem,
  DataSet,
  setBytes,
  setSequence,
  setText,
  setUid,
  writePart10,
} from '@pesscara/dicom';
import type { Identifier } from '../identifier.ts';
import { createLeakCheck, type LeakCheck } from '../leak-check.ts';

/** A patient nobody has met. */
export const invented: readonly Identifier[] = [
  { kind: 'patient-name', text: 'Kowalska^Janina^Maria' },
  { kind: 'patient-id', text: 'MRN-0077319' },
  { kind: 'birth-date', text: '19510307' },
  { kind: 'accession-number', text: 'A5529017' },
  { kind: 'contact', text: '(507) 284-2511' },
  { kind: 'address', text: '17 Zamkowa Wielka, Gryfino' },
  { kind: 'physician', text: 'Brzezinski^Adam' },
  { kind: 'institution', text: 'Gryfino Szpital Powiatowy' },
];

export const permitted = ['GLIO-0042'];

export function checkOf(identifiers: readonly Identifier[] = invented): LeakCheck {
  return createLeakCheck({ identifiers, permitted, hashKey: Buffer.alloc(32, 7) });
}

/** An object as it leaves the engine: a research code where the patient was, and nothing of them. */
export function cleanOutput(): DataSet {
  const dataSet = new DataSet();
  setText(dataSet, 'SpecificCharacterSet', 'CS', 'ISO_IR 192');
  setUid(dataSet, 'SOPClassUID', '1.2.840.10008.5.1.4.1.1.4');
  setUid(dataSet, 'SOPInstanceUID', '2.25.303304384564566077306896808785150525303');
  setText(dataSet, 'StudyDate', 'DA', '20240229');
  setText(dataSet, 'Manufacturer', 'LO', 'SIEMENS');
  setText(dataSet, 'SeriesDescription', 'LO', 'Axial T1 post contrast');
  setText(dataSet, 'PatientName', 'PN', 'GLIO-0042');
  setText(dataSet, 'PatientID', 'LO', 'GLIO-0042');
  setText(dataSet, 'SliceLocation', 'DS', '-77.3190');
  return dataSet;
}

export function fileOf(dataSet: DataSet, transferSyntaxUid = '1.2.840.10008.1.2.1'): Uint8Array {
  return concatBytes(writePart10(dataSet, { transferSyntaxUid }));
}

/** A PDF of one page whose text stands in a packed stream. */
export function pdfOf(text: string): Uint8Array {
  const escaped = text.replaceAll(/[\\()]/g, (one) => `\\${one}`);
  return pdfDrawing(`BT /F1 12 Tf 20 100 Td (${escaped}) Tj ET`);
}

/** A PDF of one page on which these operators draw; `/P` is a picture of one pixel, if asked for. */
export function pdfDrawing(operators: string, { withPicture = false } = {}): Uint8Array {
  const stream = deflateSync(Buffer.from(operators, 'latin1'));
  const picture = withPicture ? ' /XObject << /P 6 0 R >>' : '';
  const bodies: Buffer[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >>${picture} >> >>`,
    ),
    Buffer.concat([
      Buffer.from(`<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`),
      stream,
      Buffer.from('\nendstream'),
    ]),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
  ];
  if (withPicture)
    bodies.push(
      Buffer.from(
        '<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nA\nendstream',
      ),
    );
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  for (const [index, body] of bodies.entries()) {
    offsets.push(Buffer.concat(parts).length);
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n'));
  }
  const start = Buffer.concat(parts).length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** Puts bytes into an item so many sequences deep. */
export function planted(dataSet: DataSet, depth: number, put: (at: DataSet) => void): void {
  if (depth === 0) {
    put(dataSet);
    return;
  }
  const item = createItem(dataSet);
  planted(item, depth - 1, put);
  setSequence(dataSet, 'SourceImageSequence', [item]);
}

/** A value of a private element beside its creator. */
export function setPrivate(dataSet: DataSet, vr: 'LO' | 'OB' | 'UN', bytes: Uint8Array): void {
  setText(dataSet, 0x00290010, 'LO', 'ACME 1.1');
  setBytes(dataSet, 0x00291010, vr, bytes);
}
