import addressparser from 'nodemailer/lib/addressparser'

import { invalidArgType } from '../argument-errors.js'
import type { Address } from '../message-contents.js'
import type { DraftAddresses } from './message-draft.js'

/**
 * The addresses one after the other, those in groups too. One without an address has its name alone.
 * @param name What errors call them.
 */
export function toAddresses(name: string, addresses: DraftAddresses | undefined): Address[] {
  return flatten(name, addresses ?? []).filter((each) => each.name !== '' || each.address !== '')
}

function flatten(name: string, value: unknown): Address[] {
  if (typeof value === 'string') return addressparser(value).flatMap((each) => fromParsed(each))
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => flatten(`${name}[${String(index)}]`, each))
  }
  if (isGroup(value)) return flatten(`${name}.group`, value.group)
  if (!isMailbox(value)) {
    throw invalidArgType(
      name,
      "an address like 'Ann Lee <ann@example.com>', { name, address }, or an array",
      value,
    )
  }
  return [toAddress(value.name ?? '', value.address)]
}

type Parsed = ReturnType<typeof addressparser>[number]

function fromParsed(parsed: Parsed): Address[] {
  if (parsed.group === undefined) return [toAddress(parsed.name, parsed.address)]
  // A group without members is how internet mail names somebody without an address.
  const isNobody = parsed.group.length > 0 || /^undisclosed[- ]recipients$/i.test(parsed.name)
  return isNobody ? parsed.group.flatMap(fromParsed) : [toAddress(parsed.name, '')]
}

// Null characters and line ends would end the string, or begin a header of its own.
function toAddress(name: string, address: string): Address {
  return { name: cleaned(name), address: cleaned(address) }
}

function cleaned(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\x00-\x1f\x7f]+/g, ' ').trim()
}

function isGroup(value: unknown): value is { group: unknown } {
  return typeof value === 'object' && value !== null && 'group' in value && Array.isArray(value.group)
}

function isMailbox(value: unknown): value is { name?: string; address: string } {
  if (typeof value !== 'object' || value === null || !('address' in value)) return false
  if (typeof value.address !== 'string') return false
  return !('name' in value) || value.name === undefined || typeof value.name === 'string'
}
