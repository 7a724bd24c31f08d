import { Select, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { HeaderElement } from '../api/types.ts';
import { instancePages } from '../catalogue/queries.ts';
import { formatCount } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import './header.css';
import { headerQuery } from './queries.ts';

const rowPx = 26;

function ElementRow(props: { element: HeaderElement; top: number; index: number }) {
  const { element } = props;
  return (
    <div
      role="row"
      aria-rowindex={props.index + 2}
      className="header-row"
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <span role="cell" className="mono" style={{ paddingLeft: element.depth * 16 }}>
        {element.tag}
      </span>
      <span role="cell" className="ellipsis">
        {element.keyword ?? <span className="dim">private</span>}
      </span>
      <span role="cell" className="mono">
        {element.vr}
      </span>
      <span role="cell" className="mono ellipsis" title={element.value}>
        {element.value}
      </span>
    </div>
  );
}

/** The data elements of one object as a table of any length, sequences indented. */
function ElementTable(props: { elements: HeaderElement[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { elements } = props;
  const virtualizer = useVirtualizer({
    count: elements.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 20,
  });
  return (
    <div
      ref={scroller}
      className="header-table"
      role="table"
      aria-label="Header"
      aria-rowcount={elements.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className="header-head">
        <div role="row" className="header-row" aria-rowindex={1}>
          <span role="columnheader">Tag</span>
          <span role="columnheader">Keyword</span>
          <span role="columnheader">VR</span>
          <span role="columnheader">Value</span>
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map((item) => {
          const element = elements[item.index];
          return element === undefined ? null : (
            <ElementRow key={item.index} element={element} top={item.start} index={item.index} />
          );
        })}
      </div>
    </div>
  );
}

function InstanceSelect(props: { project: string; seriesId: string; instance: string | undefined }) {
  const navigate = useNavigate();
  const pages = useInfiniteQuery(instancePages(props.project, props.seriesId));
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Select
      label="Image"
      w={220}
      data={items.map((item, index) => ({
        value: item.id,
        label: `Image ${item.instanceNumber ?? index + 1}`,
      }))}
      value={props.instance ?? items[0]?.id ?? null}
      searchable
      allowDeselect={false}
      onChange={(instance) =>
        void navigate({
          to: '/p/$project/series/$id',
          params: { project: props.project, id: props.seriesId },
          search: { tab: 'header', ...(instance === null ? {} : { instance }) },
        })
      }
    />
  );
}

/** The de-identified header of one image of the series. */
export function HeaderTab(props: { project: string; seriesId: string; instance: string | undefined }) {
  const header = useQuery(headerQuery(props.project, props.seriesId, props.instance));
  const [wanted, setWanted] = useState('');
  const elements = header.data?.elements;
  const shown = useMemo(() => {
    const word = wanted.toLowerCase();
    return (elements ?? []).filter((one) =>
      `${one.tag} ${one.keyword} ${one.value}`.toLowerCase().includes(word),
    );
  }, [elements, wanted]);
  return (
    <div className="stack header-tab">
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <InstanceSelect project={props.project} seriesId={props.seriesId} instance={props.instance} />
        <TextInput
          label="Filter"
          placeholder="Tag, keyword or value"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <span className="dim" aria-live="polite">
          {elements === undefined
            ? ''
            : `${formatCount(shown.length)} of ${formatCount(elements.length)} elements`}
        </span>
      </div>
      {header.isPending ? <SkeletonRows rows={12} /> : null}
      {header.isError ? <ProblemNotice error={header.error} retry={() => void header.refetch()} /> : null}
      {elements === undefined ? null : <ElementTable elements={shown} />}
    </div>
  );
}
