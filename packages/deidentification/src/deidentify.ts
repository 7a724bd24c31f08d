import { type DataSet, formatTag, mediaStorageDirectoryUid, type Tag } from '@pesscara/dicom';
import { type ActionReport, type ActionTrail, createActionTrail } from './action-report.ts';
import { type OptionCode, option } from './actions/confidentiality-profile.ts';
import { createDescriptorCleaner } from './cleaning/descriptor-cleaning.ts';
import { createUidMap, hasReplacementShape } from './cleaning/uid-map.ts';
import { compileRules, type RuleTable } from './element-rules.ts';
import { emptied, type ValueContext } from './element-values.ts';
import { type Pass, walkHeader } from './element-walk.ts';
import { type Finding, type FindingCode, findingOf, findingsOfInput } from './findings.ts';
import { findingsOfIod } from './iod-required.ts';
import { paddedAscii, plainText } from './latin1.ts';
import { createLeakChecker, type Leak, type LeakChecker } from './leaks/leak-check.ts';
import { identifiersKeyOf, identifiersOf, type SubjectIdentifiers } from './leaks/subject-identifiers.ts';
import {
  isOwnOutput,
  methodTexts,
  type ProvenPixelChanges,
  stampedTags,
  stampMethod,
} from './method-stamp.ts';
import {
  type ChangedElements,
  createChangedElements,
  defaultOriginalLimits,
  type OriginalLimits,
  type OriginalValue,
} from './originals/originals.ts';
import { showsOverlay } from './overlay-graphics.ts';
import { compileOverrides } from './profile/overrides.ts';
import {
  type DeidentificationProfile,
  profileReference,
  temporalModeOf,
  validateProfile,
} from './profile/profile.ts';
import { createScopeTree, perFrameFunctionalGroups, type Scope } from './profile/scope.ts';

/** Whom the images belong to, as research knows them. */
export interface ResearchSubject {
  /** Becomes Patient's Name and Patient ID: 1 to 64 printable ASCII characters, no backslash, caret or equals sign. */
  readonly code: string;
  /** Days added to every date; a whole number, not 0 where the profile shifts dates. */
  readonly dateShiftDays: number;
}

export interface DeidentifyContext {
  readonly subject: ResearchSubject;
  /** Of the object, as its sender negotiated it. */
  readonly sopClassUid: string;
  readonly proven?: ProvenPixelChanges;
}

export interface Deidentified {
  readonly kind: 'deidentified';
  /** The header given, changed. */
  readonly dataSet: DataSet;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly frameOfReferenceUid: string | undefined;
  /** Shared by all instances that went the same way. */
  readonly report: ActionReport;
  /**
   * Every value as it was before it was changed or removed: identified, for the vault only. Put together when called;
   * the bytes are views of the input.
   */
  originals(limits?: OriginalLimits): OriginalValue[];
  readonly findings: readonly Finding[];
  /** Names of the private blocks of the input, kept or removed. Their senders chose them: not to be shown to everybody. */
  readonly privateCreators: ReadonlySet<string>;
}

export type RefusalCode =
  | 'missing-uid'
  | 'sop-class-mismatch'
  | 'media-directory'
  | 'unread-value'
  | 'unusable-subject'
  | 'failure';

/** The object was not de-identified; the data set may be half changed and must be dropped. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  /** For people; names no value of the object. */
  readonly reason: string;
}

export interface Deidentifier {
  readonly profile: DeidentificationProfile;
  /** `profileReference` of the profile. */
  readonly profileReference: string;
  /**
   * De-identifies one data set (without file meta) in place. Values that stay in place keep pointing into the bytes
   * they were read from. Whatever goes wrong, the answer is a refusal: nothing passes half done.
   */
  deidentify(header: DataSet, context: DeidentifyContext): Deidentified | Refused;
}

export interface DeidentifierDependencies {
  readonly profile: DeidentificationProfile;
  /** `deriveSubkey(projectMasterKey, projectId, 'uid')`. */
  readonly uidKey: Uint8Array;
  /** Written into every output. */
  readonly engineVersion: string;
}

const patientName = 0x00100010;
const patientId = 0x00100020;
const sopClass = 0x00080016;
const sopInstance = 0x00080018;
const studyInstance = 0x0020000d;
const seriesInstance = 0x0020000e;
const frameOfReference = 0x00200052;

const requiredUids = [
  [sopInstance, 'SOP Instance UID'],
  [studyInstance, 'Study Instance UID'],
  [seriesInstance, 'Series Instance UID'],
] as const;

const subjectAttributes = [
  [patientName, 'PN'],
  [patientId, 'LO'],
] as const;

/** SOP Classes and patients met lately; both are few at any time. */
const rememberedSopClasses = 256;
const rememberedPatients = 64;

function refused(code: RefusalCode, reason: string): Refused {
  return { kind: 'refused', code, reason };
}

function uidOf(header: DataSet, tag: Tag): string | undefined {
  return plainText(header, tag) || undefined;
}

