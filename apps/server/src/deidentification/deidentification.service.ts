import { createHmac, createSecretKey } from 'node:crypto';
import {
  type ActionReport,
  createUidMap,
  type DeidentificationProfile,
  deriveSubkey,
  type OriginalValue,
  reportSha256,
} from '@pesscara/deidentification';
import { type DataSet, firstText } from '@pesscara/dicom';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { Vault } from '../kernel/vault/index.ts';
import { createDeidentifyAgain } from './again.service.ts';
import { createCrosswalk } from './crosswalk/crosswalk.service.ts';
import { createExamOrigins } from './crosswalk/exam-origins.ts';
import type { PatientIdentity } from './crosswalk/sealed-values.ts';
import {
  type CtpDeidentifier,
  type CtpDocument,
  createCtp,
  isCtpDocument,
  type RecordedFinding,
} from './ctp/index.ts';
import { type HeaderDeidentifier, makeDeidentifier } from './deidentifier.ts';
import { createDrafts } from './drafts.service.ts';
import { identifiersAmong, identifiersOfPatient, type KnownIdentifier } from './known-identifiers.ts';
import { decodeOriginals, encodeOriginals } from './original-values.ts';
import { createPrivateCreators } from './private-creators.ts';
import { type BenchResult, createProfileBench } from './profile-bench.service.ts';
import { createProfileLint } from './profile-lint.service.ts';
import { createProfiles } from './profiles.service.ts';

export interface DeidentificationDeps {
  db: Database;
  crosswalkDb: Database;
  clock: Clock;
  audit: Audit;
  vault: Vault;
  /** Written into every output, (0012,0063). */
  engineVersion: string;
  /** What a project says of de-identification; undefined: there is no such project. */
  projectRules(projectId: string): Promise<ProjectRules | undefined>;
}

export interface ProjectRules {
  profileId: string | null;
  subjectCodePrefix: string;
  keepsOriginals: boolean;
  /** Whether a Patient ID was given for a while only; absent: none is known to be. */
  isTemporaryId?(patientId: string): boolean;
}

export interface DeidentifyRequest {
  projectId: string;
  /** Null: the project's own choice, or the default. */
  profileId: string | null;
  instanceId: string;
  sopClassUid: string;
}

/** A header without identity, with all that is kept about how it came to be; or why it is held instead. */
export type DeidentifyResult =
  | {
      kind: 'deidentified';
      profileId: string;
      subjectCode: string;
      dataSet: DataSet;
      sopInstanceUid: string;
      studyInstanceUid: string;
      seriesInstanceUid: string;
      report: ActionReport;
      reportSha256: Buffer;
      originalHeaderHmac: Buffer;
      sealedOriginals: Buffer | null;
      findings: readonly RecordedFinding[];
    }
  | { kind: 'held'; reason: string; detail: string }
  /** Its patient withdrew consent. */
  | { kind: 'withdrawn' };

/** A document that may not be saved yet, or a saved script with its id. */
export type PreviewedProfile =
  | { kind: 'rules'; document: DeidentificationProfile }
  | { kind: 'script'; id: string; document: CtpDocument };

export interface PreviewInProject {
  header: DataSet;
  profile: PreviewedProfile;
  /** The subject's code. */
  code: string;
  sopClassUid: string;
}

interface SealedOriginals {
  projectId: string;
  instanceId: string;
  sealed: Buffer;
}

function held(reason: string, detail: string): DeidentifyResult {
  return { kind: 'held', reason, detail };
}

function patientOf(header: DataSet): PatientIdentity {
  return {
    issuer: firstText(header, 'IssuerOfPatientID') ?? '',
    patientId: firstText(header, 'PatientID') ?? '',
    patientName: firstText(header, 'PatientName') ?? '',
    birthDate: firstText(header, 'PatientBirthDate') ?? '',
  };
}

