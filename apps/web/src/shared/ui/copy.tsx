import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** A button that copies a text and says so. */
export function CopyText(props: { text: string; label: string }) {
  return (
    <CopyButton value={props.text} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : props.label}>
          <ActionIcon onClick={copy} aria-label={props.label} size={24}>
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** A value in fixed width with a copy button beside it. */
export function Copyable(props: { text: string; label: string }) {
  return (
    <span className="row" style={{ gap: 2, flexWrap: 'nowrap', justifyContent: 'flex-end' }}>
      <span className="mono" style={{ overflowWrap: 'anywhere' }}>
        {props.text}
      </span>
      <CopyText text={props.text} label={props.label} />
    </span>
  );
}
