/** An object of a Java serialization stream: its fields by name, and what its class wrote beside them, in order. */
export interface JavaObject {
  readonly className: string;
  readonly fields: ReadonlyMap<string, JavaValue>;
  /** Raw bytes and values, as the class wrote them itself. */
  readonly written: readonly JavaValue[];
}

/** Numbers of 64 bits are bigint; arrays are arrays; raw bytes are Uint8Array. */
export type JavaValue = null | boolean | number | bigint | string | Uint8Array | JavaObject | JavaValue[];

interface ClassDescription {
  readonly name: string;
  readonly flags: number;
  readonly fields: { name: string; type: string }[];
  parent: ClassDescription | null;
}

/** Flags of a class (Java Object Serialization Specification, 6.4.2). */
const isSerializable = 0x02;
const isExternalizable = 0x04;
const wroteItself = 0x01;
const wroteInBlocks = 0x08;

const firstHandle = 0x7e_0000;
const endOfBlockData = 0x78;
/** More than any object that is read here is nested; a made-up one must not end the process. */
const mostDepth = 64;

/** Text in Java's modified UTF-8: units of UTF-16 by one to three bytes, zero as two. */
function modifiedUtf8(bytes: Uint8Array): string {
  const units: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    if (first < 0x80) units.push(String.fromCharCode(first));
    else if (first < 0xe0) units.push(String.fromCharCode(((first & 0x1f) << 6) | (second & 0x3f)));
    else units.push(String.fromCharCode(((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f)));
    at += first < 0x80 ? 1 : first < 0xe0 ? 2 : 3;
  }
  return units.join('');
}

/** Reads forward over bytes. @throws RangeError when they end early */
function createBytesReader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const step = (length: number): number => {
    if (length < 0 || length > bytes.length - at) throw new RangeError('the stream ends early');
    at += length;
    return at - length;
  };
  return {
    isAtEnd: () => at >= bytes.length,
    peek: () => bytes[at],
    uint8: () => view.getUint8(step(1)),
    uint16: () => view.getUint16(step(2)),
    int32: () => view.getInt32(step(4)),
    int64: () => view.getBigInt64(step(8)),
    take: (length: number) => bytes.subarray(step(length), at),
    primitives: {
      B: () => view.getInt8(step(1)),
      C: () => view.getUint16(step(2)),
      D: () => view.getFloat64(step(8)),
      F: () => view.getFloat32(step(4)),
      I: () => view.getInt32(step(4)),
      J: () => view.getBigInt64(step(8)),
      S: () => view.getInt16(step(2)),
      Z: () => view.getUint8(step(1)) !== 0,
    } satisfies Record<string, () => JavaValue>,
  };
}

/**
 * Reads what Java's ObjectOutputStream wrote, as far as databases of JDBM need it: no classes, enumerations, proxies or
 * exceptions. No code of Java runs, whatever the classes are.
 * @throws RangeError where the bytes are no such stream
 */
export function createJavaReader(bytes: Uint8Array) {
  const { primitives, ...reader } = createBytesReader(bytes);
  let handles: (JavaValue | ClassDescription)[] = [];
  let depth = 0;

  const text = (length: number) => modifiedUtf8(reader.take(length));

  function remembered<Value extends JavaValue | ClassDescription>(value: Value): Value {
    handles.push(value);
    return value;
  }

  function reference(): JavaValue | ClassDescription {
    const value = handles[reader.int32() - firstHandle];
    if (value === undefined) throw new RangeError('a reference leads nowhere');
    return value;
  }

  function classDescription(): ClassDescription | null {
    const type = reader.uint8();
    if (type === 0x70) return null;
    if (type === 0x71) return reference() as ClassDescription;
    if (type !== 0x72) throw new RangeError('a class is described in a way that is not read');
    const name = text(reader.uint16());
    reader.int64();
    const described: ClassDescription = remembered({ name, flags: 0, fields: [], parent: null });
    const flags = reader.uint8();
    const fieldCount = reader.uint16();
    for (let field = 0; field < fieldCount; field += 1) {
      const fieldType = String.fromCharCode(reader.uint8());
      described.fields.push({ name: text(reader.uint16()), type: fieldType });
      if (!(fieldType in primitives)) value();
    }
    untilEnd();
    return Object.assign(described, { flags, parent: classDescription() });
  }

  function untilEnd(): JavaValue[] {
    const written: JavaValue[] = [];
    while (reader.peek() !== endOfBlockData) written.push(value());
    reader.uint8();
    return written;
  }

  function field(type: string): JavaValue {
    return type in primitives ? primitives[type as keyof typeof primitives]() : value();
  }

  function object(): JavaObject {
    const described = classDescription();
    const fields = new Map<string, JavaValue>();
    const written: JavaValue[] = [];
    const made = remembered({ className: described?.name ?? '', fields, written });
    if (described !== null && (described.flags & isExternalizable) !== 0) {
      if ((described.flags & wroteInBlocks) === 0) throw new RangeError('an object without blocks');
      written.push(...untilEnd());
      return made;
    }
    const line: ClassDescription[] = [];
    for (let one = described; one !== null; one = one.parent) line.unshift(one);
    for (const one of line.filter(({ flags }) => (flags & isSerializable) !== 0)) {
      for (const { name, type } of one.fields) fields.set(name, field(type));
      if ((one.flags & wroteItself) !== 0) written.push(...untilEnd());
    }
    return made;
  }

  function array(): JavaValue[] {
    const type = classDescription()?.name[1] ?? '';
    const items = remembered<JavaValue[]>([]);
    const length = reader.int32();
    for (let at = 0; at < length; at += 1) items.push(field(type));
    return items;
  }

  const values: Readonly<Record<number, () => JavaValue>> = {
    0x70: () => null,
    0x71: () => reference() as JavaValue,
    0x73: object,
    0x74: () => remembered(text(reader.uint16())),
    0x75: array,
    0x77: () => reader.take(reader.uint8()),
    0x7a: () => reader.take(reader.int32()),
  };

  /** The next value of the stream. */
  function value(): JavaValue {
    const read = values[reader.uint8()];
    if (read === undefined) throw new RangeError('a value of a kind that is not read');
    depth += 1;
    if (depth > mostDepth) throw new RangeError('values are nested too deep');
    const one = read();
    depth -= 1;
    return one;
  }

  return {
    value,
    isAtEnd: reader.isAtEnd,
    /** The first bytes of a stream. Some files hold several, one behind the other. */
    header(): void {
      if (reader.uint16() !== 0xaced || reader.uint16() !== 5)
        throw new RangeError('this is no stream of Java objects');
      handles = [];
    },
  };
}

/** True for an object of a class of this name. */
export function isJavaObject(value: JavaValue | undefined, className: string): value is JavaObject {
  return typeof value === 'object' && value !== null && 'className' in value && value.className === className;
}
