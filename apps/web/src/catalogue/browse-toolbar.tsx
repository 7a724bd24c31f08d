import { ActionIcon, Button, Checkbox, Popover, SegmentedControl, TextInput } from '@mantine/core';
import {
  IconColumns3,
  IconFilter,
  IconLayoutSidebarRight,
  IconMinus,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react';
import { type RefObject, type SubmitEvent, useEffect, useState } from 'react';
import type { GridColumn } from '../shared/ui/grid-props.ts';
import { type Filters, formatQueryText, type Level, parseQueryText } from './filters.ts';

function QueryBox(props: {
  filters: Filters;
  onChange: (filters: Filters) => void;
  box: RefObject<HTMLInputElement | null>;
}) {
  const written = formatQueryText(props.filters);
  const [text, setText] = useState(written);
  useEffect(() => setText(written), [written]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    props.onChange(parseQueryText(text));
  };
  return (
    <form className="grow" role="search" onSubmit={submit}>
      <TextInput
        ref={props.box}
        aria-label="Search descriptions, or type a query"
        placeholder="Search descriptions, or type a query: weighting:T1 tag:baseline"
        leftSection={<IconSearch size={15} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => {
          if (text !== written) props.onChange(parseQueryText(text));
        }}
      />
    </form>
  );
}

interface ColumnMenuProps {
  columns: readonly GridColumn<never>[];
  hidden: string[];
  widths: Record<string, number>;
  onHidden: (hidden: string[]) => void;
  onResize: (column: string, widthPx: number) => void;
}

const stepPx = 20;

function ColumnLine(props: ColumnMenuProps & { column: GridColumn<never> }) {
  const { column, hidden } = props;
  const shown = !hidden.includes(column.id);
  const width = props.widths[column.id] ?? column.width;
  return (
    <div className="row" style={{ flexWrap: 'nowrap' }}>
      <Checkbox
        className="grow"
        size="xs"
        label={column.title}
        checked={shown}
        onChange={() =>
          props.onHidden(shown ? [...hidden, column.id] : hidden.filter((id) => id !== column.id))
        }
      />
      <ActionIcon
        size={24}
        aria-label={`Make ${column.title} narrower`}
        onClick={() => props.onResize(column.id, Math.max(48, width - stepPx))}
      >
        <IconMinus size={14} />
      </ActionIcon>
      <ActionIcon
        size={24}
        aria-label={`Make ${column.title} wider`}
        onClick={() => props.onResize(column.id, width + stepPx)}
      >
        <IconPlus size={14} />
      </ActionIcon>
    </div>
  );
}

function ColumnMenu(props: ColumnMenuProps) {
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="stack" style={{ gap: 4, minWidth: 230 }}>
          {props.columns.map((column) => (
            <ColumnLine key={column.id} {...props} column={column} />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ToolbarProps extends ColumnMenuProps {
  level: Level;
  onLevel: (level: Level) => void;
  filters: Filters;
  onFilters: (filters: Filters) => void;
  box: RefObject<HTMLInputElement | null>;
  facetsShown: boolean;
  onFacets: () => void;
  inspectorShown: boolean;
  onInspector: () => void;
}

/** Level, query, columns, and the two side panels' switches. */
export function BrowseToolbar(props: ToolbarProps) {
  return (
    <div className="browse-toolbar">
      <ActionIcon
        size={30}
        variant="default"
        aria-label={props.facetsShown ? 'Hide the filters' : 'Show the filters'}
        aria-expanded={props.facetsShown}
        onClick={props.onFacets}
      >
        <IconFilter size={16} />
      </ActionIcon>
      <SegmentedControl
        aria-label="Level"
        value={props.level}
        onChange={(level) => props.onLevel(level as Level)}
        data={[
          { value: 'subjects', label: 'Subjects' },
          { value: 'exams', label: 'Exams' },
          { value: 'series', label: 'Series' },
          { value: 'images', label: 'Images' },
        ]}
      />
      <QueryBox filters={props.filters} onChange={props.onFilters} box={props.box} />
      <ColumnMenu
        columns={props.columns}
        hidden={props.hidden}
        widths={props.widths}
        onHidden={props.onHidden}
        onResize={props.onResize}
      />
      <ActionIcon
        size={30}
        variant="default"
        aria-label={props.inspectorShown ? 'Hide the inspector' : 'Show the inspector'}
        aria-expanded={props.inspectorShown}
        onClick={props.onInspector}
      >
        <IconLayoutSidebarRight size={16} />
      </ActionIcon>
    </div>
  );
}
