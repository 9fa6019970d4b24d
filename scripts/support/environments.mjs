/** Where the suite runs: a Windows node.exe under a Wine, each. */

import { architectures } from './project.mjs'

/** @typedef {import('./project.mjs').Architecture & { wine: string }} Environment */

const { x64, ia32 } = architectures

const debian13 = { suite: 'trixie', debianArchitecture: 'amd64', packages: ['wine', 'wine64'] }
const debian12i386 = { suite: 'bookworm', debianArchitecture: 'i386', packages: ['wine', 'wine32'] }

const inDebian13 = (node) => ({
  ...x64,
  wine: '10 (Debian 13)',
  winePrefix: 'debian13-amd64',
  chroot: debian13,
  node: { ...x64.node, ...node },
})

/** The first one is that of `npm test`. @type {Record<string, Environment>} */
export const environments = {
  'wine8-node22-x64': { ...x64, wine: "the host's" },
  'wine10-node22-x64': inDebian13({}),
  'wine10-node24-x64': inDebian13({
    version: '24.21.0',
    sha256: 'ba4e6d110e8c1592a1ecd390f6b05f3da124b13871a5be62b341a07a853c6c32',
  }),
  'wine10-node26-x64': inDebian13({
    version: '26.10.0',
    sha256: 'cea6ac365f9bb9586dafd2084d996e092e7d3e7d07ab52d1f76bf53d1fca9bc4',
  }),
  'wine8-node22-ia32': {
    ...ia32,
    wine: '8 (Debian 12)',
    winePrefix: 'debian12-i386',
    chroot: debian12i386,
  },
}
