/**
 * The DICOM Upper Layer protocol machine of PS3.8 9.2 as data: table 9-10 (which action in which state on which event)
 * and the next states of tables 9-6 to 9-9. `upper-layer.ts` performs the actions.
 */

/** PS3.8 tables 9-1 to 9-5. */
export const State = {
  idle: 'Sta1',
  awaitingAssociateRq: 'Sta2',
  awaitingAssociateResponse: 'Sta3',
  awaitingTransportOpen: 'Sta4',
  awaitingAssociateAnswer: 'Sta5',
  established: 'Sta6',
  awaitingReleaseRp: 'Sta7',
  awaitingReleaseResponse: 'Sta8',
  collisionRequestorAwaitingResponse: 'Sta9',
  collisionAcceptorAwaitingRp: 'Sta10',
  collisionRequestorAwaitingRp: 'Sta11',
  collisionAcceptorAwaitingResponse: 'Sta12',
  awaitingTransportClose: 'Sta13',
} as const;
export type State = (typeof State)[keyof typeof State];

/** The rows of PS3.8 table 9-10. "Request" and "response" are primitives of the local user. */
export const Event = {
  associateRequest: 'Evt1',
  transportOpened: 'Evt2',
  associateAcReceived: 'Evt3',
  associateRjReceived: 'Evt4',
  transportIndicated: 'Evt5',
  associateRqReceived: 'Evt6',
  acceptResponse: 'Evt7',
  rejectResponse: 'Evt8',
  dataRequest: 'Evt9',
  dataTfReceived: 'Evt10',
  releaseRequest: 'Evt11',
  releaseRqReceived: 'Evt12',
  releaseRpReceived: 'Evt13',
  releaseResponse: 'Evt14',
  abortRequest: 'Evt15',
  abortReceived: 'Evt16',
  transportClosed: 'Evt17',
  artimExpired: 'Evt18',
  invalidPduReceived: 'Evt19',
} as const;
export type Event = (typeof Event)[keyof typeof Event];

/** The next states an action may lead to, PS3.8 tables 9-6 to 9-9; where there are two, performing it decides. */
export const nextStates = {
  'AE-1': ['Sta4'],
  'AE-2': ['Sta5'],
  'AE-3': ['Sta6'],
  'AE-4': ['Sta1'],
  'AE-5': ['Sta2'],
  'AE-6': ['Sta3', 'Sta13'],
  'AE-7': ['Sta6'],
  'AE-8': ['Sta13'],
  'DT-1': ['Sta6'],
  'DT-2': ['Sta6'],
  'AR-1': ['Sta7'],
  'AR-2': ['Sta8'],
  'AR-3': ['Sta1'],
  'AR-4': ['Sta13'],
  'AR-5': ['Sta1'],
  'AR-6': ['Sta7'],
  'AR-7': ['Sta8'],
  'AR-8': ['Sta9', 'Sta10'],
  'AR-9': ['Sta11'],
  'AR-10': ['Sta12'],
  'AA-1': ['Sta13'],
  'AA-2': ['Sta1'],
  'AA-3': ['Sta1'],
  'AA-4': ['Sta1'],
  'AA-5': ['Sta1'],
  'AA-6': ['Sta13'],
  'AA-7': ['Sta13'],
  'AA-8': ['Sta13'],
} as const satisfies Record<string, readonly [State, State?]>;
export type Action = keyof typeof nextStates;

// Laid out as PS3.8 table 9-10 is printed, so that the two can be compared by eye.
const table9x10 = `
        Sta1  Sta2  Sta3  Sta4  Sta5  Sta6  Sta7  Sta8  Sta9  Sta10 Sta11 Sta12 Sta13
  Evt1  AE-1  .     .     .     .     .     .     .     .     .     .     .     .
  Evt2  .     .     .     AE-2  .     .     .     .     .     .     .     .     .
  Evt3  .     AA-1  AA-8  .     AE-3  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-6
  Evt4  .     AA-1  AA-8  .     AE-4  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-6
  Evt5  AE-5  .     .     .     .     .     .     .     .     .     .     .     .
  Evt6  .     AE-6  AA-8  .     AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-7
  Evt7  .     .     AE-7  .     .     .     .     .     .     .     .     .     .
  Evt8  .     .     AE-8  .     .     .     .     .     .     .     .     .     .
  Evt9  .     .     .     .     .     DT-1  .     AR-7  .     .     .     .     .
  Evt10 .     AA-1  AA-8  .     AA-8  DT-2  AR-6  AA-8  AA-8  AA-8  AA-8  AA-8  AA-6
  Evt11 .     .     .     .     .     AR-1  .     .     .     .     .     .     .
  Evt12 .     AA-1  AA-8  .     AA-8  AR-2  AR-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-6
  Evt13 .     AA-1  AA-8  .     AA-8  AA-8  AR-3  AA-8  AA-8  AR-10 AR-3  AA-8  AA-6
  Evt14 .     .     .     .     .     .     .     AR-4  AR-9  .     .     AR-4  .
  Evt15 .     .     AA-1  AA-2  AA-1  AA-1  AA-1  AA-1  AA-1  AA-1  AA-1  AA-1  .
  Evt16 .     AA-2  AA-3  .     AA-3  AA-3  AA-3  AA-3  AA-3  AA-3  AA-3  AA-3  AA-2
  Evt17 .     AA-5  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AR-5
  Evt18 .     AA-2  .     .     .     .     .     .     .     .     .     .     AA-2
  Evt19 .     AA-1  AA-8  .     AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-7
`;

const transitions = parseTransitions(table9x10);

function parseTransitions(table: string): ReadonlyMap<string, ReadonlyMap<string, Action>> {
  const [head = '', ...rows] = table.trim().split('\n');
  const states = head.trim().split(/\s+/);
  return new Map(
    rows.map((row) => {
      const [event = '', ...cells] = row.trim().split(/\s+/);
      const actions = cells.flatMap((cell, index): [string, Action][] =>
        isAction(cell) ? [[states[index] as string, cell]] : [],
      );
      return [event, new Map(actions)];
    }),
  );
}

function isAction(cell: string): cell is Action {
  return cell in nextStates;
}

/** The action of PS3.8 table 9-10, or undefined where the table is empty: such an event cannot occur in that state. */
export function actionFor(event: Event, state: State): Action | undefined {
  return transitions.get(event)?.get(state);
}
