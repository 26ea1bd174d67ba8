import tseslint from 'typescript-eslint';

/** The clock, the environment and chance enter through src/platform; elsewhere they are arguments. */
const ambient = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Read the environment in src/platform/config.ts.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Ask the injected clock.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the injected clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Chance comes from src/platform/identity.ts.',
  },
];

const floats = [
  { selector: "CallExpression[callee.name='parseFloat']", message: 'No binary floating point near money or points.' },
  {
    selector: "CallExpression[callee.property.name='toFixed']",
    message: 'No binary floating point near money or points.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name=/^(round|floor|ceil|trunc)$/]",
    message: 'Round through src/domain/ratio.ts, where the regulation says.',
  },
  { selector: "NewExpression[callee.name='Function']", message: 'No code from text.' },
];

export default tseslint.config(
  { ignores: ['node_modules', 'data', 'coverage', 'src/generated', 'bench/results'] },
  {
    files: ['src/**/*.ts', 'tests/**/*.ts', 'bench/**/*.ts', '*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // keys that come from outside (environment, bodies, headers) read as keys
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/platform/**', 'src/server.ts', 'src/cli/**'],
    rules: { 'no-restricted-syntax': ['error', ...ambient] },
  },
  { files: ['src/domain/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...ambient, ...floats] } },
  { files: ['src/server.ts', 'src/cli/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
