import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

export default defineConfig(
  globalIgnores(['.toolchain/', 'build/', 'dist/', 'lib/generated/', 'prebuilds/']),
  js.configs.recommended,
  {
    files: ['lib/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Tags, codes and counts are numbers, and belong into messages.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // test() and describe() of node:test return promises that the runner awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  {
    // The type checks (tsconfig.scripts.json, examples/electron/tsconfig.json) know which names are defined.
    files: ['**/*.mjs', 'eslint.config.js', 'examples/electron/*.{cjs,js}'],
    rules: { 'no-undef': 'off' },
  },
)
