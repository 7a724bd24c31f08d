import { Button } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react';
import type { Chosen } from './dropped-files.ts';

declare global {
  interface Window {
    /** Only in Chromium, and only in a secure context (HTTPS, or this computer). */
    showDirectoryPicker?: (options: { id: string; mode: 'read' }) => Promise<FileSystemDirectoryHandle>;
  }
}

/**
 * Asks for a folder and walks it later, some files at a time: an input of type file makes all its files at once and
 * holds the page for a second at 2,500 of them.
 */
async function pickFolder(
  show: NonNullable<Window['showDirectoryPicker']>,
): Promise<FileSystemDirectoryHandle | 'closed' | 'refused'> {
  try {
    return await show.call(window, { id: 'upload', mode: 'read' });
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? 'closed' : 'refused';
  }
}

/** Drop folders, files or zips, or choose them. */
export function DropZone(props: { onChosen: (chosen: Chosen) => void; disabled?: boolean }) {
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (props.disabled) return;
    const entries = [...event.dataTransfer.items]
      .map((item) => item.webkitGetAsEntry())
      .filter((entry) => entry !== null);
    if (entries.length > 0) props.onChosen({ kind: 'entries', entries });
    else if (event.dataTransfer.files.length > 0)
      props.onChosen({ kind: 'files', files: [...event.dataTransfer.files] });
  };
  const chooseFolder = async () => {
    if (window.showDirectoryPicker === undefined) {
      folder.current?.click();
      return;
    }
    const chosen = await pickFolder(window.showDirectoryPicker);
    if (chosen === 'refused') folder.current?.click();
    else if (chosen !== 'closed') props.onChosen({ kind: 'folder', folder: chosen });
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = '';
    if (chosen.length > 0) props.onChosen({ kind: 'files', files: chosen });
  };
  return (
    <section
      className="drop-zone"
      aria-label="Choose what to upload"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFolder size={30} aria-hidden />
      <div>
        <h2>Drop folders, files or zips here</h2>
        <p className="dim">DICOM in any folder structure. 10,000 files and more are fine.</p>
      </div>
      <div className="row">
        <Button disabled={props.disabled ?? false} onClick={() => void chooseFolder()}>
          Choose a folder
        </Button>
        <Button
          variant="default"
          leftSection={<IconFile size={16} />}
          disabled={props.disabled ?? false}
          onClick={() => files.current?.click()}
        >
          Choose files or zips
        </Button>
      </div>
      <input
        ref={folder}
        id="upload-folder"
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Folder"
        onChange={choose}
        {...{ webkitdirectory: '' }}
      />
      <input
        ref={files}
        id="upload-files"
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files"
        onChange={choose}
      />
    </section>
  );
}
