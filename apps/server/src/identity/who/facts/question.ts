/** Facts that cannot all be true: a person has to decide which is undone. */
export interface IdentityQuestion {
  /** `two-persons`: said to be two people. `circle`: each is said to be the next one's. `two-mothers`: a child of two women. */
  kind: 'two-persons' | 'circle' | 'two-mothers';
  code: string;
  /** The facts that contradict each other. */
  facts: string[];
  targets: string[];
}
