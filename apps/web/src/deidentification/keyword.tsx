import { Fragment } from 'react';

/** A keyword that may be broken between its words. */
export function Keyword({ text }: { text: string }) {
  return text.split(/(?<=[a-z])(?=[A-Z])/).map((word, at) => (
    <Fragment key={word + String(at)}>
      <wbr />
      {word}
    </Fragment>
  ));
}
