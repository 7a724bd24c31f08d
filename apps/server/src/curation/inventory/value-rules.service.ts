import { builtInProfiles } from '@pesscara/deidentification';
import { findInstance } from '../../archive/index.ts';
import type { RouteProject } from '../../kernel/http/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { noRuleForValue, valueNotFound } from '../curation.problems.ts';
import { findSample, findValue } from './inventory.repository.ts';
import type { InventoryDeps } from './inventory.service.ts';
import { profilePathOf } from './value-paths.ts';

/** Where a rule for a value's attribute is to be written: what is needed to show it before it is saved. */
export interface RulePlace {
  /** The attribute as profiles name it. */
  path: string;
  /** What the project uses now. */
  base: { id: string; name: string; version: number; document: Record<string, unknown> };
  /** What the project chose, which `base` is; null: it uses the default. */
  chosen: string | null;
  /** The profile to save it to: the same, or one of the project's own where the base comes with the product. */
  saveAs: { name: string; version: number };
}

const longestName = 32;

/** A profile of the project's own: what comes with the product is everybody's. */
function ownName(projectKey: string): string {
  const name = `${projectKey.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')}-rules`;
  return (/^[a-z]/.test(name) ? name : `p-${name}`).slice(0, longestName);
}

/** Rules from values: the attribute of a value, treated by the project's profile from now on. */
export function createValueRules({ db, archive, deidentification: { profiles } }: InventoryDeps) {
  async function pathOf(projectId: string, valueId: string): Promise<string> {
    const value = await findValue(db, projectId, valueId);
    const sample = value === undefined ? undefined : await findSample(db, valueId);
    if (value === undefined || sample === undefined) throw problem(valueNotFound);
    const { intakeId, instanceId } = sample;
    const instance = await findInstance(db, { kind: 'intake', projectId, intakeId }, instanceId);
    const header = instance === undefined ? undefined : await archive.reader.header(instance);
    const path = header === undefined ? undefined : profilePathOf(header.dataSet, value.path);
    if (path === undefined)
      throw problem(noRuleForValue, {
        detail: 'Nothing says whose private attribute it is. Remove its values instead.',
      });
    return path;
  }

  return {
    /** @throws valueNotFound, noRuleForValue, profileIsScript */
    async placeOf(project: RouteProject, valueId: string): Promise<RulePlace> {
      const path = await pathOf(project.id, valueId);
      const setting = project.settings['profileId'];
      const chosen = typeof setting === 'string' ? setting : null;
      const { id, name, version, document } = await profiles.findRules(
        chosen ?? (await profiles.defaultProfileId()),
      );
      const own = builtInProfiles.some((one) => one.id === name) ? ownName(project.key) : name;
      const newest = await profiles.newest(own);
      return {
        path,
        base: { id, name, version, document: { ...document } },
        chosen,
        saveAs: { name: own, version: (newest?.version ?? 0) + 1 },
      };
    },
  };
}

export type ValueRules = ReturnType<typeof createValueRules>;
