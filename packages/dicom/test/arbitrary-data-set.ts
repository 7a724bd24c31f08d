import fc from 'fast-check';
import {
  createItem,
  DataSet,
  type Encoding,
  isGroupLengthTag,
  setBytes,
  setSequence,
  type Tag,
  vrOf,
} from '../src/index.ts';

type Leaf = { kind: 'leaf'; tag: Tag; bytes: Uint8Array };
type Branch = {
  kind: 'branch';
  tag: Tag;
  undefinedLength: boolean;
  items: { undefinedLength: boolean; content: Node[] }[];
};
type Node = Leaf | Branch;

/** Public attributes of many VRs, private ones with their creator, one of a group above 8000. */
const leafTags: Tag[] = [
  0x00080018, 0x00080020, 0x00080030, 0x0008103e, 0x00081197, 0x00090010, 0x00091001, 0x00100010, 0x00101030,
  0x00104000, 0x00189461, 0x00280010, 0x00280106, 0x00283006, 0x00289002, 0x0040a160, 0x00660016, 0x00720083,
  0x7fe00001, 0xfffcfffc,
];
const branchTags: Tag[] = [0x00081140, 0x00082112, 0x00400275, 0x0040a730, 0x52009229];

const leaf: fc.Arbitrary<Leaf> = fc.record({
  kind: fc.constant('leaf' as const),
  tag: fc.constantFrom(...leafTags),
  bytes: fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ minLength: 500, maxLength: 600 })),
});

const { content } = fc.letrec<{ content: Node[]; branch: Branch }>((tie) => ({
  branch: fc.record({
    kind: fc.constant('branch' as const),
    tag: fc.constantFrom(...branchTags),
    undefinedLength: fc.boolean(),
    items: fc.array(fc.record({ undefinedLength: fc.boolean(), content: tie('content') }), { maxLength: 3 }),
  }),
  content: fc.array(fc.oneof({ depthSize: 'small' }, leaf, tie('branch')), { maxLength: 6 }),
}));

function fill(dataSet: DataSet, nodes: readonly Node[]): void {
  for (const node of nodes) {
    if (node.kind === 'leaf') {
      setBytes(dataSet, node.tag, vrOf(node.tag), node.bytes);
      continue;
    }
    const items = node.items.map(({ undefinedLength, content: inner }) => {
      const made = createItem(dataSet, { undefinedLength });
      fill(made, inner);
      return made;
    });
    setSequence(dataSet, node.tag, items, { undefinedLength: node.undefinedLength });
  }
}

const encodings: Encoding[] = [
  { explicitVr: true, littleEndian: true },
  { explicitVr: false, littleEndian: true },
  { explicitVr: true, littleEndian: false },
];

/** Random data sets of random content, nesting, length forms and encoding. The values are bytes without sense. */
export const arbitraryDataSet: fc.Arbitrary<DataSet> = fc
  .tuple(fc.constantFrom(...encodings), content)
  .map(([encoding, nodes]) => {
    const dataSet = new DataSet({ encoding });
    fill(dataSet, nodes);
    return dataSet;
  });

/** A data set as plain text, for comparing: tags, VRs and bytes; without length forms, byte order and group lengths. */
export function describeDataSet(dataSet: DataSet): string {
  return dataSet.elements
    .filter(({ tag }) => !isGroupLengthTag(tag))
    .map((element) => {
      const name = `${element.tag.toString(16)} ${element.vr}`;
      if (element.kind === 'sequence') return `${name} [${element.items.map(describeDataSet).join(' | ')}]`;
      if (element.kind === 'fragments') return `${name} ${element.fragments.map(hex).join('/')}`;
      return element.kind === 'value' ? `${name} ${hex(element.bytes)}` : `${name} bulk`;
    })
    .join('\n');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
