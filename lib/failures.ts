import { explain } from './explanations.js'
import { MAPI_E_INVALID_OBJECT } from './generated/result-codes.js'
import { MapiError } from './mapi-error.js'
import type { NativeClosed, NativeFailure } from './native.js'
import { resultCodeName } from './result-code-name.js'

/**
 * The error to throw for what a promise of the addon rejected with. Called after awaiting it, so that the stack
 * shows who called.
 * @param action What was being done to what, such as `Opening C:\mail.msg`.
 */
export function toError(failure: unknown, action: string): unknown {
  if (isFailure(failure)) return withoutInnerFrames(toMapiError(failure, action))
  if (isClosed(failure)) return closedError(failure.closedObject, failure.closedWith, action)
  return failure
}

/** Lets the stack begin with the function that failed, not with the making of the error. */
function withoutInnerFrames(error: MapiError): MapiError {
  Error.captureStackTrace(error, toError)
  return error
}

/** The error for using an object after it was closed, or after what it was opened under was. */
export function closedError(object: string, closedWith: string, action: string): MapiError {
  const why =
    closedWith === object
      ? `the ${object} is closed`
      : `the ${object} was closed when its ${closedWith} was closed`
  return new MapiError({
    code: 'ERR_OBJECT_CLOSED',
    hresult: MAPI_E_INVALID_OBJECT,
    method: 'mapi-msg',
    message: `${action} failed: ${why}. Open it anew, or close it later.`,
  })
}

/** The error for a value that could not be had, as PT_ERROR says. */
export function propertyError(hresult: number, what: string): MapiError {
  return toMapiError({ hresult, method: 'IMAPIProp::GetProps' }, `Reading ${what}`)
}

/** The error for a failure that is part of a result. */
export function toMapiError(failure: NativeFailure, action: string): MapiError {
  const number = `0x${failure.hresult.toString(16).padStart(8, '0')}`
  const name = resultCodeName(failure.hresult)
  const { lowLevelError } = failure.extended ?? {}
  const storageName = lowLevelError ? resultCodeName(lowLevelError) : undefined
  const why = failure.detail || explain(name, failure.method, storageName) || 'it gave no reason'
  const said = failure.extended?.message ? ` It says: ${failure.extended.message}` : ''
  const source = failure.code ? '' : ` (${name ? `${name} ` : ''}${number} from ${failure.method})`
  return new MapiError({
    code: failure.code ?? name ?? number,
    hresult: failure.hresult,
    method: failure.method,
    message: `${action} failed: ${why.replace(/\.$/, '')}${source}.${said}`,
    component: failure.extended?.component || undefined,
    lowLevelError,
    context: failure.extended?.context,
  })
}

function isFailure(value: unknown): value is NativeFailure {
  if (typeof value !== 'object' || value === null || value instanceof Error) return false
  return 'hresult' in value && 'method' in value
}

function isClosed(value: unknown): value is NativeClosed {
  return typeof value === 'object' && value !== null && 'closedObject' in value && 'closedWith' in value
}
