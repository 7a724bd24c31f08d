import { formatBytes } from './output.ts';
import type { Shell } from './shell.ts';

export interface ProgressOptions {
  /** Undefined while nobody knows. */
  totalBytes?: number | undefined;
  label: string;
}

export interface Progress {
  /** More bytes are done; negative takes some back. */
  add(bytes: number): void;
  /** Shown behind the numbers until bytes move again. */
  note(text: string): void;
  end(): void;
}

const redrawMs = 100;

/** '▕████    ▏ 52 %  1.2 GB of 2.3 GB  88 MB/s  12 s left' within `columns`. */
export function progressLine(
  options: ProgressOptions & { doneBytes: number; elapsedMs: number; columns: number; note?: string },
): string {
  const { totalBytes, doneBytes, elapsedMs, columns, label, note = '' } = options;
  const perSecond = elapsedMs > 500 ? doneBytes / (elapsedMs / 1000) : 0;
  const speed = perSecond > 0 ? `  ${formatBytes(Math.round(perSecond))}/s` : '';
  if (totalBytes === undefined || totalBytes === 0)
    return `${label}  ${formatBytes(doneBytes)}${speed}${note}`.slice(0, columns - 1);
  const share = Math.min(1, doneBytes / totalBytes);
  const left = perSecond > 0 ? `  ${Math.ceil((totalBytes - doneBytes) / perSecond)} s left` : '';
  const numbers = ` ${Math.floor(share * 100)} %  ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}${speed}${left}${note}`;
  const width = Math.max(0, Math.min(30, columns - label.length - numbers.length - 5));
  const full = Math.round(share * width);
  return `${label} ▕${'█'.repeat(full)}${' '.repeat(width - full)}▏${numbers}`.slice(0, columns - 1);
}

/** A line that is drawn over again on a terminal, and nothing elsewhere. */
export function createProgress(shell: Shell, options: ProgressOptions): Progress {
  const startedAt = performance.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  let doneBytes = 0;
  function draw(note: string): void {
    const now = performance.now();
    if (!shell.isInteractive || (note === '' && now - drawnAt < redrawMs)) return;
    drawnAt = now;
    isDrawn = true;
    const line = progressLine({
      ...options,
      doneBytes,
      elapsedMs: now - startedAt,
      columns: shell.columns,
      note,
    });
    shell.writeError(`\r\u001b[2K${line}`);
  }
  return {
    add(bytes) {
      doneBytes += bytes;
      draw('');
    },
    note: draw,
    end() {
      if (isDrawn) shell.writeError('\r\u001b[2K');
    },
  };
}
