/** Levels of a picture, row by row: one channel is grey, three are RGB. */
export interface Levels {
  readonly levels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Height of a pixel ÷ its width. */
  readonly pixelAspect: number;
}
