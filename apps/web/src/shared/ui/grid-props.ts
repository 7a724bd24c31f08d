import type { ReactNode } from 'react';
import type { Selection, SelectionStep } from '../selection.ts';

export interface GridColumn<T> {
  id: string;
  title: string;
  /** Width in px where the reader has not set one. */
  width: number;
  /** Takes what room is left. */
  grows?: boolean;
  align?: 'right';
  /** The value of `sort` for ascending and descending. */
  sortUp?: string;
  sortDown?: string;
  cell: (row: T) => ReactNode;
}

export interface GridProps<T> {
  label: string;
  rows: readonly T[];
  /** All matching rows, those not loaded included; null when not known. */
  total: number | null;
  idOf: (row: T) => string;
  nameOf: (row: T) => string;
  columns: readonly GridColumn<T>[];
  widths: Record<string, number>;
  onResize: (column: string, widthPx: number) => void;
  selection: Selection;
  onStep: (step: SelectionStep) => void;
  onOpen: (row: T) => void;
  onNeedMore: (() => void) | null;
  sort?: string;
  onSort?: (sort: string) => void;
  /** False: rows cannot be chosen, only walked. */
  choosable?: boolean;
}
