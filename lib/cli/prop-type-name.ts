import * as types from '../prop-tag.js'

// Of types with several names, MAPI's own.
const aliases = ['PT_SHORT', 'PT_I4', 'PT_FLOAT', 'PT_R8', 'PT_LONGLONG', 'PT_TSTRING']
const isAlias = (name: string) => aliases.includes(name.replace('PT_MV_', 'PT_'))

const names = new Map<number, string>(
  Object.entries(types).flatMap(([name, value]) =>
    name.startsWith('PT_') && typeof value === 'number' && !isAlias(name) ? [[value, name] as const] : [],
  ),
)

/** The name of a property type, `PT_UNICODE`; the number in hexadecimal if it has none. */
export function propTypeName(type: number): string {
  return names.get(type) ?? `0x${type.toString(16).toUpperCase().padStart(4, '0')}`
}
