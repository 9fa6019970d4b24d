/** One set-up or build at a time, over all processes that work in this folder. */

import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { say, toolchain } from './project.mjs'

const lockFile = join(toolchain, 'lock')

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function tryLock() {
  const own = `${lockFile}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    linkSync(own, lockFile)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

function holder() {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Runs `work` while this process holds the lock.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  mkdirSync(toolchain, { recursive: true })
  let told = false
  while (!tryLock()) {
    const pid = holder()
    if (pid !== undefined && !isAlive(pid)) {
      rmSync(lockFile, { force: true })
    } else if (!told) {
      say(`Waiting for process ${pid}, which sets up or builds here (it holds ${lockFile})`)
      told = true
    }
    await delay(100)
  }
  const unlock = () => rmSync(lockFile, { force: true })
  process.once('exit', unlock)
  try {
    return await work()
  } finally {
    process.off('exit', unlock)
    unlock()
  }
}
