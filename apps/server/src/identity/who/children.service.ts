import type { Deidentification } from '../../deidentification/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import type { Pixels } from '../../pixels/index.ts';
import { factRefused } from '../identity.problems.ts';
import type { ChildLabel, ChildSeries } from './facts/children.ts';
import { unmadeSubject } from './facts/dated-children.service.ts';
import { childNamer } from './facts/dated-children.ts';
import { factsOf, type NewFact, selectFacts } from './facts/fact.repository.ts';
import { type PlacedSeries, selectPlacedSeries } from './facts/placed-series.repository.ts';
import { type WhoIsWho, whoIsWho } from './facts/who-is-who.ts';

/** Series of a mother's exams that show her child; `child` null: a new subject. With the role `mother` they show herself after all. */
export interface ChildFinding extends ChildLabel {
  kind: 'child';
  series: readonly string[];
  child: string | null;
}

export interface ChildrenDeps {
  db: Database;
  deidentification: Pick<Deidentification, 'crosswalk' | 'partStudyUid'>;
  pixels: Pick<Pixels, 'proposedLabels'>;
  projectPrefix(projectId: string): Promise<string>;
}

const nothingLeft = 'She withdrew consent: what is left of hers is destroyed.';
const refused = (detail: string) => problem(factRefused, { detail });

type Came = Omit<ChildSeries, 'part'>;

/** Children who were examined before birth, under their mothers' identifiers. */
export function createChildren({ db, deidentification, pixels, projectPrefix }: ChildrenDeps) {
  const { crosswalk, partStudyUid } = deidentification;

  async function knownOf(projectId: string) {
    const facts = factsOf(await selectFacts(db, projectId));
    const came = new Map<string, Came>(
      facts.flatMap((fact) =>
        fact.kind === 'child' ? fact.series.map((one): [string, Came] => [one.series, one]) : [],
      ),
    );
    const dated = await crosswalk.datedChildren.list(projectId);
    return { who: whoIsWho(facts, dated), came, childOf: childNamer(dated) };
  }

  /** Where series came, whatever was said of them since. */
  function originsOf(placed: readonly PlacedSeries[], known: ReadonlyMap<string, Came>): Came[] {
    return placed.map(({ seriesInstanceUid, studyInstanceUid, originCode }) => {
      const came = known.get(seriesInstanceUid);
      return {
        series: seriesInstanceUid,
        exam: came?.exam ?? studyInstanceUid,
        origin: came?.origin ?? originCode,
      };
    });
  }

  /** The one mother of these series. @throws factRefused */
  function motherOf(who: WhoIsWho, came: readonly Came[]): string {
    const [mother, ...others] = new Set(came.map(({ exam, origin }) => who.placeOf(exam, origin)));
    if (mother === undefined) throw refused('The project has no such series.');
    if (others.length > 0) throw refused('The series are of several subjects: say it for each of them.');
    return mother;
  }

  async function childCode(
    projectId: string,
    { role, child }: ChildFinding,
    { mother, origin, makes }: { mother: string; origin: string; makes: boolean },
  ): Promise<string | undefined> {
    if (role === 'mother') return undefined;
    if (child !== null) {
      if (makes) await crosswalk.datedChildren.setMother(projectId, child, origin);
      return child;
    }
    if (!makes) return unmadeSubject;
    const prefix = await projectPrefix(projectId);
    const made = await crosswalk.datedChildren.make(projectId, prefix, { mother: origin, datedBy: mother });
    if (made === undefined) throw refused(nothingLeft);
    return made;
  }

  /**
   * What the finding says, as a fact. With `makes`, a new subject is made for a new child, with its mother's date shift: whoever she turns
   * out to be afterwards, the child comes under her days. @throws factRefused
   */
  async function statement(projectId: string, finding: ChildFinding, makes: boolean) {
    const { role, designation } = finding;
    const placed = await selectPlacedSeries(db, projectId, { by: 'id', ids: finding.series });
    if (placed.length < new Set(finding.series).size) throw refused('The project has no such series.');
    const { who, came: known, childOf } = await knownOf(projectId);
    const came = originsOf(placed, known);
    const mother = motherOf(who, came);
    const child = finding.child === null ? null : childOf(finding.child);
    if (child !== null && who.subjectOf(child) === mother) throw refused('Nobody is their own mother.');
    const voidCodes = await crosswalk.destruction.voidCodes(projectId);
    if (voidCodes.has(mother)) throw refused(nothingLeft);
    const origin = came[0]?.origin ?? mother;
    const toCode = await childCode(projectId, { ...finding, child }, { mother, origin, makes });
    const series = came.map((one) => ({
      ...one,
      part: toCode === undefined ? one.exam : partStudyUid(projectId, one.exam, toCode),
    }));
    return {
      kind: 'child',
      fromCode: mother,
      ...(toCode === undefined ? {} : { toCode }),
      child: { label: { role, designation: role === 'mother' ? null : designation }, series },
    } satisfies Pick<NewFact, 'kind' | 'fromCode' | 'toCode' | 'child'>;
  }

  /** Series that came in exams of this subject, with the labels that their pixels have and whose they are said to be. */
  async function seriesOf(projectId: string, code: string) {
    const { who, came } = await knownOf(projectId);
    const told = [...came.values()].filter(({ exam, origin }) => who.placeOf(exam, origin) === code);
    const own = await selectPlacedSeries(db, projectId, { by: 'code', code });
    const parted = await selectPlacedSeries(db, projectId, {
      by: 'uid',
      uids: told.map(({ series }) => series),
    });
    const placed = [...new Map([...own, ...parted].map((one) => [one.seriesId, one])).values()];
    const labels = Map.groupBy(
      await pixels.proposedLabels(placed.map(({ seriesId }) => seriesId)),
      ({ seriesId }) => seriesId,
    );
    const homeOf = (one: PlacedSeries) => came.get(one.seriesInstanceUid)?.exam ?? one.studyInstanceUid;
    const placeOf = (one: PlacedSeries) =>
      `${one.studyDate ?? ''} ${homeOf(one)} ${String(one.seriesNumber ?? 0).padStart(12, '0')} ${one.seriesId}`;
    // In the exams in which they came, whosever they are by now.
    placed.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    return placed.map((one) => ({
      seriesId: one.seriesId,
      examId: one.examId,
      studyDate: one.studyDate,
      modality: one.modality,
      seriesNumber: one.seriesNumber,
      seriesDescription: one.seriesDescription,
      instances: one.instances,
      subject: one.code,
      labels: (labels.get(one.seriesId) ?? []).map(({ role, designation, instances }) => ({
        role,
        designation,
        instances,
      })),
    }));
  }

  return { statement, seriesOf };
}
