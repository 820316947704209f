/** Import directions of docs/architecture.md. A folder may import only what its row allows. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(src|e2e|bench|campaign|scripts)/', pathNot: allowed },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    { name: 'index-is-the-root', severity: 'error', from: {}, to: { path: '^src/main/index\\.ts$' } },
    only('shared-stands-alone', '^src/shared/', '^src/shared/', 'shared is pure'),
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    only('renderer-uses-shared', '^src/renderer/', '^src/(renderer|shared)/'),
    only('preload-uses-contract', '^src/preload/', '^src/(preload/|shared/contract/)'),
    only('server-uses-shared', '^src/server/', '^src/(server|shared)/'),
    only('virtual-token-uses-shared', '^src/virtual-token/', '^src/(virtual-token|shared)/'),
    only(
      'cli-uses-services',
      '^src/cli/',
      '^src/(cli|shared|server|virtual-token|main/(reader|card|sync|journal|visit|config|kiosk))',
    ),
    only('reader-is-lowest', '^src/main/reader/', '^src/(main/reader|shared)/'),
    only('card-uses-reader-types', '^src/main/card/', '^src/(main/card|main/reader/port\\.ts|shared)'),
    only('journal-stands-alone', '^src/main/journal/', '^src/(main/journal|shared)/'),
    only('sync-uses-journal', '^src/main/sync/', '^src/(main/(sync|journal)|shared)/'),
    only(
      'visit-uses-services',
      '^src/main/visit/',
      '^src/(main/(visit|card|sync|journal)/|main/reader/port\\.ts|shared/)',
    ),
    only('config-stands-alone', '^src/main/config/', '^src/(main/config|shared)/'),
    {
      name: 'demonstration-only-from-the-root',
      comment: 'a kiosk in a branch loads no software token',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/(index\\.ts|demonstration/)' },
      to: { path: '^src/main/demonstration/' },
    },
    only('ipc-uses-visit', '^src/main/ipc/', '^src/(main/(ipc|visit)/|main/config|shared/)'),
    {
      name: 'electron-only-in-shell',
      comment: 'shell, ipc and the composition root are the only places that know Electron',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/(shell|ipc)/|main/index\\.ts|preload/)' },
      to: { path: '(^|/)node_modules/electron/|^electron$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
