// What may import what. The order of the slices is read from the server, so that it stands in one place.
const { slices } = require('./apps/server/src/slices.ts');

const server = '^apps/server/src/';
const anyOf = (names) => `(${names.join('|')})`;

// A slice sees lower slices through their index.ts, and any slice's facts (*.events.ts).
const sliceRules = slices.flatMap((slice, position) => {
  const higher = slices.slice(position + 1);
  const others = slices.filter((other) => other !== slice);
  const rules = [
    {
      name: `${slice}-through-doors`,
      comment: `Slice ${slice} imports other slices through their index.ts, or their *.events.ts, and nothing behind these.`,
      severity: 'error',
      from: { path: `${server}${slice}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `${server}${anyOf(others)}/`, pathNot: [`${server}[^/]+/index\\.ts$`, '\\.events\\.ts$'] },
    },
  ];
  if (higher.length === 0) return rules;
  rules.push({
    name: `${slice}-calls-down`,
    comment: `Slice ${slice} stands below ${higher.join(', ')}: it hears of them through events only.`,
    severity: 'error',
    from: { path: `${server}${slice}/`, pathNot: '\\.test\\.ts$' },
    to: { path: `${server}${anyOf(higher)}/`, pathNot: '\\.events\\.ts$' },
  });
  return rules;
});

module.exports = {
  forbidden: [
    ...sliceRules,
    {
      name: 'kernel-knows-no-slice',
      comment: 'The kernel carries every slice and is carried by none.',
      severity: 'error',
      from: { path: `${server}kernel/` },
      to: { path: `${server}${anyOf(slices)}/` },
    },
    {
      name: 'kernel-through-doors',
      comment: 'Slices import the kernel through the index.ts of its folders.',
      severity: 'error',
      from: { path: `${server}${anyOf(slices)}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `${server}kernel/[^/]+/`, pathNot: '/index\\.ts$' },
    },
    {
      name: 'events-are-leaves',
      comment:
        'Anyone may hear a fact, so the file of a fact imports zod, the kernel and nothing else of the server.',
      severity: 'error',
      from: { path: `${server}.+\\.events\\.ts$` },
      to: { path: server, pathNot: [`${server}kernel/(events|ids)/index\\.ts$`, '\\.events\\.ts$'] },
    },
    {
      name: 'clients-see-the-api-only',
      comment: 'What the web app and the command line can do, any program can do: they know no server code.',
      severity: 'error',
      from: { path: '^apps/(web|cli)/src/|^packages/' },
      to: { path: '^apps/server/' },
    },
    {
      name: 'apps-are-not-imported',
      comment: 'Code that two programs share is a package.',
      severity: 'error',
      from: { path: '^(apps/server|packages)/', pathNot: '^apps/server/test/' },
      to: { path: '^apps/(web|cli)/' },
    },
    {
      name: 'pure-packages',
      comment: 'These packages turn values into values: no files, no network, no database.',
      severity: 'error',
      from: { path: '^packages/(ctp|deidentification|dicom|phantom)/src/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(node:)?(fs|fs/promises|net|tls|http|https|child_process|dns|dgram|os)$|node_modules/(pg|kysely|fastify)/',
      },
    },
    {
      name: 'packages-through-doors',
      comment: 'Packages are imported by their name.',
      severity: 'error',
      from: { path: '^(apps|bench|conformance|e2e|tools)/' },
      to: { path: '^packages/([^/]+)/src/', pathNot: '^packages/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|\\.+/.*\\.(css|svg))' },
    },
    {
      name: 'no-test-code-in-the-product',
      comment: 'The product does not import tests.',
      severity: 'error',
      from: { path: '^(apps/[^/]+|packages/[^/]+)/src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '\\.test\\.tsx?$|^apps/[^/]+/test/|^(bench|conformance|e2e)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|\\.generated\\.' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
