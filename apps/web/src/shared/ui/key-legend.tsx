import { useMediaQuery } from '@mantine/hooks';

const names: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: 'Space',
  Escape: 'Esc',
  Mod: 'Ctrl',
};

/** One combination or sequence as keys: 'Mod+K' → Ctrl K. */
export function Keys(props: { keys: string }) {
  return (
    <span className="nowrap">
      {props.keys.split(' ').map((step, index) => (
        <span key={step + String(index)}>
          {index > 0 ? ' ' : null}
          {step.split('+').map((part, position) => (
            <span key={part}>
              {position > 0 ? ' ' : null}
              <kbd>{names[part] ?? part}</kbd>
            </span>
          ))}
        </span>
      ))}
    </span>
  );
}

/** The keys that matter on this page, always visible at its bottom where there is room for it. */
export function KeyLegend(props: { keys: [string, string][] }) {
  const roomy = useMediaQuery('(min-width: 900px)');
  if (!roomy) return null;
  return (
    <div className="key-legend">
      {props.keys.map(([keys, name]) => (
        <span key={keys}>
          {keys.split('|').map((one) => (
            <Keys key={one} keys={one} />
          ))}{' '}
          {name}
        </span>
      ))}
    </div>
  );
}
