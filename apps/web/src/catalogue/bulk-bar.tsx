import { Button, Menu } from '@mantine/core';
import { IconDownload, IconTag, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { SeriesSummary } from '../api/types.ts';
import { prepareDownload } from '../archive/queries.ts';
import { download } from '../shared/download.tsx';
import { formatBytes, formatCount, formatNoun } from '../shared/format.ts';
import { toastProblem } from '../shared/ui/notice.tsx';

interface BulkBarProps {
  project: string;
  chosen: string[];
  known: SeriesSummary[];
  total: number | null;
  mayEdit: boolean;
  onTag: () => void;
  onAll: () => Promise<void>;
  onNone: () => void;
}

export const bulkLimit = 10_000;

/** What can be done with the chosen series. */
export function BulkBar(props: BulkBarProps) {
  const { chosen, known, total } = props;
  const [gathering, setGathering] = useState(false);
  const sizeBytes = known.reduce((sum, one) => sum + one.sizeBytes, 0);
  const fetchAll = async (format: 'dicom' | 'nifti') => {
    try {
      const { url } = await prepareDownload(props.project, chosen, format);
      await download(
        url,
        `${props.project}-${format}.zip`,
        known.length === chosen.length ? sizeBytes : null,
      );
    } catch (error) {
      toastProblem(error);
    }
  };
  const gather = async () => {
    setGathering(true);
    await props.onAll().catch(toastProblem);
    setGathering(false);
  };
  const reachable = Math.min(total ?? 0, bulkLimit);
  return (
    <div className="bulk-bar" role="region" aria-label="Chosen series">
      <strong>{formatNoun(chosen.length, 'series')} chosen</strong>
      {known.length === chosen.length ? <span className="dim">{formatBytes(sizeBytes)}</span> : null}
      {chosen.length < reachable ? (
        <Button size="compact-xs" variant="default" loading={gathering} onClick={() => void gather()}>
          {(total ?? 0) > bulkLimit
            ? `Choose the first ${formatCount(bulkLimit)}`
            : `Choose all ${formatCount(reachable)}`}
        </Button>
      ) : null}
      {props.mayEdit ? (
        <Button size="compact-sm" variant="default" leftSection={<IconTag size={15} />} onClick={props.onTag}>
          Tag
        </Button>
      ) : null}
      <Menu position="top-end">
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconDownload size={15} />}>
            Download
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void fetchAll('dicom')}>DICOM, one zip</Menu.Item>
          <Menu.Item onClick={() => void fetchAll('nifti')}>NIfTI with sidecars, one zip</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconX size={15} />}
        onClick={props.onNone}
      >
        Choose none
      </Button>
    </div>
  );
}
