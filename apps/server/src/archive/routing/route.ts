import { BlockList, isIP, isIPv6 } from 'node:net';

/** What a route looks at. All that are given must match; texts are globs (`*`, `?`) without regard to case. */
export interface RouteMatch {
  callingAe?: string | undefined;
  calledAe?: string | undefined;
  /** Addresses or CIDR blocks; one must hold the sender's. */
  addresses?: string[] | undefined;
  attributes?: { keyword: string; matches: string }[] | undefined;
}

/** A line of the routing table: what matches goes to this project, by this profile, with these tags. First match wins. */
export interface Route {
  name: string;
  enabled: boolean;
  match: RouteMatch;
  /** The project's key. */
  project: string;
  /** A profile's name; null: the project's own choice. */
  profile: string | null;
  tags: string[];
  centre: string | null;
}

/** What is known of an arrival when it is routed. */
export interface RouteFacts {
  callingAe?: string | undefined;
  calledAe?: string | undefined;
  address?: string | undefined;
  /** The text of an attribute of the original header; undefined when absent. */
  attribute(keyword: string): string | undefined;
}

/** A glob as an expression: `*` any text, `?` one character. */
export function globExpression(glob: string): RegExp {
  const escaped = glob.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'is');
}

/** IPv4 addresses that came mapped into IPv6 (`::ffff:10.0.0.1`) as IPv4. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

/** Says what is wrong with an address or CIDR block; undefined: nothing. */
export function addressMistake(text: string): string | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return `${text} is neither an address nor a block such as 10.1.0.0/16`;
  if (prefix === undefined) return undefined;
  const bits = Number(prefix);
  const most = family === 4 ? 32 : 128;
  return Number.isInteger(bits) && bits >= 0 && bits <= most
    ? undefined
    : `${text}: the prefix goes from 0 to ${most}`;
}

/** A test for "is this address in one of these blocks". */
export function addressTest(blocks: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', prefix] = block.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => {
    if (address === undefined) return false;
    const plain = plainAddress(address);
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}

type Test = (facts: RouteFacts) => boolean;

function textTest(glob: string | undefined, pick: (facts: RouteFacts) => string | undefined): Test[] {
  if (glob === undefined || glob === '') return [];
  const expression = globExpression(glob);
  return [(facts) => expression.test(pick(facts) ?? '')];
}

function compile({ match }: Route): Test[] {
  const inBlocks = addressTest(match.addresses ?? []);
  return [
    ...textTest(match.callingAe, (facts) => facts.callingAe),
    ...textTest(match.calledAe, (facts) => facts.calledAe),
    ...((match.addresses ?? []).length > 0 ? [(facts: RouteFacts) => inBlocks(facts.address)] : []),
    ...(match.attributes ?? []).flatMap(({ keyword, matches }) =>
      textTest(matches, (facts) => facts.attribute(keyword)),
    ),
  ];
}

/** The routing table, compiled: a function from the facts of an arrival to the first route that matches. */
export function compileRoutes(routes: readonly Route[]): (facts: RouteFacts) => Route | undefined {
  const compiled = routes.filter((route) => route.enabled).map((route) => ({ route, tests: compile(route) }));
  return (facts) => compiled.find(({ tests }) => tests.every((test) => test(facts)))?.route;
}
