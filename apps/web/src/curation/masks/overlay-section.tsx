import { Button } from '@mantine/core';
import type { FoundBox } from '../../api/types.ts';
import { formatNoun } from '../../shared/format.ts';
import type { Masking } from './use-masking.ts';

const contents: Record<FoundBox['kind'], string> = {
  identity: 'text that is the patient’s own',
  unknown: 'to look at',
  harmless: 'to look at',
  region: 'to look at',
};

/** What is said of an overlay beside its name. */
function contentOf({ kind, state, unreadFrames }: FoundBox): string {
  const said = state === 'dismissed' ? 'kept' : contents[kind];
  return unreadFrames === 0
    ? said
    : `${said}, ${formatNoun(unreadFrames, 'frame')} of it not searched for text`;
}

const groupOf = ({ overlayGroup }: FoundBox) => (overlayGroup ?? 0).toString(16).toUpperCase();

function OverlayRow({ box, masking }: { box: FoundBox; masking: Masking }) {
  const name = `overlay ${groupOf(box)}`;
  if (box.state === 'masked')
    return (
      <li className="mask-row">
        <span className="dim">Overlay {groupOf(box)}: removed</span>
      </li>
    );
  return (
    <li className="overlay-row" data-kind={box.kind}>
      <span>
        Overlay {groupOf(box)}: {contentOf(box)}
      </span>
      <div className="row">
        {box.state === 'dismissed' ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Ask again about ${name}`}
            onClick={() => masking.judge([box.id], false)}
          >
            Undo
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            disabled={masking.isBusy || masking.isRemoving(box.id)}
            aria-label={`Keep ${name}`}
            onClick={() => masking.judge([box.id], true)}
          >
            Keep
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          disabled={masking.isBusy || masking.isRemoving(box.id)}
          aria-label={`Remove ${name}`}
          onClick={() => masking.removeOverlays([box.id])}
        >
          {masking.isRemoving(box.id) ? 'Removing' : 'Remove'}
        </Button>
      </div>
    </li>
  );
}

/** Overlays that are to be decided about in all images of the case, in one go. */
function AllOverlays({ masking, onNext }: { masking: Masking; onNext: () => void }) {
  const open = masking.overlays.open.map(({ id }) => id);
  const elsewhere = masking.overlays.elsewhere.length;
  return (
    <>
      {elsewhere === 0 ? null : (
        <div className="mask-row">
          <span>{formatNoun(elsewhere, 'more overlay')} on other frames</span>
          <button type="button" className="text-button" onClick={onNext}>
            go there
          </button>
        </div>
      )}
      {open.length < 2 ? null : (
        <div className="row">
          <Button size="compact-sm" variant="default" onClick={() => masking.judge(open, true)}>
            Keep all {open.length}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => masking.removeOverlays(open)}>
            Remove all {open.length}
          </Button>
        </div>
      )}
    </>
  );
}

/** Graphics over the image that the profile keeps until a person decided: what they are, keep, remove. */
export function OverlaySection({ masking, onNext }: { masking: Masking; onNext: () => void }) {
  const { here, open } = masking.overlays;
  return (
    <section className="overlay-section" aria-label="Overlays">
      <p className="dim">
        {open.length === 0
          ? 'Every overlay is decided about.'
          : `${formatNoun(open.length, 'overlay')} to decide about before a release. They are drawn in amber.`}
      </p>
      <ul>
        {here.map((box) => (
          <OverlayRow key={box.id} box={box} masking={masking} />
        ))}
      </ul>
      <AllOverlays masking={masking} onNext={onNext} />
    </section>
  );
}
