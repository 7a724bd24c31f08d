import { Button, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type DownloadedFile, download as startDownload } from '@pesscara/api-client';
import { client } from '../api/request.ts';
import { formatBytes } from './format.ts';
import { toastDone, toastProblem } from './ui/notice.tsx';

/** Above this the browser's own download takes over: the page would have to hold the whole file in memory. */
const heldInPageBytes = 500_000_000;

function save(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

interface Meter {
  show: (receivedBytes: number, totalBytes: number) => void;
  close: () => void;
}

function createMeter(name: string, cancel: () => void): Meter {
  const message = (received: number, total: number) => (
    <div className="stack" style={{ gap: 6 }}>
      <span>
        {formatBytes(received)}
        {total > 0 ? ` of about ${formatBytes(Math.max(total, received))}` : ''}
      </span>
      <Progress
        value={total > 0 ? Math.min(100, (received / total) * 100) : 100}
        aria-label={`Download of ${name}`}
      />
      <div>
        <Button size="compact-xs" variant="default" onClick={cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
  const title = `Downloading ${name}`;
  const id = notifications.show({
    title,
    message: message(0, 0),
    autoClose: false,
    withCloseButton: false,
    loading: true,
  });
  return {
    show: (received, total) =>
      notifications.update({ id, title, message: message(received, total), autoClose: false, loading: true }),
    close: () => notifications.hide(id),
  };
}

async function read(file: DownloadedFile, expectedBytes: number, meter: Meter): Promise<Blob> {
  const total = file.sizeBytes ?? expectedBytes;
  const parts: BlobPart[] = [];
  let received = 0;
  let shownAt = 0;
  for await (const part of file.body) {
    parts.push(part as BlobPart);
    received += part.byteLength;
    if (performance.now() - shownAt < 200) continue;
    shownAt = performance.now();
    meter.show(received, total);
  }
  return new Blob(parts);
}

/**
 * Downloads a file with progress and a way to cancel; large ones are handed to the browser.
 * `expectedBytes` is for answers that are made on the way and have no Content-Length; null when nobody knows.
 */
export async function download(url: string, name: string, expectedBytes: number | null): Promise<void> {
  if (expectedBytes === null || expectedBytes > heldInPageBytes) {
    save(url, '');
    toastDone(
      `Your browser downloads ${name}${expectedBytes === null ? '' : ` (about ${formatBytes(expectedBytes)})`}.`,
    );
    return;
  }
  const abort = new AbortController();
  const meter = createMeter(name, () => abort.abort());
  try {
    const file = await startDownload(client, url, abort.signal);
    const blob = await read(file, expectedBytes, meter);
    const href = URL.createObjectURL(blob);
    const saved = file.fileName ?? name;
    save(href, saved);
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    toastDone(`Downloaded ${saved} (${formatBytes(blob.size)}).`);
  } catch (error) {
    if (!abort.signal.aborted) toastProblem(error);
  } finally {
    meter.close();
  }
}
