import { useState } from 'react';
import { thumbnailUrl } from '../imaging/queries.ts';

/** A series' small picture on black; nothing but black where there is none. */
export function Thumbnail(props: {
  project: string;
  seriesId: string;
  sizePx: number;
  rendered?: number;
  name?: string;
}) {
  const [failed, setFailed] = useState(false);
  return (
    <span className="thumbnail" style={{ width: props.sizePx, height: props.sizePx }}>
      {failed ? null : (
        <img
          src={thumbnailUrl(props.project, props.seriesId, props.rendered ?? 64)}
          width={props.sizePx}
          height={props.sizePx}
          alt={props.name ?? ''}
          loading="lazy"
          decoding="async"
          onError={() => setFailed(true)}
        />
      )}
    </span>
  );
}
