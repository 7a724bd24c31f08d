import { IconX } from '@tabler/icons-react';

export function Chip(props: { label: string }) {
  return (
    <span className="chip" title={props.label}>
      <span className="ellipsis">{props.label}</span>
    </span>
  );
}

/** A chip that can be taken away. */
export function RemovableChip(props: { label: string; onRemove: () => void }) {
  return (
    <span className="chip chip-button">
      <span className="ellipsis">{props.label}</span>
      <button type="button" aria-label={`Remove ${props.label}`} onClick={props.onRemove}>
        <IconX size={13} aria-hidden />
      </button>
    </span>
  );
}
