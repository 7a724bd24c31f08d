import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { type SeriesVersion, seriesVersionsQuery } from './queries.ts';

const causes: Record<SeriesVersion['cause'], string> = {
  arrival: 'Arrived',
  'pixel-mask': 'Pixels masked',
  'value-decision': 'Values decided',
  're-run': 'Profile applied again',
  identity: 'Identity corrected',
  defacing: 'Face removed or restored',
};
const channels: Record<string, string> = { dimse: 'C-STORE', stow: 'STOW-RS', upload: 'upload' };

/** What became of the images that were made then. */
function becameOf({ instances }: SeriesVersion): string {
  const { current, kept, discarded } = instances;
  const parts = [
    current > 0 ? `${formatCount(current)} current` : null,
    kept > 0 ? `${formatCount(kept)} replaced, kept` : null,
    discarded > 0 ? `${formatCount(discarded)} replaced, removed` : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function VersionRow(props: { one: SeriesVersion }) {
  const { one } = props;
  const { profile } = one;
  const channel = one.channel === null ? '' : ` by ${channels[one.channel] ?? one.channel}`;
  return (
    <tr>
      <th scope="row" className="nowrap">
        <When iso={one.at} />
      </th>
      <td>
        {causes[one.cause]}
        {channel}
      </td>
      <td>{one.byName ?? '–'}</td>
      <td>
        {profile === null ? (
          '–'
        ) : (
          <Link to="/admin/profiles" search={{ profile: profile.id }}>
            {profile.name} version {profile.version}
          </Link>
        )}
      </td>
      <td>{becameOf(one)}</td>
    </tr>
  );
}

/** How the images of a series came to be as they are: each arrival and each change, newest first. */
export function SeriesVersions(props: { project: string; seriesId: string }) {
  const versions = useQuery(seriesVersionsQuery(props.project, props.seriesId));
  return (
    <section className="stack" aria-label="Versions">
      <h2>Versions</h2>
      {versions.isPending ? <SkeletonRows rows={2} /> : null}
      {versions.isError ? (
        <ProblemNotice error={versions.error} retry={() => void versions.refetch()} />
      ) : null}
      {versions.isSuccess ? (
        <TableFrame label="Versions">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Why</th>
                <th scope="col">By whom</th>
                <th scope="col">Profile</th>
                <th scope="col">Images</th>
              </tr>
            </thead>
            <tbody>
              {versions.data.items.map((one) => (
                <VersionRow key={one.id + (one.profile?.id ?? '')} one={one} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      ) : null}
    </section>
  );
}