/** Takes identity away: profiles, the crosswalk, sealed originals, reports. */
export function createDeidentification(deps: DeidentificationDeps) {
  const { db, crosswalkDb, clock, audit, vault } = deps;
  const master = vault.deriveKey('project-master');
  const privateCreators = createPrivateCreators({ db, clock, key: vault.deriveKey('private-creators') });
  const lint = createProfileLint(privateCreators);
  const profiles = createProfiles({ db, clock, audit, lint });
  const bench = createProfileBench({ db, audit, master, engineVersion: deps.engineVersion });
  const headerKey = createSecretKey(vault.deriveKey('original-header'));
  const crosswalk = createCrosswalk({
    crosswalkDb,
    clock,
    vault,
    projectKey: (projectId, purpose) => deriveSubkey(master, projectId, purpose),
  });
  const examOrigins = createExamOrigins(db);
  const ctp = createCtp({ db, clock, audit, vault, engineVersion: deps.engineVersion });
  const deidentifiers = new Map<string, HeaderDeidentifier | CtpDeidentifier>();
  const keptReports = new Set<string>();
  const digests = new WeakMap<ActionReport, Buffer>();

  async function deidentifierOf(
    projectId: string,
    profileId: string,
  ): Promise<HeaderDeidentifier | CtpDeidentifier | undefined> {
    const key = `${projectId} ${profileId}`;
    const known = deidentifiers.get(key);
    if (known !== undefined) return known;
    const profile = await profiles.findIfThere(profileId);
    if (profile === undefined) return undefined;
    const made =
      (await ctp.deidentifierOf(projectId, profile)) ??
      makeDeidentifier({
        document: profile.document,
        uidKey: deriveSubkey(master, projectId, 'uid'),
        engineVersion: deps.engineVersion,
      });
    deidentifiers.set(key, made);
    return made;
  }

  function headerHmac({ span }: DataSet): Buffer {
    const hmac = createHmac('sha256', headerKey);
    if (span !== undefined) hmac.update(span.source.buffer.bytes.subarray(span.valueStart, span.end));
    return hmac.digest();
  }

  function digestOf(report: ActionReport): Buffer {
    const known = digests.get(report);
    if (known !== undefined) return known;
    const digest = Buffer.from(reportSha256(report), 'hex');
    digests.set(report, digest);
    return digest;
  }

  /** De-identifies a header in place. What cannot be done safely is held, with a reason that names no value. */
  async function deidentify(header: DataSet, request: DeidentifyRequest): Promise<DeidentifyResult> {
    const { projectId, instanceId, sopClassUid } = request;
    const rules = await deps.projectRules(projectId);
    if (rules === undefined) return held('no-route', 'The project does not exist any more.');
    // The class is kept as it is, in the object and in its row: a text there would pass uncleaned.
    if (!/^[0-9.]{1,64}$/.test(sopClassUid)) return held('malformed', 'Its SOP class is no UID.');
    if (patientOf(header).patientId.trim() === '')
      return held('no-patient-id', 'It has no Patient ID, so its subject cannot be told.');
    const profileId = request.profileId ?? rules.profileId ?? (await profiles.defaultProfileId());
    const deidentifier = await deidentifierOf(projectId, profileId);
    if (deidentifier === undefined)
      return held('refused', 'The profile that it is to be treated by does not exist.');
    const patient = patientOf(header);
    const isTemporary = rules.isTemporaryId?.(patient.patientId) ?? false;
    const subject = await crosswalk.subjectOf(projectId, patient, rules.subjectCodePrefix, { isTemporary });
    if (subject.isVoid) return { kind: 'withdrawn' };
    const originalHeaderHmac = headerHmac(header);
    const result = await deidentifier.deidentify(header, { subject, sopClassUid });
    if (result.kind === 'refused') return held('refused', `${result.reason} (${result.code})`);
    privateCreators.note(result.privateCreators);
    const sealedOriginals = rules.keepsOriginals
      ? crosswalk.originals.seal(subject, { projectId, instanceId }, encodeOriginals(result.originals()))
      : null;
    const { report, findings, dataSet, sopInstanceUid, studyInstanceUid, seriesInstanceUid } = result;
    if (subject.originCode !== subject.code)
      await examOrigins.keepOfArrival(projectId, studyInstanceUid, subject.originCode);
    return {
      kind: 'deidentified',
      profileId,
      subjectCode: subject.code,
      dataSet,
      sopInstanceUid,
      studyInstanceUid,
      seriesInstanceUid,
      report,
      reportSha256: digestOf(report),
      originalHeaderHmac,
      sealedOriginals,
      findings,
    };
  }

  /** Who a subject is, and whose child: images of a child before its birth name the mother. */
  async function identitiesIn(projectId: string, code: string): Promise<readonly PatientIdentity[]> {
    const mothers = (await crosswalk.desk.mothersOf(projectId, [code])).get(code) ?? [];
    const found = await crosswalk.desk.openIdentities(projectId, [code, ...mothers]);
    return [...found.values()].flat();
  }

  const openOriginals = async ({ sealed, ...place }: SealedOriginals): Promise<OriginalValue[]> =>
    decodeOriginals(await crosswalk.originals.open(place, sealed));

  const deidentifyAgain = createDeidentifyAgain({
    crosswalk,
    deidentifierOf,
    isScript: async (profileId) => isCtpDocument((await profiles.findIfThere(profileId))?.document),
    digestOf,
    sealAgain: ({ sealed, ...place }, values) =>
      crosswalk.originals.sealAgain(place, sealed, encodeOriginals(values)),
    open: openOriginals,
  });

  return {
    deidentify,
    crosswalk,
    examOrigins,
    /** De-identifies a stored header by another profile, from its originals where they are kept. */
    deidentifyAgain,
    profiles,
    drafts: createDrafts({ db, clock, audit, profiles }),
    ctpProfiles: ctp.profiles,
    importCtpIntegers: ctp.importIntegers,
    hasProject: async (projectId: string) => (await deps.projectRules(projectId)) !== undefined,
    lint,
    bench,
    findProfileId: profiles.findProfileId,
    /** Who a subject is, under every identifier, and its mother. Identified: for the leak check, inside its job only. */
    identitiesOf: identitiesIn,

    /** The Study Instance UID of a child's part of its mother's exam: of the project's key, the same whenever it is asked for. */
    partStudyUid: (projectId: string, studyInstanceUid: string, code: string): string =>
      createUidMap(deriveSubkey(master, projectId, 'uid')).mapUid(`${studyInstanceUid} ${code}`),

    /** A version as previews take it. @throws profileNotFound */
    async previewedProfile(id: string): Promise<PreviewedProfile> {
      const { document } = await profiles.find(id);
      const given: unknown = document;
      return isCtpDocument(given) ? { kind: 'script', id, document: given } : { kind: 'rules', document };
    },

    /** Tries a version on the header of a file, of no project; the header is changed. @throws profileNotFound */
    async tryVersion(ctx: Context, id: string, header: DataSet): Promise<BenchResult> {
      const { document } = await profiles.find(id);
      const given: unknown = document;
      return isCtpDocument(given)
        ? bench.tryScript(ctx, await ctp.lookingDeidentifierOf(undefined, { id, document: given }), header)
        : bench.tryHeader(ctx, document, header);
    },

    /** What a profile would make of a header that is in a project already: the header is changed, nothing is kept. */
    async previewInProject(
      projectId: string,
      { header, profile, code, sopClassUid }: PreviewInProject,
    ): Promise<BenchResult> {
      const subject = await crosswalk.subjectWithCode(projectId, code);
      if (subject === undefined)
        return { kind: 'refused', code: 'unusable-subject', reason: 'Its subject is not in the crosswalk.' };
      if (profile.kind === 'script') {
        const deidentifier = await ctp.lookingDeidentifierOf(projectId, profile);
        return bench.runScript(deidentifier, header, { subject, sopClassUid });
      }
      const uidKey = deriveSubkey(master, projectId, 'uid');
      return bench.run({ header, document: profile.document, uidKey, subject, sopClassUid });
    },

    /** Keeps reports by their content: most instances of a series share one. */
    async keepReports(items: readonly { reportSha256: Buffer; report: unknown }[]): Promise<void> {
      await privateCreators.keep();
      const fresh = new Map(items.map((item) => [item.reportSha256.toString('hex'), item]));
      for (const hash of fresh.keys()) if (keptReports.has(hash)) fresh.delete(hash);
      if (fresh.size === 0) return;
      await db
        .insertInto('deidentification.report')
        .values(
          [...fresh.values()].map((item) => ({
            sha256: item.reportSha256,
            body: JSON.stringify(item.report),
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      if (keptReports.size > 20_000) keptReports.clear();
      for (const hash of fresh.keys()) keptReports.add(hash);
    },

    /** The report of an instance; undefined when there is none. */
    async readReport(reportHash: Buffer): Promise<ActionReport | undefined> {
      const row = await db
        .selectFrom('deidentification.report')
        .select('body')
        .where('sha256', '=', reportHash)
        .executeTakeFirst();
      return row?.body as unknown as ActionReport | undefined;
    },

    /** What is known of the patient of an instance, to look for elsewhere. It identifies: it must not leave the caller. */
    async knownIdentifiers(at: {
      projectId: string;
      instanceId: string;
      subjectCode: string;
      sealed: Buffer | undefined;
    }): Promise<KnownIdentifier[]> {
      const { projectId, instanceId, sealed } = at;
      const identities = await identitiesIn(projectId, at.subjectCode);
      const originals = sealed === undefined ? [] : await openOriginals({ projectId, instanceId, sealed });
      return [...identities.flatMap(identifiersOfPatient), ...identifiersAmong(originals)];
    },

    /** Opens an instance's sealed originals. The caller has recorded it. */
    openOriginals,
  };
}

export type Deidentification = ReturnType<typeof createDeidentification>;
