import {
  anonymize,
  type CtpEntry,
  type CtpFilter,
  type CtpFinding,
  type CtpFindingCode,
  type CtpPixelScript,
  type CtpResult,
  type CtpScript,
  ctpFindingKinds,
  ctpHoldingFindings,
  type LookupTable,
  parseLookupTable,
  readCtpFilter,
  readCtpPixelScript,
  readCtpScript,
  subjectParameter,
} from '@pesscara/ctp';
import {
  canonicalSha256,
  createLeakChecker,
  type Deidentified,
  type DeidentifyContext,
  defaultOriginalLimits,
  type Finding,
  findingKinds,
  findingsOfInput,
  identifiersOf,
  type JsonValue,
  type Leak,
  type Refused,
  type ResearchSubject,
} from '@pesscara/deidentification';
import {
  characterSetIn,
  DataSet,
  type Element,
  firstText,
  formatTag,
  isPrivateCreatorTag,
  mediaStorageDirectoryUid,
  setText,
  type Tag,
  textValues,
} from '@pesscara/dicom';
import type { Clock } from '../../kernel/clock/index.ts';
import type { CtpDocument } from './ctp-document.ts';
import type { CtpIntegers } from './ctp-integers.service.ts';
import { createCtpReports, originalsOf } from './ctp-report.ts';

/** A finding about an instance, of the engine or of a CTP script. */
export type RecordedFinding = Omit<Finding, 'code'> & { readonly code: Finding['code'] | CtpFindingCode };

/** As of the engine, with findings of scripts among the findings. */
export type CtpDeidentified = Omit<Deidentified, 'findings'> & {
  readonly findings: readonly RecordedFinding[];
};

/** Takes identity away by a script of CTP. */
export interface CtpDeidentifier {
  deidentify(header: DataSet, context: DeidentifyContext): Promise<CtpDeidentified | Refused>;
  readonly script: CtpScript;
  /** `site-ctp-2@0f3a…`: what outputs carry and reports refer to. */
  readonly reference: string;
}

export interface CtpDeidentifierOrder {
  document: CtpDocument;
  lookupTable: string | undefined;
  projectId: string;
  integers: Pick<CtpIntegers, 'known' | 'handOut'>;
  clock: Clock;
  engineVersion: string;
}

/** A script read once, with all that belongs to it. */
interface Files {
  readonly script: CtpScript;
  readonly lookupTable: LookupTable | undefined;
  readonly filter: CtpFilter | undefined;
  readonly pixelScript: CtpPixelScript | undefined;
}

const requiredUids = [
  ['SOPInstanceUID', 'SOP Instance UID'],
  ['StudyInstanceUID', 'Study Instance UID'],
  ['SeriesInstanceUID', 'Series Instance UID'],
] as const;
const patientName: Tag = 0x00100010;
const patientId: Tag = 0x00100020;
const pixelData: Tag = 0x7fe00010;
const identityRemoved: Tag = 0x00120062;
const deidentificationMethod: Tag = 0x00120063;

/** What belongs to the patient; names of physicians and institutions a script may keep on purpose. */
const ofPatient: ReadonlySet<Leak['kind']> = new Set<Leak['kind']>([
  'patient-name',
  'patient-id',
  'birth-date',
  'contact',
]);

/** Begins the rule of a report's entry that names a region of pixels to be masked: left, top, width, height. */
export const pixelRegionRule = 'pixel-region:';

/** How often a run may ask for more integers: once is the rule. */
const mostRuns = 4;

/** Why, and at the rule of which element. */
const reasonOf = ({ reason, path }: { reason: string; path?: string }): string =>
  path === undefined ? reason : `${reason} (the rule of ${path})`;

function refused(code: Refused['code'], reason: string): Refused {
  return { kind: 'refused', code, reason };
}

function objection(header: DataSet, sopClassUid: string): Refused | undefined {
  if (sopClassUid === mediaStorageDirectoryUid)
    return refused('media-directory', 'A DICOMDIR lists patients and files; it is no object to de-identify.');
  const stated = firstText(header, 'SOPClassUID');
  if (stated !== undefined && stated !== sopClassUid)
    return refused('sop-class-mismatch', 'The SOP Class UID of the object is not the one it was sent as.');
  const missing = requiredUids.find(([keyword]) => firstText(header, keyword) === undefined);
  return missing && refused('missing-uid', `The object has no ${missing[1]}.`);
}

function findingOf(code: Finding['code'], path: string): RecordedFinding {
  const [severity, detail] = findingKinds[code];
  return { code, severity, path, detail };
}

function scriptFinding({ code, path }: CtpFinding): RecordedFinding {
  const [severity, detail] = ctpFindingKinds[code];
  return { code, severity, path, detail };
}

