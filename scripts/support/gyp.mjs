/**
 * Reads the part of gyp's language that binding.gyp uses: Python literals, `<(variable)`, `<@(variable)` for the items
 * of a list, `<!(command)`, `name%` defaults, target_defaults, and conditions of `==`, `!=`, `and`, `or`. What it does
 * not know is an error, so that this build and node-gyp's cannot quietly differ.
 */

import { execSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'

const token = /\s+|#[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|-?\d+|[[\]{}:,]/y

function* tokens(text, name) {
  let position = 0
  while (position < text.length) {
    token.lastIndex = position
    const match = token.exec(text)
    if (!match) {
      const line = text.slice(0, position).split('\n').length
      throw new Error(`${name}:${line}: cannot read ${JSON.stringify(text.slice(position, position + 20))}`)
    }
    position = token.lastIndex
    if (!/^[\s#]/.test(match[0])) yield match[0]
  }
}

/**
 * The value of a text of Python literals.
 * @param {string} text
 * @param {string} name of the file, for messages
 */
export function parseGyp(text, name) {
  const list = [...tokens(text, name)]
  let next = 0
  const take = (expected) => {
    if (list[next] !== expected) {
      throw new Error(`${name}: expected ${expected} but found ${list[next] ?? 'the end'}`)
    }
    next++
  }
  const unquote = (text) => text.slice(1, -1).replace(/\\(.)/g, (_, char) => (char === 'n' ? '\n' : char))
  const items = (close, readItem) => {
    next++
    while (list[next] !== close) {
      readItem()
      if (list[next] !== close) take(',')
    }
    next++
  }
  const value = () => {
    const first = list[next]
    if (first === '{') {
      const result = {}
      items('}', () => {
        const key = value()
        take(':')
        if (Object.hasOwn(result, key)) throw new Error(`${name}: key ${key} is there twice`)
        result[key] = value()
      })
      return result
    }
    if (first === '[') {
      const result = []
      items(']', () => result.push(value()))
      return result
    }
    if (first === undefined || !/^['"\d-]/.test(first)) {
      throw new Error(`${name}: expected a value but found ${first ?? 'the end'}`)
    }
    next++
    if (!/^['"]/.test(first)) return Number(first)
    let result = unquote(first)
    while (/^['"]/.test(list[next] ?? '')) result += unquote(list[next++])
    return result
  }
  const result = value()
  if (next !== list.length) throw new Error(`${name}: expected the end but found ${list[next]}`)
  return result
}

function merge(to, from) {
  for (const [key, value] of Object.entries(from)) {
    if (/[!=+?/]$/.test(key)) throw new Error(`the list operator of "${key}" is not supported`)
    if (Array.isArray(value) && Array.isArray(to[key])) to[key] = [...to[key], ...value]
    else if (isDict(value) && isDict(to[key])) merge(to[key], value)
    else to[key] = structuredClone(value)
  }
  return to
}

const isDict = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a condition holds, such as `OS=="win" and tests!=1`. */
function holds(condition, variables) {
  const operand = (text) => {
    const literal = /^(?:'([^']*)'|"([^"]*)"|(\d+))$/.exec(text)
    if (literal) return literal[1] ?? literal[2] ?? literal[3]
    if (!Object.hasOwn(variables, text)) throw new Error(`condition ${condition}: ${text} is not defined`)
    return String(variables[text])
  }
  const comparison = (text) => {
    const parts = /^\s*([\w'"]+)\s*(==|!=)\s*([\w'"]+)\s*$/.exec(text)
    if (!parts) throw new Error(`condition not supported: ${condition}`)
    return (operand(parts[1]) === operand(parts[3])) === (parts[2] === '==')
  }
  return condition.split(/\bor\b/).some((terms) => terms.split(/\band\b/).every(comparison))
}

/** Resolves conditions, inner ones after outer ones, and returns the dict without them. */
function resolve(dict, variables) {
  const { conditions = [], ...rest } = dict
  let result = rest
  for (const [condition, whenTrue, whenFalse] of conditions) {
    const chosen = holds(condition, variables) ? whenTrue : whenFalse
    if (chosen) result = merge(result, resolve(chosen, variables))
  }
  return result
}

function makeExpander(variables, folder) {
  const outputs = new Map()
  const runCommand = (command) => {
    if (!outputs.has(command)) {
      outputs.set(command, execSync(command, { cwd: folder, encoding: 'utf8' }).trim())
    }
    return outputs.get(command)
  }
  const valueOf = (name) => {
    if (!Object.hasOwn(variables, name)) throw new Error(`variable ${name} is not defined`)
    return variables[name]
  }
  const expandItem = (item) => {
    const [, name] = /^<@\((\w+)\)$/.exec(item) ?? []
    if (name === undefined) return [expand(item)]
    const list = valueOf(name)
    if (!Array.isArray(list)) throw new Error(`variable ${name} is no list: ${item}`)
    return expand(list)
  }
  const expand = (value) => {
    if (Array.isArray(value)) return value.flatMap(expandItem)
    if (isDict(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, expand(v)]))
    if (typeof value !== 'string') return value
    const command = /^<!\((.*)\)$/s.exec(value)
    if (command) return runCommand(command[1])
    const expanded = value.replace(/<\((\w+)\)/g, (match, name) => {
      const text = expand(valueOf(name))
      if (typeof text === 'object') throw new Error(`variable ${name} is no text: ${match}`)
      return String(text)
    })
    if (/[<>]!?@?\(/.test(expanded)) throw new Error(`expansion not supported: ${value}`)
    return expanded
  }
  return expand
}

function withoutVisualStudio(dict) {
  const settings = ['configurations', 'msvs_settings', 'msvs_disabled_warnings', 'target_conditions']
  return Object.fromEntries(Object.entries(dict).filter(([key]) => !settings.includes(key)))
}

/**
 * The targets of a gyp file, complete: defaults merged, conditions decided, variables and commands expanded.
 * @param {string} file
 * @param {Record<string, string | number>} given variables, as with gyp's -D
 */
export function loadTargets(file, given) {
  const top = parseGyp(readFileSync(file, 'utf8'), file)
  const variables = { ...given }
  for (const [key, value] of Object.entries(top.variables ?? {})) {
    const name = key.replace(/%$/, '')
    if (name === key || !Object.hasOwn(variables, name)) variables[name] = value
  }
  const expand = makeExpander(variables, dirname(file))
  const { targets, target_defaults: defaults = {} } = resolve(top, variables)
  return targets.map((target) => {
    const common = structuredClone(withoutVisualStudio(defaults))
    return expand(merge(common, resolve(withoutVisualStudio(target), variables)))
  })
}
