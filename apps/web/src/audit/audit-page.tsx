import { Button } from '@mantine/core';
import { IconDownload, IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { apiUrl } from '../api/request.ts';
import { download } from '../shared/download.tsx';
import { formatCount } from '../shared/format.ts';
import { Copyable } from '../shared/ui/copy.tsx';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { PageHead, Properties, SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { auditQueryOf } from './audit-query.ts';
import { EntryTable } from './entry-table.tsx';
import { checkpointsQuery } from './queries.ts';

const route = getRouteApi('/signed-in/admin/audit');

function Chain() {
  const checkpoints = useQuery(checkpointsQuery);
  if (checkpoints.isPending) return <SkeletonRows rows={2} />;
  if (checkpoints.isError) return <ProblemNotice error={checkpoints.error} />;
  const last = checkpoints.data.items[0];
  return (
    <section className="panel">
      <h2 className="row">
        <IconLink size={16} aria-hidden /> Chain
      </h2>
      {last === undefined ? (
        <p className="dim">No checkpoint has been made yet. One is signed as soon as entries are chained.</p>
      ) : (
        <Properties
          pairs={[
            ['Last checkpoint', <When key="made" iso={last.madeAt} />],
            ['Entries covered', formatCount(last.size)],
            ['Root', <Copyable key="root" text={last.root} label="Copy the root" />],
            ['Signed note', <Copyable key="note" text={last.note} label="Copy the signed note" />],
            [
              'Public key',
              <Copyable key="key" text={checkpoints.data.publicKey} label="Copy the public key" />,
            ],
          ]}
        />
      )}
      <p className="dim" style={{ marginTop: 8 }}>
        Keep a checkpoint outside of this server. <code>npx pesscara audit verify</code> proves with it that
        nothing was altered since.
      </p>
    </section>
  );
}

/** The whole installation's audit trail. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="page">
      <PageHead
        title="Audit trail"
        under="Who did what, when and why. Entries are chained and can only be added."
        actions={
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => void download(apiUrl('/api/v1/audit/export'), 'audit.ndjson', null)}
          >
            Export the chain
          </Button>
        }
      />
      <Chain />
      <AuditFilters
        key={JSON.stringify(search)}
        search={search}
        onSearch={(next) => void navigate({ search: next })}
      />
      <EntryTable project={null} query={auditQueryOf(search)} />
    </div>
  );
}
