import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyText } from '../shared/ui/copy.tsx';
import { Notice } from '../shared/ui/notice.tsx';

/** A secret that the server tells once; it is gone when this is closed. */
export function SecretOnce(props: {
  title: string;
  secret: string;
  children: ReactNode;
  onClose: () => void;
}) {
  return (
    <Notice
      tone="good"
      role="status"
      title={props.title}
      actions={
        <Button variant="default" size="compact-sm" onClick={props.onClose}>
          I have kept it
        </Button>
      }
    >
      <p>This is shown once.</p>
      <div className="row secret">
        <code className="grow">{props.secret}</code>
        <CopyText text={props.secret} label="Copy" />
      </div>
      <p>{props.children}</p>
    </Notice>
  );
}
