/** The direction of dependencies (docs/architecture.md); tests/architecture.test.ts holds the same by its own means. */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'A circle of types alone costs nothing at run time and sometimes reads best.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment: 'Reading YAML is a pure function of text; everything else the domain needs, it has.',
      severity: 'error',
      from: { path: '^src/domain' },
      to: { pathNot: '^(src/domain|node_modules/yaml)' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform' },
      to: { path: '^src/(features|jobs|demo|cli|app|routes|server)', pathNot: '^src/platform' },
    },
    {
      name: 'features-share-queries-and-services-only',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/([^/]+)/(routes|handlers|pages|forms)', pathNot: '^src/features/$1/' },
    },
    {
      name: 'features-do-not-start-things',
      severity: 'error',
      from: { path: '^src/features' },
      to: { path: '^src/(cli|demo|server|app)' },
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { path: '^src' }, to: { path: '^(tests|bench)/' } },
    {
      name: 'no-dev-dependency-at-run-time',
      severity: 'error',
      from: { path: '^src' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'declared-packages-only',
      severity: 'error',
      from: { path: '^src' },
      to: { dependencyTypes: ['npm-no-pkg', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
