/** Running other programs. */

import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { Failure, onWindows, root } from './project.mjs'

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
let ending = false

/** Ends what we run, then us: no child may go on working behind the next set-up's back. */
function endWithChildren(signal) {
  ending = true
  for (const child of running) {
    child.once('close', () => {
      if (running.size === 0) process.exit(128 + constants.signals[signal])
    })
    child.kill(signal)
  }
}

const endingSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

function addRunning(child) {
  if (running.size === 0) for (const signal of endingSignals) process.on(signal, endWithChildren)
  running.add(child)
}

function removeRunning(child) {
  running.delete(child)
  if (running.size === 0) for (const signal of endingSignals) process.off(signal, endWithChildren)
}

/**
 * Runs a program to its end and captures what it prints, both streams together.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    if (ending) return
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    addRunning(child)
    /** @type {Buffer[]} */
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.on('error', (error) => {
      removeRunning(child)
      reject(new Failure(`cannot run ${command}: ${error.message}`))
    })
    child.on('close', (code, signal) => {
      removeRunning(child)
      const output = Buffer.concat(chunks).toString()
      resolve({ code: code ?? 1, output: signal ? `${output}ended by ${signal}\n` : output })
    })
  })
}

/** Like `capture`, but a failure of the program is a `Failure` that shows all its output. */
export async function run(command, args, options = {}) {
  const { code, output } = await capture(command, args, options)
  if (code !== 0) {
    throw new Failure(`${output.trimEnd()}\nfailed with exit code ${code}: ${command} ${args.join(' ')}`)
  }
  return output
}

/** Runs one of our own npm packages' commands with this Node. */
export function runPackage(script, args, options = {}) {
  return capture(process.execPath, [join(root, 'node_modules', ...script.split('/')), ...args], options)
}

/** Runs npm: the one that started us, else the one beside this Node, else the one in PATH. */
export function runNpm(args, options = {}) {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  const cli = candidates.find((file) => file?.endsWith('npm-cli.js') && existsSync(file))
  return cli
    ? run(process.execPath, [cli, ...args], options)
    : run(onWindows ? 'npm.cmd' : 'npm', args, { shell: onWindows, ...options })
}