function creatorsIn(header: DataSet): Set<string> {
  const creators = new Set<string>();
  for (const { tag } of header.elements) {
    const creator = isPrivateCreatorTag(tag) ? firstText(header, tag) : undefined;
    if (creator !== undefined) creators.add(creator);
  }
  return creators;
}

function emptied(element: Element): Element {
  const { tag, vr } = element;
  return { kind: 'value', tag, vr, bytes: new Uint8Array(0), littleEndian: true };
}

/** Where an element of a leak stands, as reports write it. */
function pathOf({ items, element }: Leak): string {
  const steps = items.map(({ sequenceTag, index }) => `${formatTag(sequenceTag)}[${index}]/`);
  return steps.join('') + formatTag(element.tag);
}

/** Writes that the object was de-identified, and by what; what the script itself wrote there stays. */
function stamp(header: DataSet, texts: readonly string[]): CtpEntry[] {
  const present = textValues(header, deidentificationMethod).filter((text) => text !== '');
  const joined = [...present, ...texts.filter((text) => !present.includes(text))].join('\\');
  const isExpressible = characterSetIn(header).encode(joined) !== undefined;
  setText(header, identityRemoved, 'CS', 'YES');
  setText(header, deidentificationMethod, 'LO', isExpressible ? joined : texts.join('\\'));
  return [[identityRemoved, 'CS'] as const, [deidentificationMethod, 'LO'] as const].map(([tag, vr]) => ({
    path: formatTag(tag),
    tag,
    vr,
    rule: 'method',
    outcome: 'added',
    original: undefined,
  }));
}

type Checker = ReturnType<typeof createLeakChecker>;

/** True when a text holds an identifier of the patient, wherever it stands. */
function holdsIdentity(checker: Checker, text: string): boolean {
  const scratch = new DataSet();
  setText(scratch, 'SpecificCharacterSet', 'CS', 'ISO_IR 192');
  setText(scratch, 'PatientComments', 'LT', text);
  return checker.search(scratch).leaks.some(({ kind }) => ofPatient.has(kind));
}

/**
 * The checker does not look where the engine itself writes: name, ID and method. A script may leave identity there
 * too: the subject's code takes its place.
 */
function replaceKeptIdentity(
  header: DataSet,
  checker: Checker,
  before: ReadonlyMap<Tag, string>,
  { code }: ResearchSubject,
): { entries: CtpEntry[]; findings: RecordedFinding[] } {
  const entries: CtpEntry[] = [];
  const findings: RecordedFinding[] = [];
  for (const [tag, vr] of [
    [patientName, 'PN'],
    [patientId, 'LO'],
    [deidentificationMethod, 'LO'],
  ] as const) {
    const original = header.get(tag);
    const text = textValues(header, tag).join('\\');
    if (original === undefined || text === '') continue;
    if (text !== before.get(tag) && !holdsIdentity(checker, text)) continue;
    setText(header, tag, vr, tag === deidentificationMethod ? '' : code);
    const path = formatTag(tag);
    entries.push({ path, tag, vr, rule: 'identifier-in-output', outcome: 'replaced', original });
    findings.push(findingOf('identifier-in-output', path));
  }
  return { entries, findings };
}

/** Looks, by code that shares nothing with scripts, for identifiers of the input; those of the patient go. */
function emptyLeaks(header: DataSet, checker: Checker): { entries: CtpEntry[]; findings: RecordedFinding[] } {
  const { leaks, unsearched } = checker.search(header);
  const entries: CtpEntry[] = [];
  const findings = unsearched.map((path) => findingOf('value-not-searched', path));
  for (const leak of leaks) {
    const path = pathOf(leak);
    const { element, dataSet, kind } = leak;
    if (!ofPatient.has(kind) || element.vr === 'UI') {
      if (element.vr !== 'UI') findings.push(findingOf('name-in-output', path));
      continue;
    }
    dataSet.set(emptied(element));
    const { tag, vr } = element;
    entries.push({ path, tag, vr, rule: 'identifier-in-output', outcome: 'emptied', original: element });
    findings.push(findingOf('identifier-in-output', path));
  }
  return { entries, findings };
}

function badUid(header: DataSet): Refused | undefined {
  for (const [keyword, name] of requiredUids) {
    const uid = firstText(header, keyword) ?? '';
    if (!/^[0-9]+(?:\.[0-9]+)*$/.test(uid) || uid.length > 64)
      return refused('missing-uid', `The script leaves no ${name} that can be one.`);
  }
  return undefined;
}

function heldBy(findings: readonly CtpFinding[]): Refused | undefined {
  const bad = findings.filter(({ code }) => ctpHoldingFindings.has(code));
  if (bad.length === 0) return undefined;
  const places = bad.slice(0, 5).map(({ code, path }) => `${code} at ${path}`);
  return refused('failure', `The script cannot be trusted with this object: ${places.join(', ')}.`);
}

