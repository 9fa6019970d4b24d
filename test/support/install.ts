import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { embeddedDll, nativeAddon } from './binaries.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Puts the package into a project, as npm does.
 * @param shared A folder above the project. Its node_modules gets what the package depends on.
 * @param binaries Where in the package the binaries are put.
 * @returns The package's folder.
 */
export function installPackage(shared: string, project: string, binaries: string): string {
  // The headers of Node-API are for building alone.
  for (const name of dependenciesOf(root)) if (name !== 'node-addon-api') copyPackage(shared, name)
  const installed = path.join(project, 'node_modules', 'mapi-msg')
  mkdirSync(path.join(installed, binaries), { recursive: true })
  copyFileSync(path.join(root, 'package.json'), path.join(installed, 'package.json'))
  copyFolder(path.join(root, 'dist'), path.join(installed, 'dist'))
  for (const binary of [nativeAddon, embeddedDll]) {
    copyFileSync(binary, path.join(installed, binaries, path.basename(binary)))
  }
  return installed
}

/** Copies a package of node_modules, and those that it needs, to where all projects in the folder find them. */
function copyPackage(folder: string, name: string): void {
  const source = path.join(root, 'node_modules', name)
  const target = path.join(folder, 'node_modules', name)
  if (existsSync(target)) return
  copyFolder(source, target)
  for (const needed of dependenciesOf(source)) copyPackage(folder, needed)
}

function dependenciesOf(packageFolder: string): string[] {
  const manifest = readFileSync(path.join(packageFolder, 'package.json'), 'utf8')
  return Object.keys((JSON.parse(manifest) as { dependencies?: object }).dependencies ?? {})
}

/**
 * What runs, without types and maps: copying is slow under Wine. cpSync of Node.js 22 for Windows cannot write to paths
 * with other letters than ASCII.
 */
function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
    if (entry.isDirectory()) copyFolder(source, target)
    else if (!/\.(?:[cm]?ts|map|md)$/.test(entry.name)) copyFileSync(source, target)
  }
}
