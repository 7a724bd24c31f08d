import type { DatedChild, Deidentification } from '../../../deidentification/index.ts';
import { type IdentityFact, whoIsWho } from './who-is-who.ts';

export interface ChildDaysDeps {
  deidentification: Pick<Deidentification, 'crosswalk'>;
  projectPrefix(projectId: string): Promise<string>;
}

/** The subject of a preview, which is not made. */
export const unmadeSubject = 'a new subject';

/** Children with their mothers' days: what stands in for them is made as facts ask for it. */
export function createChildDays({ deidentification: { crosswalk }, projectPrefix }: ChildDaysDeps) {
  const { datedChildren, destruction } = crosswalk;

  /** All of a project as these facts need them. With `makes`, subjects that are missing are made: without facts they do no harm. */
  async function datedFor(
    projectId: string,
    facts: readonly IdentityFact[],
    { makes }: { makes: boolean },
  ): Promise<DatedChild[]> {
    const dated = await datedChildren.list(projectId);
    if (dated.length === 0) return dated;
    const voidCodes = await destruction.voidCodes(projectId);
    const prefix = await projectPrefix(projectId);
    // Another round for children of children.
    for (let isNew = true; isNew; ) {
      isNew = false;
      for (const { child, datedBy } of whoIsWho(facts, dated).undated) {
        // Of who withdrew consent no days are left: the child stays under those that it has.
        if (voidCodes.has(child) || voidCodes.has(datedBy)) continue;
        const code = makes
          ? await datedChildren.redate(projectId, prefix, { child, datedBy })
          : `${unmadeSubject} for ${child}`;
        if (code === undefined) continue;
        dated.push({ code, mother: datedBy, datedBy, redates: child });
        isNew = true;
      }
    }
    return dated;
  }

  return { datedFor };
}