/** What names a profile of CTP in outputs and reports. */
export function ctpReference(document: CtpDocument): string {
  const hash = canonicalSha256(document as unknown as JsonValue);
  return `${document.id}-${document.version}@${hash.slice(0, 12)}`;
}

/** A de-identifier for one CTP profile in one project. */
export function createCtpDeidentifier(order: CtpDeidentifierOrder): CtpDeidentifier {
  const { document, projectId, integers, clock, engineVersion } = order;
  const files: Files = {
    script: readCtpScript(document.script),
    lookupTable: order.lookupTable === undefined ? undefined : parseLookupTable(order.lookupTable).table,
    filter: document.filter === undefined ? undefined : readCtpFilter(document.filter),
    pixelScript: document.pixelScript === undefined ? undefined : readCtpPixelScript(document.pixelScript),
  };
  const reference = ctpReference(document);
  const reportOf = createCtpReports(reference);
  const methods = [`PESSCARA ${engineVersion}`, `CTP script ${reference}`.slice(0, 64)];

  async function run(header: DataSet, { code }: ResearchSubject): Promise<CtpResult> {
    for (let runs = 0; runs < mostRuns; runs += 1) {
      const result = anonymize(files.script, header, {
        ...(files.lookupTable === undefined ? {} : { lookupTable: files.lookupTable }),
        parameters: new Map([[subjectParameter, code]]),
        integerOf: (wanted) => integers.known(projectId, wanted),
        now: clock.now(),
      });
      if (result.kind !== 'needsIntegers') return result;
      await integers.handOut(projectId, result.wanted);
    }
    return { kind: 'quarantined', reason: 'The script asks for ever more integers.' };
  }

  /** What the pixel script says: its regions go into the report, for whoever masks; no fitting signature is worth a look. */
  function pixelRegions(header: DataSet): { entries: CtpEntry[]; findings: RecordedFinding[] } {
    const path = formatTag(pixelData);
    if (files.pixelScript === undefined || !header.has('Rows')) return { entries: [], findings: [] };
    const regions = files.pixelScript.regionsFor(header);
    if (regions === undefined)
      return { entries: [], findings: [scriptFinding({ code: 'ctp.unmatchedSignature', path })] };
    const entries = regions.map(
      ({ left, top, width, height }): CtpEntry => ({
        path,
        tag: pixelData,
        vr: 'OW',
        rule: `${pixelRegionRule}${left},${top},${width},${height}`,
        outcome: 'kept',
        original: undefined,
      }),
    );
    return { entries, findings: [] };
  }

  async function treat(header: DataSet, context: DeidentifyContext): Promise<CtpDeidentified | Refused> {
    const { subject, sopClassUid } = context;
    if (files.filter !== undefined && !files.filter.passes(header))
      return refused('failure', 'The filter of the profile does not select this object.');
    const ofPixels = pixelRegions(header);
    const checker = createLeakChecker(identifiersOf(header, new Set([subject.code])));
    const found = findingsOfInput(header, sopClassUid, false);
    const privateCreators = creatorsIn(header);
    const before = new Map([patientName, patientId].map((tag) => [tag, textValues(header, tag).join('\\')]));
    const result = await run(header, subject);
    if (result.kind === 'needsIntegers') return refused('failure', 'The script asks for ever more integers.');
    if (result.kind !== 'anonymized') return refused('failure', reasonOf(result));
    const bad = heldBy(result.findings) ?? badUid(header);
    if (bad !== undefined) return bad;
    const kept = replaceKeptIdentity(header, checker, before, subject);
    const stamped = stamp(header, methods);
    const leaks = emptyLeaks(header, checker);
    const entries = [...result.entries, ...kept.entries, ...stamped, ...leaks.entries, ...ofPixels.entries];
    return {
      kind: 'deidentified',
      dataSet: header,
      studyInstanceUid: firstText(header, 'StudyInstanceUID') ?? '',
      seriesInstanceUid: firstText(header, 'SeriesInstanceUID') ?? '',
      sopInstanceUid: firstText(header, 'SOPInstanceUID') ?? '',
      frameOfReferenceUid: firstText(header, 'FrameOfReferenceUID'),
      report: reportOf(entries),
      originals: (limits = defaultOriginalLimits) => originalsOf(entries, limits),
      findings: [
        ...found,
        ...ofPixels.findings,
        ...result.findings.map(scriptFinding),
        ...kept.findings,
        ...leaks.findings,
      ],
      privateCreators,
    };
  }

  return {
    script: files.script,
    reference,
    async deidentify(header, context) {
      return objection(header, context.sopClassUid) ?? treat(header, context);
    },
  };
}
