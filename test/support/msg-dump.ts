import { createHash } from 'node:crypto'
import type { PropertyName } from './msg-names.ts'
import {
  hex8,
  MV_FLAG,
  PT_BINARY,
  PT_CURRENCY,
  PT_ERROR,
  PT_I8,
  PT_R4,
  PT_STRING8,
  PT_SYSTIME,
} from './msg-values.ts'
import { type PropertyValue, toTicks, typeOf } from './msg-values.ts'
import type { MessageDescription, MsgDescription, Property } from './msg-writer.ts'

/** The lossless dump of a description: what `mapi-msg dump --binary hash` has to hold for the file that is written from it. */

export type DumpedProperties = { [tag: string]: unknown }

export interface DumpedMessage {
  properties: DumpedProperties
  namedProperties?: { [id: string]: PropertyName }
  recipients: { properties: DumpedProperties }[]
  attachments: { properties: DumpedProperties; embedded?: DumpedMessage; oleStorage?: true }[]
}

function dumpValue(type: number, value: PropertyValue): unknown {
  if (Array.isArray(value)) return value.map((each: PropertyValue) => dumpValue(type & ~MV_FLAG, each))
  if (type === PT_R4) return Math.fround(value as number)
  if (type === PT_ERROR) return { error: `0x${hex8(value as number)}` }
  if (type === PT_CURRENCY || type === PT_I8) return { int64: String(value) }
  if (type === PT_SYSTIME) return { filetime: String(toTicks(value as Date | bigint)) }
  if (type === PT_STRING8) return { string8: Buffer.from(value as Uint8Array).toString('hex') }
  if (type === PT_BINARY) {
    const bytes = value as Uint8Array
    return { binary: { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length } }
  }
  return typeof value === 'string' && type !== 0x001f ? value.toLowerCase() : value
}

function dumpProperties(properties: readonly Property[], hasObject = false): DumpedProperties {
  const dumped: DumpedProperties = {}
  for (const [tag, value, deviation] of properties) {
    if (!deviation?.omitStreams) dumped[`0x${hex8(tag)}`] = dumpValue(typeOf(tag), value)
  }
  if (hasObject) dumped['0x3701000D'] = { object: true }
  return dumped
}

function byNumber<T extends { number?: number }>(items: readonly T[]): T[] {
  return items
    .map((item, i) => ({ item, number: item.number ?? i }))
    .sort((a, b) => a.number - b.number)
    .map(({ item }) => item)
}

function dumpMessage(message: MessageDescription): DumpedMessage {
  return {
    properties: dumpProperties(message.properties),
    recipients: byNumber(message.recipients ?? []).map((each) => ({
      properties: dumpProperties(each.properties),
    })),
    attachments: byNumber(message.attachments ?? []).map((each) => ({
      properties: dumpProperties(each.properties, Boolean(each.message ?? each.storage)),
      ...(each.message && { embedded: dumpMessage(each.message) }),
      ...(each.storage && { oleStorage: true as const }),
    })),
  }
}

export function expectedDump(message: MsgDescription): DumpedMessage {
  const names = message.nameStorage === 'omit' ? [] : (message.names ?? [])
  const namedProperties: { [id: string]: PropertyName } = {}
  names.forEach((name, n) => {
    namedProperties[`0x${(0x8000 + n).toString(16).toUpperCase()}`] = {
      ...name,
      guid: name.guid.toLowerCase(),
    }
  })
  return { ...dumpMessage(message), namedProperties }
}
