import { Button, Checkbox, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CasePixels, FoundBox } from '../../api/types.ts';
import { formatNoun } from '../../shared/format.ts';
import type { MaskScope } from './drawn-boxes.ts';
import type { Masking } from './use-masking.ts';

const kindNames: Record<FoundBox['kind'], string> = {
  identity: 'the patient’s own',
  unknown: 'text',
  harmless: 'harmless mark',
  region: 'region of the device',
};

const scopes: { value: MaskScope; label: string }[] = [
  { value: 'frame', label: 'this frame' },
  { value: 'image', label: 'all frames of this image' },
  { value: 'series', label: 'all images of this size' },
];

function stateOf({ search }: CasePixels): string {
  switch (search.state) {
    case 'waiting':
    case 'scanning':
      return `Searching for text: ${search.instancesDone} of ${formatNoun(search.instanceCount, 'image')}.`;
    case 'cleaning':
      return 'Text is being made black, as the profile asks.';
    case 'failed':
      return `${search.detail ?? ''} Search it again, or reject it.`;
    case 'not-needed':
      return 'Nothing says that there is text, so nothing was searched.';
    case 'finished':
      return 'Searched for text.';
  }
}

function FoundRow(props: { box: FoundBox; number: number; masking: Masking }) {
  const { box, masking } = props;
  const label = box.label === null ? '' : `, says ${box.label.role} ${box.label.designation}`;
  return (
    <li className="mask-row" data-kind={box.kind} data-state={box.state}>
      <Checkbox
        size="xs"
        checked={masking.accepted.has(box.id)}
        disabled={box.state === 'masked'}
        onChange={() => masking.toggle(box.id)}
        label={`${props.number}. ${kindNames[box.kind]}${label}${box.state === 'proposed' ? '' : ` (${box.state})`}`}
      />
      {box.state === 'masked' ? null : (
        <button
          type="button"
          className="text-button"
          aria-label={`${box.state === 'dismissed' ? 'Propose' : 'Dismiss'} box ${props.number}`}
          onClick={() => masking.judge([box.id], box.state !== 'dismissed')}
        >
          {box.state === 'dismissed' ? 'propose' : 'dismiss'}
        </button>
      )}
    </li>
  );
}

type Mask = CasePixels['masks'][number];

function saidOf({ state, detail, boxes, overlays, instancesDone }: Mask): string {
  if (state === 'failed') return `A mask failed: ${detail ?? ''}`;
  if (state === 'applying') return `A mask is being applied: ${formatNoun(instancesDone, 'image')} done.`;
  const isRemoval = boxes.length === 0 && overlays.length > 0;
  return isRemoval
    ? `${formatNoun(overlays.length, 'overlay')} to be removed in a moment.`
    : 'A mask waits to be applied.';
}

/** Masks that are not applied yet, or failed. */
export function MaskStates({ pixels, masking }: { pixels: CasePixels; masking: Masking }) {
  return pixels.masks
    .filter(({ state }) => state !== 'undone' && state !== 'applied')
    .map((mask) => (
      <div key={mask.id} className="row" role="status">
        <span>{saidOf(mask)}</span>
        {mask.state === 'waiting' && !mask.isAutomatic ? (
          <Button size="compact-sm" variant="default" onClick={() => masking.undo(mask.id)}>
            Undo
          </Button>
        ) : null}
      </div>
    ));
}

/** Text on frames that are not shown: the way there, and one tick for all. */
function Elsewhere({ masking, onNext }: { masking: Masking; onNext: () => void }) {
  const { open, elsewhere } = masking;
  return (
    <>
      {elsewhere.length === 0 ? null : (
        <div className="mask-row">
          <span>
            {elsewhere.length} more {elsewhere.length === 1 ? 'box' : 'boxes'} on other frames
          </span>
          <button type="button" className="text-button" onClick={onNext}>
            go there
          </button>
        </div>
      )}
      {open.length < 2 ? null : (
        <Button variant="default" onClick={masking.acceptAll}>
          Tick all {open.length} found
        </Button>
      )}
    </>
  );
}

/** Boxes that were drawn on images that are not shown, and are made black with the others. */
function DrawnElsewhere({ masking, onNext }: { masking: Masking; onNext: () => void }) {
  const count = masking.allDrawn.length - masking.drawn.length;
  if (count === 0) return null;
  return (
    <div className="mask-row">
      <span>
        {count} drawn {count === 1 ? 'box' : 'boxes'} on other images
      </span>
      <button type="button" className="text-button" aria-label="Go to the drawn box" onClick={onNext}>
        go there
      </button>
    </div>
  );
}

/** What was found on a frame, what is drawn, and the button that makes it black. */
export function MaskPanel(props: {
  pixels: CasePixels;
  masking: Masking;
  onNext: () => void;
  onNextDrawn: () => void;
  /** What is to be decided about overlays. */
  children: ReactNode;
}) {
  const { pixels, masking } = props;
  const count = masking.accepted.size + masking.allDrawn.length;
  return (
    <aside className="mask-panel" aria-label="Masks">
      <p className="dim">{stateOf(pixels)}</p>
      <MaskStates pixels={pixels} masking={masking} />
      {props.children}
      <ul>
        {masking.found.map((box, at) => (
          <FoundRow key={box.id} box={box} number={at + 1} masking={masking} />
        ))}
      </ul>
      <Elsewhere masking={masking} onNext={props.onNext} />
      <DrawnElsewhere masking={masking} onNext={props.onNextDrawn} />
      <Select
        label="Drawn boxes apply to"
        data={scopes}
        value={masking.scope}
        allowDeselect={false}
        onChange={(value) => masking.setScope((value ?? 'frame') as MaskScope)}
      />
      <Button variant="default" onClick={masking.add}>
        Add a box
      </Button>
      <Button disabled={count === 0 || masking.isBusy} onClick={masking.apply}>
        Make {count === 0 ? 'boxes' : count === 1 ? '1 box' : `${count} boxes`} black
      </Button>
      <Button variant="subtle" onClick={masking.search}>
        Search every image for text
      </Button>
    </aside>
  );
}
