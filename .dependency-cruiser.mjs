/*
 * The house: data flows one way through server/src, and each room knows only the ones above it.
 */
const ROOMS = [
  'text',
  'python',
  'config',
  'mmengine',
  'training',
  'editing',
  'rules',
  'project',
  'conversion',
  'features',
];
const room = (name) => `^server/src/${name}/`;
const anyOf = (names) => `^server/src/(${names.join('|')})/`;

/** Every room against all that lie below it, the server, the command line and the transports included. */
const oneWay = ROOMS.map((name, index) => ({
  name: `${name}-knows-only-the-rooms-above`,
  severity: 'error',
  from: { path: room(name) },
  to: {
    path: [
      ...(index + 1 < ROOMS.length ? [anyOf(ROOMS.slice(index + 1))] : []),
      '^server/src/(node|browser|cli)/',
      '^server/src/(server|node|browser)\\.ts$',
      '^client/',
    ],
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...oneWay,
    {
      name: 'tree-sitter-stays-in-python',
      severity: 'error',
      from: { path: '^(server|client)/src/', pathNot: room('python') },
      to: { path: 'tree-sitter' },
    },
    {
      name: 'editor-protocol-stays-outside',
      severity: 'error',
      from: { path: anyOf(ROOMS.filter((name) => name !== 'features')) },
      to: { path: 'vscode-languageserver' },
    },
    {
      name: 'files-only-through-the-file-system',
      comment: 'Rooms read files through the FileSystem interface, so that they also run in a browser.',
      severity: 'error',
      from: { path: anyOf(ROOMS) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-shares-only-the-protocol',
      comment: 'And the FileSystem interface, which a browser implements for the server.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/src/', pathNot: '^server/src/(protocol|text/files)\\.ts$' },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: { path: '^(server|client)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], mainFields: ['module', 'main', 'types'] },
  },
};
