/** A slider with its number: slices, images and time points for those who do not use a wheel. */
export function RangeInput(props: {
  name: string;
  count: number;
  index: number;
  onIndex: (index: number) => void;
}) {
  return (
    <label className="slice-input">
      <span>{props.name}</span>
      <input
        type="range"
        min={0}
        max={Math.max(0, props.count - 1)}
        value={props.index}
        onChange={(event) => props.onIndex(Number(event.currentTarget.value))}
      />
      <output>
        {props.index + 1}/{props.count}
      </output>
    </label>
  );
}