/** Why an object cannot be treated at all; undefined when it can. */
function objection(
  header: DataSet,
  { subject, sopClassUid }: DeidentifyContext,
  shiftsDates: boolean,
): Refused | undefined {
  if (!/^[\x21-\x7e]([\x20-\x7e]{0,62}[\x21-\x7e])?$/.test(subject.code) || /[\\^=]/.test(subject.code)) {
    return refused('unusable-subject', 'The subject code is not 1 to 64 printable ASCII characters.');
  }
  if (!Number.isInteger(subject.dateShiftDays) || (shiftsDates && subject.dateShiftDays === 0)) {
    return refused('unusable-subject', 'The profile shifts dates, and the subject has no date shift.');
  }
  if (sopClassUid === mediaStorageDirectoryUid) {
    return refused('media-directory', 'A DICOMDIR lists patients and files; it is no object to de-identify.');
  }
  const stated = uidOf(header, sopClass);
  if (stated !== undefined && stated !== sopClassUid) {
    return refused('sop-class-mismatch', 'The SOP Class UID of the object is not the one it was sent as.');
  }
  for (const [tag, name] of requiredUids) {
    if (uidOf(header, tag) === undefined) return refused('missing-uid', `The object has no ${name}.`);
  }
  return undefined;
}

interface KnownPatient {
  readonly identifiers: SubjectIdentifiers;
  readonly checker: LeakChecker;
}

/** A map that forgets everything when it is full: for things that come in long runs. */
function createShortMemory<Value>(capacity: number): (key: string, make: () => Value) => Value {
  const known = new Map<string, Value>();
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= capacity) known.clear();
    const made = make();
    known.set(key, made);
    return made;
  };
}

/** Values that the profile keeps and that hold an identifier all the same are emptied. */
function emptyLeaks(leaks: readonly Leak[], root: Scope, trail: ActionTrail, changed: ChangedElements): void {
  for (const { items, dataSet, element } of leaks) {
    const [frame] = items.filter(({ sequenceTag }) => sequenceTag === perFrameFunctionalGroups);
    const scope = items.reduce(
      (at, { sequenceTag, index }) =>
        at.itemOf(sequenceTag, sequenceTag === perFrameFunctionalGroups ? '*' : index),
      root,
    );
    changed.enterFrame(frame?.index);
    trail.record(scope, element, 'Z', 'identifier-in-output', 'emptied');
    changed.keep(scope, element);
    dataSet.set(emptied(element));
  }
  changed.enterFrame(undefined);
}

function leakFindings({ leaks, unsearched }: ReturnType<LeakChecker['search']>): Finding[] {
  return [
    ...leaks.map(({ path, kind }) =>
      findingOf(
        kind === 'physician' || kind === 'institution' ? 'name-in-output' : 'identifier-in-output',
        path,
      ),
    ),
    ...unsearched.map((path) => findingOf('value-not-searched', path)),
  ];
}

/** Adds findings to a list, each once in each place. */
function createFinder(findings: Finding[]): (finding: FindingCode, path: string) => void {
  const noted = new Set<string>();
  return (finding, path) => {
    if (noted.has(finding + path)) return;
    noted.add(finding + path);
    findings.push(path === '' ? findingOf(finding) : findingOf(finding, path));
  };
}

/**
 * A de-identifier for one profile and one project's UID key. Throws TypeError when the profile is not valid. It keeps
 * memory of what it met (rules, paths, texts, UIDs), all bounded, so make one and keep it; it is not re-entrant.
 */
