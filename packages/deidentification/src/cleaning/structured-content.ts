import { type DataSet, firstText, sequenceItems } from '@pesscara/dicom';
import { effectiveAction } from '../actions/actions.ts';
import {
  type OptionActions,
  type OptionCode,
  parseOptionActions,
  type TableAction,
} from '../actions/confidentiality-profile.ts';
import { structuredContentRows } from '../tables/structured-content.generated.ts';

interface ConceptRow {
  readonly basic: TableAction;
  readonly options: OptionActions;
}

const conceptNameCodeSequence = 0x0040a043;
const valueType = 0x0040a040;
const codeValue = 0x00080100;
const codingSchemeDesignator = 0x00080102;
const longCodeValue = 0x00080119;
const urnCodeValue = 0x00080120;

const rowOfConcept = new Map<string, ConceptRow>();
const firstRowOfCode = new Map<string, ConceptRow>();
for (const cell of structuredContentRows.split(/[;\n]/)) {
  const words = cell.split(' ');
  const [options = '-', basic = 'X', type = ''] = [words.pop(), words.pop(), words.pop()];
  const row = { basic: basic as TableAction, options: parseOptionActions(options) };
  const code = words.join(' ');
  rowOfConcept.set(`${code} ${type}`, row);
  if (!firstRowOfCode.has(code)) firstRowOfCode.set(code, row);
}

/** How report entries name Table E.3.4-1. */
export const structuredContentRuleName = 'E.3.4-1:2020b';

/**
 * The action that Table E.3.4-1 demands for a content item by its concept name; undefined when the item has none, or
 * the table does not list it. X/D becomes D: a template may require the item.
 */
export function conceptActionOf(
  item: DataSet,
  options: ReadonlySet<OptionCode>,
): 'X' | 'D' | 'K' | 'C' | undefined {
  const [concept] = sequenceItems(item, conceptNameCodeSequence);
  if (concept === undefined) return undefined;
  const code = `${firstText(concept, codeValue) ?? ''} ${firstText(concept, codingSchemeDesignator) ?? ''}`;
  const row = rowOfConcept.get(`${code} ${firstText(item, valueType) ?? ''}`) ?? firstRowOfCode.get(code);
  if (row === undefined) return undefined;
  const action = effectiveAction(row, options);
  return action === 'X' || action === 'K' || action === 'C' ? action : 'D';
}

/** Schemes published by bodies that do not code persons or places of care. */
const publicCodingSchemes: ReadonlySet<string> = new Set(
  `DCM SCT SRT SNM3 SNM 99SDM LN UCUM RADLEX FMA UBERON NCIT NCIt UMLS MDC ICDO3 I9 I9C I10 I10P ICD10 ICD10CM ACR BARI
  BI CD2 ITIS_TSN IBSI PUBCHEM_CID RXNORM RFC5646 ISO3166_1 ISO639_1 ISO639_2 NLM NEU MA MAYOASRG NDC POS TA UNS`.split(
    /\s+/,
  ),
);

const codeTags: ReadonlySet<number> = new Set([
  codeValue,
  codingSchemeDesignator,
  0x00080103,
  0x00080104,
  longCodeValue,
  urnCodeValue,
]);

/** True for the code, scheme, version and meaning of a code sequence's item. */
export function isCodeTag(tag: number): boolean {
  return codeTags.has(tag);
}

/** True when the item is a code of a published scheme, whose meaning is public too (PS3.3 8). */
export function isPublicCode(item: DataSet): boolean {
  return publicCodingSchemes.has(firstText(item, codingSchemeDesignator) ?? '');
}
