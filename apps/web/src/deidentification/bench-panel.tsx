import { Button, FileButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { ElementTable } from './element-table.tsx';
import { tryFile } from './queries.ts';

/**
 * Runs the profile on a file of this computer. `prepare` gives what it is run by: a version, or a draft that was saved
 * just now.
 */
export function BenchPanel(props: { prepare: () => Promise<{ profile: string } | { draft: string }> }) {
  const [over, setOver] = useState(false);
  const trial = useMutation({
    mutationFn: async (file: File) => tryFile(await props.prepare(), file),
    gcTime: 0,
  });
  // Without it the browser says nothing when the same file is chosen again, after the profile changed.
  const forgetChoice = useRef<() => void>(null);
  const name = trial.variables?.name;
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) trial.mutate(file);
  };
  return (
    <div className="stack">
      <div
        className="bench-drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <IconFileUpload size={28} aria-hidden />
        <p>
          Drop a DICOM file, or choose one. It is treated in the server’s memory and nothing of it is stored
          or logged.
        </p>
        <FileButton
          resetRef={forgetChoice}
          onChange={(file) => {
            if (file === null) return;
            trial.mutate(file);
            forgetChoice.current?.();
          }}
        >
          {(button) => (
            <Button {...button} variant="default" loading={trial.isPending}>
              Choose a file
            </Button>
          )}
        </FileButton>
        <p className="dim">
          Its first 4 MB are sent, and read up to the pixels. The subject’s code, date shift and UIDs are
          stand-ins: no project’s own.
        </p>
      </div>
      {name === undefined ? null : (
        <h2 role="status">
          {name}
          {trial.isPending ? ' is tried …' : ''}
        </h2>
      )}
      {trial.isError ? <ProblemNotice error={trial.error} /> : null}
      {trial.data === undefined ? null : <ElementTable result={trial.data} />}
    </div>
  );
}
