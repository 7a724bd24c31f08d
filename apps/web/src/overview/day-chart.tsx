import { useElementSize } from '@mantine/hooks';
import type { Overview } from '../api/types.ts';
import { formatCount } from '../shared/format.ts';
import { type Day, fillDays, niceTop } from './days.ts';

const height = 150;
const left = 40;
const bottom = 20;
const top = 6;

function Axis(props: { top: number; width: number }) {
  return [0, 0.5, 1].map((share) => {
    const y = top + (height - top - bottom) * (1 - share);
    return (
      <g key={share}>
        <line x1={left} x2={props.width} y1={y} y2={y} />
        <text x={left - 6} y={y + 4} textAnchor="end">
          {formatCount(Math.round(props.top * share))}
        </text>
      </g>
    );
  });
}

function Columns(props: { days: Day[]; top: number; width: number }) {
  const step = (props.width - left) / props.days.length;
  const room = height - top - bottom;
  const every = Math.max(1, Math.ceil(80 / step));
  return props.days.map((day, index) => {
    const tall = (day.series / props.top) * room;
    const x = left + index * step;
    return (
      <g key={day.date}>
        <rect
          className="day"
          x={x + 1}
          y={height - bottom - tall}
          width={Math.max(1, step - 2)}
          height={tall}
        >
          <title>{`${day.date}: ${formatCount(day.series)} series, ${formatCount(day.instances)} images`}</title>
        </rect>
        {index % every === 0 ? (
          <text x={x} y={height - 5}>
            {day.date.slice(5)}
          </text>
        ) : null}
      </g>
    );
  });
}

/** Series received per day as columns; the same numbers as a table for those who do not see the drawing. */
export function DayChart(props: { days: Overview['receivedPerDay']; today: string }) {
  const { ref, width } = useElementSize();
  const days = fillDays(props.days, props.today, 30);
  const most = niceTop(Math.max(...days.map((day) => day.series)));
  return (
    <div ref={ref}>
      {width > 0 ? (
        <svg className="days" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <Axis top={most} width={width} />
          <Columns days={days} top={most} width={width} />
        </svg>
      ) : (
        <div style={{ height }} />
      )}
      <table className="visually-hidden">
        <caption>Series received per day</caption>
        <tbody>
          {days
            .filter((day) => day.series > 0)
            .map((day) => (
              <tr key={day.date}>
                <th scope="row">{day.date}</th>
                <td>{day.series} series</td>
                <td>{day.instances} images</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
