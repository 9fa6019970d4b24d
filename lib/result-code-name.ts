import { resultCodes } from './generated/result-codes.js'

/** The name of a result code of MAPI, OLE or COM. */
export type ResultCodeName = keyof typeof resultCodes

let names: Map<number, ResultCodeName> | undefined

/**
 * The name of a result code, `undefined` if there is none. Of two names it is MAPI's:
 * 0x80004005 is MAPI_E_CALL_FAILED, not E_FAIL.
 * @param hresult The code, with or without a sign.
 */
export function resultCodeName(hresult: number): ResultCodeName | undefined {
  names ??= nameCodes()
  return names.get(hresult >>> 0)
}

function nameCodes(): Map<number, ResultCodeName> {
  const named = new Map<number, ResultCodeName>()
  // The table has MAPI's names first.
  for (const [name, code] of Object.entries(resultCodes)) {
    if (!named.has(code)) named.set(code, name as ResultCodeName)
  }
  return named
}
