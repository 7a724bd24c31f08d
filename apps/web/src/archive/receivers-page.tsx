import './archive.css';
import { IconAntenna } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSession } from '../accounts/session.ts';
import type { Association, Receivers } from '../api/types.ts';
import { projectsQuery } from '../projects/queries.ts';
import { formatBytes, formatCount, formatNoun } from '../shared/format.ts';
import { CopyText } from '../shared/ui/copy.tsx';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, Properties, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { associationsQuery, receiversQuery } from './queries.ts';

function Command(props: { title: string; text: string }) {
  return (
    <div>
      <h3>{props.title}</h3>
      <div className="command">
        <pre tabIndex={0} aria-label={props.title}>
          {props.text}
        </pre>
        <CopyText text={props.text} label={`Copy: ${props.title}`} />
      </div>
    </div>
  );
}

function HowToSend(props: { dicom: Receivers['dicom']; project: string }) {
  const { dicom, project } = props;
  const target = `${dicom.host} ${dicom.port}`;
  return (
    <section className="panel stack">
      <h2>How to send</h2>
      <Properties
        pairs={[
          ['Called AE title', dicom.aeTitle],
          ['Host', dicom.host],
          ['Port', String(dicom.port)],
          ['Port with TLS', dicom.tlsPort === null ? 'not configured' : String(dicom.tlsPort)],
        ]}
      />
      <Command title="Test the connection (dcmtk)" text={`echoscu -aec ${dicom.aeTitle} ${target}`} />
      <Command
        title="Send a folder (dcmtk)"
        text={`TCP_NODELAY=1 storescu -aet MYSCANNER -aec ${dicom.aeTitle} +sd +r ${target} /path/to/folder`}
      />
      <Command
        title="Send with the command line of PESSCARA"
        text={`npx pesscara upload --project ${project} /path/to/folder`}
      />
      <Command
        title="Send by DICOMweb (STOW-RS)"
        text={`POST ${window.location.origin}/dicom-web/${project}/studies\nAuthorization: Bearer <token from My account>\nContent-Type: multipart/related; type="application/dicom"; boundary=…`}
      />
      <p className="dim">
        Callers outside this computer must be on the list of senders. A route decides the project; what no
        route matches is held, encrypted, until an administrator routes it.
      </p>
    </section>
  );
}

/** How a connection ended, in words that no state of a series has. */
const endWords: Record<string, string> = {
  released: 'complete',
  finished: 'complete',
  'aborted-by-peer': 'aborted by sender',
  'aborted-by-us': 'aborted here',
};

function AssociationStatus(props: { one: Association }) {
  const { endedAt, outcome } = props.one;
  if (endedAt === null) return <Status value="receiving" />;
  const word = endWords[outcome ?? ''] ?? (outcome ?? 'ended').replaceAll('-', ' ');
  return <Status value="ended" label={word} tone={word === 'complete' ? 'neutral' : 'warn'} />;
}

function AssociationRow(props: { one: Association }) {
  const { one } = props;
  return (
    <tr>
      <td>
        <AssociationStatus one={one} />
      </td>
      <th scope="row">
        {one.callingAe ?? one.channel}
        {one.calledAe === null ? '' : <span className="dim"> → {one.calledAe}</span>}
      </th>
      <td>
        {one.address ?? '–'}
        {one.tls ? ' (TLS)' : ''}
      </td>
      <td>{one.channel}</td>
      <td>
        <When iso={one.startedAt} ago />
      </td>
      <td className="right">{formatCount(one.receivedCount)}</td>
      <td className="right">{formatCount(one.duplicateCount)}</td>
      <td className="right">{formatCount(one.conflictCount)}</td>
      <td className="right">{formatCount(one.heldCount)}</td>
      <td className="right">{formatCount(one.refusedCount)}</td>
      <td className="right">{formatBytes(one.sizeBytes)}</td>
    </tr>
  );
}

function Associations() {
  const associations = useQuery({ ...associationsQuery, refetchInterval: 5000 });
  if (associations.isPending) return <SkeletonRows />;
  if (associations.isError)
    return <ProblemNotice error={associations.error} retry={() => void associations.refetch()} />;
  const { items } = associations.data;
  if (items.length === 0)
    return (
      <EmptyState icon={<IconAntenna size={32} aria-hidden />} title="Nobody has sent anything yet">
        The list fills by itself when a scanner, a PACS or a person sends.
      </EmptyState>
    );
  return (
    <TableFrame label="Connections">
      <table className="table">
        <thead>
          <tr>
            {['State', 'From', 'Address', 'By', 'Started'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            {['New', 'Duplicate', 'Conflict', 'Held', 'Refused', 'Size'].map((title) => (
              <th key={title} scope="col" className="right">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <AssociationRow key={one.id} one={one} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** Where to send, and who is sending now. */
export function ReceiversPage() {
  const receivers = useQuery(receiversQuery);
  const projects = useQuery(projectsQuery);
  const mayObserve = useSession().permissions.includes('server:observe');
  const mayRouteHeld = useSession().permissions.includes('held:manage');
  const project = projects.data?.items[0]?.key ?? 'my-project';
  const held = receivers.data?.heldCount ?? 0;
  return (
    <div className="page">
      <PageHead title="Receivers" under="Where scanners, PACS and programs send to" />
      {held > 0 ? (
        <Notice tone="warn" title={`${formatNoun(held, 'object')} waiting in the held area`}>
          No route matched them, or they could not be understood.{' '}
          {mayRouteHeld ? (
            <Link to="/admin/held">Route or discard them</Link>
          ) : (
            'An administrator can route them.'
          )}
        </Notice>
      ) : null}
      {receivers.isPending ? <SkeletonRows /> : null}
      {receivers.isError ? (
        <ProblemNotice error={receivers.error} retry={() => void receivers.refetch()} />
      ) : null}
      {mayObserve ? (
        <section className="stack">
          <h2>Connections</h2>
          <Associations />
        </section>
      ) : null}
      {receivers.data === undefined ? null : <HowToSend dicom={receivers.data.dicom} project={project} />}
    </div>
  );
}