export function createDeidentifier({
  profile,
  uidKey,
  engineVersion,
}: DeidentifierDependencies): Deidentifier {
  const problems = validateProfile(profile);
  if (problems.length > 0) {
    throw new TypeError(
      `The profile is not valid: ${problems.map((at) => `${at.pointer} ${at.detail}`).join(' ')}`,
    );
  }
  const reference = profileReference(profile);
  const options: ReadonlySet<OptionCode> = new Set(profile.options);
  const shiftsDates = temporalModeOf(profile) === 'shift';
  const usesPrivateLists = options.has(option.retainSafePrivate) && (profile.privateLists ?? []).length > 0;
  const uidMap = createUidMap(uidKey);
  const cleaner = createDescriptorCleaner(profile.descriptorTerms);
  const overrides = compileOverrides(profile);
  const trail = createActionTrail(reference);
  const texts = methodTexts(engineVersion, reference, uidMap.keyId);
  const rulesOf = createShortMemory<RuleTable>(rememberedSopClasses);
  const patientOf = createShortMemory<KnownPatient>(rememberedPatients);
  let scopes = createScopeTree();

  /** UIDs are mapped by now, or the standard's own: a number in one is no identifier. Institutions may be kept on purpose. */
  function mustGo({ kind, element }: Leak): boolean {
    return element.vr !== 'UI' && !(kind === 'institution' && options.has(option.retainInstitutionIdentity));
  }

  const mapForeignUid = uidMap.mapUid;
  const mapUidOfOwn = (uid: string): string => (hasReplacementShape(uid) ? uid : uidMap.mapUid(uid));

  function knownPatient(header: DataSet, code: string): KnownPatient {
    return patientOf(`${code}\n${identifiersKeyOf(header)}`, () => {
      const identifiers = identifiersOf(header, new Set([code]));
      return { identifiers, checker: createLeakChecker(identifiers) };
    });
  }

  function ensureSubject(header: DataSet, code: string): void {
    for (const [tag, vr] of subjectAttributes) {
      if (header.has(tag)) continue;
      header.set({ kind: 'value', tag, vr, bytes: paddedAscii(code), littleEndian: true });
      trail.record(scopes.root, { tag, vr }, 'D', 'subject-code', 'added');
    }
  }

  function emptyWhatLeaks(header: DataSet, patient: KnownPatient, changed: ChangedElements): Finding[] {
    const found = patient.checker.search(header);
    emptyLeaks(found.leaks.filter(mustGo), scopes.root, trail, changed);
    return leakFindings(found);
  }

  function valuesFor(
    header: DataSet,
    { subject: { code, dateShiftDays } }: DeidentifyContext,
    isOwn: boolean,
    find: Pass['find'],
  ): ValueContext {
    return {
      dateShiftDays: isOwn && hasShiftedDates(header, code) ? 0 : dateShiftDays,
      ageCapYears: profile.ageCapYears,
      identifiers: knownPatient(header, code).identifiers.cleanedWords,
      cleaner,
      mapUid: isOwn ? mapUidOfOwn : mapForeignUid,
      note: (finding, tag) => find(finding, formatTag(tag)),
    };
  }

  function treat(header: DataSet, context: DeidentifyContext): Deidentified | Refused {
    const { sopClassUid, proven = {} } = context;
    const { code } = context.subject;
    const isOwn = isOwnOutput(header, uidMap.keyId);
    const patient = knownPatient(header, code);
    const findings = findingsOfInput(header, sopClassUid, isOwn);
    const changed = createChangedElements();
    const find = createFinder(findings);
    let unreadValue: string | undefined;
    const values = valuesFor(header, context, isOwn, find);
    const uids = mappedUidsOf(header, values.mapUid);
    const pass: Pass = {
      rules: rulesOf(sopClassUid, () => compileRules(profile, sopClassUid)),
      overrides,
      options,
      usesPrivateLists,
      privateCreators: new Set(),
      values,
      trail,
      changed,
      subjectCode: code,
      find,
      refuse: (reason) => void (unreadValue ??= reason),
    };
    walkHeader(pass, header, scopes.root);
    if (unreadValue !== undefined) return refused('unread-value', `The object has ${unreadValue}.`);
    ensureSubject(header, code);
    stampMethod(header, profile, texts, proven);
    if (options.has(option.cleanGraphics) && showsOverlay(header)) find('overlay-kept', '');
    findings.push(...emptyWhatLeaks(header, patient, changed));
    if (profile.strictIod === true) findings.push(...findingsOfIod(header, sopClassUid));
    return {
      kind: 'deidentified',
      dataSet: header,
      ...uids,
      report: trail.finish(),
      originals: (limits = defaultOriginalLimits) => changed.list(limits),
      findings,
      privateCreators: pass.privateCreators,
    };
  }

  function mappedUidsOf(header: DataSet, mapUid: (uid: string) => string) {
    const map = options.has(option.retainUids) ? (uid: string): string => uid : mapUid;
    const frameOfReferenceUid = uidOf(header, frameOfReference);
    return {
      studyInstanceUid: map(uidOf(header, studyInstance) ?? ''),
      seriesInstanceUid: map(uidOf(header, seriesInstance) ?? ''),
      sopInstanceUid: map(uidOf(header, sopInstance) ?? ''),
      frameOfReferenceUid: frameOfReferenceUid === undefined ? undefined : map(frameOfReferenceUid),
    };
  }

  function deidentify(header: DataSet, context: DeidentifyContext): Deidentified | Refused {
    try {
      if (scopes.isFull()) scopes = createScopeTree();
      return objection(header, context, shiftsDates) ?? treat(header, context);
    } catch (error) {
      // The message may quote a value; the kind of error cannot.
      const kind = error instanceof Error ? error.name : 'unknown error';
      return refused('failure', `The object could not be de-identified (${kind}).`);
    } finally {
      // After a refusal, what was collected belongs to an object that is not going anywhere.
      trail.discard();
    }
  }

  return { profile, profileReference: reference, deidentify };
}

/** True when the object's dates have this subject's shift in them already. */
function hasShiftedDates(header: DataSet, code: string): boolean {
  return (
    plainText(header, stampedTags.longitudinalTemporalInformationModified) === 'MODIFIED' &&
    plainText(header, patientId) === code
  );
}
