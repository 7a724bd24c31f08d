import { DiffView } from '../deidentification/diff-view.tsx';
import { formatCount, formatNoun } from '../shared/format.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { Properties } from '../shared/ui/page.tsx';
import type { Plan } from './queries.ts';

/** What a run would be about: how much, from what, and what is done differently. */
export function PlanView(props: { plan: Plan }) {
  const { plan } = props;
  const without = plan.instances - plan.withOriginals;
  return (
    <section className="panel stack" aria-label="What changes">
      <h2>What changes</h2>
      <Properties
        pairs={[
          ['Series', formatCount(plan.series)],
          ['Images', formatCount(plan.instances)],
          ['Made from their originals', formatCount(plan.withOriginals)],
          ['Made from the archived version', formatCount(without)],
        ]}
      />
      {without === 0 ? null : (
        <Notice tone="warn" title={`The originals of ${formatNoun(without, 'image')} are not kept`}>
          The profile can take more away from them. What was removed cannot come back.
        </Notice>
      )}
      {plan.groups.map(({ profile, series, diff }) => (
        <details key={profile.id}>
          <summary>
            {formatNoun(series, 'series')} made by {profile.name} version {profile.version}
          </summary>
          {diff === null ? (
            <p className="dim">One of the two is a CTP script: they cannot be compared rule by rule.</p>
          ) : (
            <DiffView diff={diff} from={`${profile.name} version ${profile.version}`} />
          )}
        </details>
      ))}
    </section>
  );
}
