/** Folders with another Debian, in which other versions of Wine run. */

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './process.mjs'
import { findProgram, root, toolchain } from './project.mjs'

/** @typedef {{ suite: string, debianArchitecture: string, packages: string[] }} Chroot */

const mirror = 'http://deb.debian.org/debian'

/** @param {Chroot} chroot */
const folderOf = ({ suite, debianArchitecture }) =>
  join(toolchain, 'chroots', `${suite}-${debianArchitecture}`)

export const hasChroot = (chroot) => existsSync(folderOf(chroot))

/** The Debian packages that making a chroot needs, and that are missing. */
export const missingChrootPackages = () =>
  ['mmdebstrap', 'arch-test'].filter((program) => !findProgram([program]))

/** Makes it; it is there only when it is complete. */
export async function makeChroot(chroot) {
  const folder = folderOf(chroot)
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  await run('mmdebstrap', [
    ...['--variant=essential', `--architectures=${chroot.debianArchitecture}`],
    ...['--aptopt=Apt::Install-Recommends "false"', `--include=${chroot.packages.join(',')}`],
    ...[chroot.suite, unfinished, mirror],
  ])
  renameSync(unfinished, folder)
}

/**
 * The start of a command line that runs a program in the chroot, which has the project and the corpus of tests where the
 * host has them. What is mounted for that is gone when the program has ended.
 * @param {Chroot} chroot
 * @param {string} cwd
 * @returns {string[]}
 */
export function enterChroot(chroot, cwd) {
  const folder = folderOf(chroot)
  const corpus = process.env.MAPI_MSG_CORPUS
  const shared = [root, ...(corpus ? [corpus] : [])]
  const script = `set -e
    root=$1 cwd=$2 shared=$3
    shift 3
    mount --rbind /dev "$root/dev"
    mount -t proc proc "$root/proc"
    while [ "$shared" -gt 0 ]; do
      mkdir -p "$root$1"
      mount --bind "$1" "$root$1"
      shared=$((shared - 1))
      shift
    done
    exec chroot "$root" env -C "$cwd" "$@"`
  return [
    ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh'],
    ...[folder, cwd, String(shared.length), ...shared],
  ]
}
