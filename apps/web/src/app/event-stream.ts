/**
 * Cuts a stream of server-sent events (HTML Living Standard 9.2) into their data. EventSource would need the name of
 * every kind of event beforehand; this reads them all.
 */
export function createEventCutter(onData: (data: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split(/\r?\n/).filter((line) => line.startsWith('data:'));
      if (lines.length > 0) onData(lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n'));
    }
  };
}
