import { bytesOfText, concatBytes, textOfBytes, trimPadding } from './byte-cursor.ts';

/** Command Field values, PS3.7 E.1. */
export const commandFields = {
  cStoreRq: 0x0001,
  cStoreRsp: 0x8001,
  cGetRq: 0x0010,
  cFindRq: 0x0020,
  cMoveRq: 0x0021,
  cEchoRq: 0x0030,
  cEchoRsp: 0x8030,
  cCancelRq: 0x0fff,
} as const;

/** Set in the Command Field of every response, PS3.7 E.1. */
export const responseBit = 0x8000;

/** Command Data Set Type: "no data set follows"; every other value means that one does (PS3.7 E.1). */
export const noDataSet = 0x0101;

/** A command set by the keywords of PS3.7 Annex E. Absent elements are absent keys. */
export type CommandSet = {
  readonly commandField: number;
  readonly commandDataSetType: number;
  readonly affectedSopClassUid?: string;
  readonly requestedSopClassUid?: string;
  readonly messageId?: number;
  readonly messageIdBeingRespondedTo?: number;
  readonly moveDestination?: string;
  readonly priority?: number;
  readonly status?: number;
  readonly errorComment?: string;
  readonly affectedSopInstanceUid?: string;
  readonly requestedSopInstanceUid?: string;
  readonly moveOriginatorApplicationEntityTitle?: string;
  readonly moveOriginatorMessageId?: number;
};

type ElementDefinition = { readonly element: number; readonly vr: 'US' | 'UI' | 'AE' | 'LO' };

// In ascending order, which is the order they are sent in.
const elementOf = {
  affectedSopClassUid: { element: 0x0002, vr: 'UI' },
  requestedSopClassUid: { element: 0x0003, vr: 'UI' },
  commandField: { element: 0x0100, vr: 'US' },
  messageId: { element: 0x0110, vr: 'US' },
  messageIdBeingRespondedTo: { element: 0x0120, vr: 'US' },
  moveDestination: { element: 0x0600, vr: 'AE' },
  priority: { element: 0x0700, vr: 'US' },
  commandDataSetType: { element: 0x0800, vr: 'US' },
  status: { element: 0x0900, vr: 'US' },
  errorComment: { element: 0x0902, vr: 'LO' },
  affectedSopInstanceUid: { element: 0x1000, vr: 'UI' },
  requestedSopInstanceUid: { element: 0x1001, vr: 'UI' },
  moveOriginatorApplicationEntityTitle: { element: 0x1030, vr: 'AE' },
  moveOriginatorMessageId: { element: 0x1031, vr: 'US' },
} as const satisfies Record<keyof CommandSet, ElementDefinition>;

const definitions: readonly (readonly [keyof CommandSet, ElementDefinition])[] = Object.entries(
  elementOf,
).map(([keyword, definition]) => [keyword as keyof CommandSet, definition] as const);
const definitionByElement = new Map(definitions.map((entry) => [entry[1].element, entry]));

export type DecodedCommandSet =
  | { readonly kind: 'command'; readonly command: CommandSet }
  | { readonly kind: 'malformed'; readonly message: string };

/**
 * Decodes a command set: Implicit VR Little Endian, group 0000 only (PS3.7 6.3.1). Elements we have no use for are
 * skipped; Command Field and Command Data Set Type must be there, because nothing can be answered without them.
 */
export function decodeCommandSet(bytes: Uint8Array): DecodedCommandSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: Partial<Record<keyof CommandSet, number | string>> = {};
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes.length - offset < 8) return malformed('ends inside an element header');
    const lengthBytes = view.getUint32(offset + 4, true);
    if (view.getUint16(offset, true) !== 0) return malformed('holds an element outside of group 0000');
    const end = offset + 8 + lengthBytes;
    if (end > bytes.length) return malformed('holds an element longer than itself');
    const entry = definitionByElement.get(view.getUint16(offset + 2, true));
    if (entry !== undefined) {
      const [keyword, { vr }] = entry;
      if (vr !== 'US') values[keyword] = trimPadding(textOfBytes(bytes.subarray(offset + 8, end)));
      else if (lengthBytes === 2) values[keyword] = view.getUint16(offset + 8, true);
      else return malformed(`holds ${keyword} with ${lengthBytes} bytes instead of 2`);
    }
    offset = end;
  }
  const { commandField, commandDataSetType } = values;
  if (commandField === undefined) return malformed('lacks Command Field (0000,0100)');
  if (commandDataSetType === undefined) return malformed('lacks Command Data Set Type (0000,0800)');
  return { kind: 'command', command: values as CommandSet };
}

/** Encodes with Command Group Length (0000,0000). Throws RangeError on text that is not ASCII. */
export function encodeCommandSet(command: CommandSet): Uint8Array {
  const elements: Uint8Array[] = [];
  for (const [keyword, { element, vr }] of definitions) {
    const value = command[keyword];
    if (value === undefined) continue;
    elements.push(encodeElement(element, typeof value === 'number' ? bytes16(value) : paddedText(value, vr)));
  }
  const body = concatBytes(elements);
  const groupLength = new Uint8Array(4);
  new DataView(groupLength.buffer).setUint32(0, body.length, true);
  return concatBytes([encodeElement(0x0000, groupLength), body]);
}

function encodeElement(element: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, element, true);
  view.setUint32(4, value.length, true);
  bytes.set(value, 8);
  return bytes;
}

function bytes16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >>> 8);
}

/** PS3.5 6.2: UIDs are padded to even length with NUL, the other texts with a space. */
function paddedText(text: string, vr: ElementDefinition['vr']): Uint8Array {
  return bytesOfText(text.length % 2 === 0 ? text : text + (vr === 'UI' ? '\0' : ' '));
}

function malformed(what: string): DecodedCommandSet {
  return { kind: 'malformed', message: `The command set ${what}` };
}
