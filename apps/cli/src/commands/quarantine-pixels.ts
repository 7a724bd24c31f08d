import { answer, type components } from '@pesscara/api-client';
import { type addNoun, type Invocation, textArgument } from '../command.ts';
import { UsageError } from '../failures.ts';
import { table } from '../output.ts';

type Pixels = components['schemas']['CasePixels'];
type Noun = ReturnType<typeof addNoun>;

const place = (args: readonly (string | string[] | undefined)[]) => ({
  project: textArgument(args, 0),
  case: textArgument(args, 1),
});

function describe({ search, boxes, masks }: Pixels): string {
  const found = table(boxes, {
    box: (b) => b.id,
    image: (b) => b.instanceId,
    frames: (b) => (b.frames.length === 0 ? 'all' : b.frames.join(' ')),
    at: (b) => `${b.left},${b.top},${b.width},${b.height}`,
    kind: (b) => b.kind,
    origin: (b) => b.origin,
    label: (b) => (b.label === null ? '' : `${b.label.role} ${b.label.designation}`),
    state: (b) => b.state,
  });
  const made = table(masks, {
    mask: (m) => m.id,
    state: (m) => m.state,
    images: (m) => m.instancesDone,
    detail: (m) => m.detail ?? '',
  });
  const head = `Search: ${search.state}, ${search.instancesDone} of ${search.instanceCount} images.`;
  return [head, boxes.length > 0 ? found : 'No text was found.', ...(masks.length > 0 ? [made] : [])].join(
    '\n\n',
  );
}

async function showText({ client, args, options }: Invocation<{ search?: boolean }>) {
  const params = { path: place(args) };
  const view = options.search
    ? await answer(client.api.POST('/api/v1/projects/{project}/quarantine/{case}/pixels/search', { params }))
    : await answer(client.api.GET('/api/v1/projects/{project}/quarantine/{case}/pixels', { params }));
  return { value: view, text: describe(view) };
}

/** left,top,width,height of a box that is given on the command line. */
function boxOf(text: string) {
  const numbers = text.split(',').map(Number);
  const [left = 0, top = 0, width = 0, height = 0] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isInteger) || width < 1 || height < 1)
    throw new UsageError(`${text} is no box: left,top,width,height in pixels.`);
  return { left, top, width, height };
}

interface MaskOptions {
  box?: string;
  instance?: string;
  frame?: string;
  found?: boolean;
  overlays?: boolean;
}

const isWaiting = ({ state, kind }: Pixels['boxes'][number]) => state === 'proposed' && kind !== 'harmless';
const isOverlay = ({ origin }: Pixels['boxes'][number]) => origin === 'overlay';

async function mask({ client, args, options }: Invocation<MaskOptions>) {
  const params = { path: place(args) };
  if (options.box === undefined && options.found !== true && options.overlays !== true)
    throw new UsageError('Give --box with --instance, --found or --overlays.');
  if (options.box !== undefined && options.instance === undefined)
    throw new UsageError('Say with --instance in which image the box is.');
  const view = await answer(
    client.api.GET('/api/v1/projects/{project}/quarantine/{case}/pixels', { params }),
  );
  const accepted = view.boxes
    .filter(isWaiting)
    .filter((b) => (isOverlay(b) ? options.overlays === true : options.found === true));
  const frame = options.frame === undefined ? null : Number(options.frame);
  const own = { instanceId: options.instance ?? null, rows: null, columns: null, frame };
  const boxes = options.box === undefined ? [] : [{ ...boxOf(options.box), ...own }];
  const made = await answer(
    client.api.POST('/api/v1/projects/{project}/quarantine/{case}/masks', {
      params,
      body: { boxes, accepted: accepted.map(({ id }) => id) },
    }),
  );
  return { value: made, text: `Mask ${made.id} takes effect at ${made.effectiveAt}.` };
}

interface DismissOptions {
  box?: string[];
  overlays?: boolean;
  again?: boolean;
}

async function dismiss({ client, args, options }: Invocation<DismissOptions>) {
  const params = { path: place(args) };
  const dismissed = options.again !== true;
  const view = await answer(
    client.api.GET('/api/v1/projects/{project}/quarantine/{case}/pixels', { params }),
  );
  const from = dismissed ? 'proposed' : 'dismissed';
  const overlays = view.boxes.filter((b) => isOverlay(b) && b.state === from).map(({ id }) => id);
  const boxes = [...(options.box ?? []), ...(options.overlays === true ? overlays : [])];
  if (boxes.length === 0)
    throw new UsageError('Give --box, or --overlays where overlays are to be decided on.');
  const after = await answer(
    client.api.POST('/api/v1/projects/{project}/quarantine/{case}/pixels/judgement', {
      params,
      body: { boxes, dismissed },
    }),
  );
  return { value: after, text: describe(after) };
}

async function undoMask({ client, args }: Invocation<object>) {
  const path = { ...place(args), mask: textArgument(args, 2) };
  const view = await answer(
    client.api.POST('/api/v1/projects/{project}/quarantine/{case}/masks/{mask}/undo', { params: { path } }),
  );
  return { value: view, text: describe(view) };
}

/** quarantine: text, mask, dismiss, undo-mask. */
export function pixelVerbs(quarantine: Noun): void {
  quarantine
    .verb('text <project> <case>', 'Text found in the pixels of a case, and masks', showText)
    .option('--search', 'search every image for text, whatever its modality');
  quarantine
    .verb<MaskOptions>('mask <project> <case>', 'Makes pixels black, after the time to take it back', mask)
    .option('--box <left,top,width,height>', 'a box of your own, in pixels')
    .option('--instance <id>', 'the image that it is in')
    .option('--frame <number>', 'the frame that it is in; all when absent')
    .option('--found', 'every text that was found and not dismissed')
    .option('--overlays', 'every overlay that is to be decided on: it is removed');
  quarantine
    .verb<DismissOptions>('dismiss <project> <case>', 'Dismisses boxes, which keeps overlays', dismiss)
    .option('--box <ids...>', 'boxes that were found')
    .option('--overlays', 'every overlay that is to be decided on: it is kept')
    .option('--again', 'proposes them again instead');
  quarantine.verb('undo-mask <project> <case> <mask>', 'Takes a mask back before pixels change', undoMask);
}
