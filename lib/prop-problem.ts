import { toError } from './failures.js'
import type { MapiError } from './mapi-error.js'
import type { NativeProblems } from './native.js'
import type { PropTag } from './prop-tag.js'
import { propTagName } from './prop-tag-name.js'
import { tagText } from './property-values.js'

/**
 * What went wrong with one property in a call that did its work on the others.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/spropproblem
 */
export interface PropProblem {
  /** Which of the values or tags of the call it is, from 0 on. */
  index: number
  tag: PropTag
  /** Why: `MAPI_E_COMPUTED`, `MAPI_E_NO_ACCESS`, `MAPI_E_UNEXPECTED_TYPE` and others. */
  error: MapiError
}

/**
 * @param method The function that answered them, such as `IMAPIProp::SetProps`.
 * @param action What was being done, before the property's name: `Setting`.
 * @param object What it was done to.
 */
export function toProblems(
  native: NativeProblems,
  method: string,
  action: string,
  object: string,
): PropProblem[] {
  const problems: PropProblem[] = []
  for (let at = 0; at + 2 < native.length; at += 3) {
    const [index = 0, tag = 0, hresult = 0] = native.slice(at, at + 3)
    problems.push({ index, tag: tag as PropTag, error: problemError(hresult, method, action, tag, object) })
  }
  return problems
}

export function problemError(
  hresult: number,
  method: string,
  action: string,
  tag: number,
  object: string,
): MapiError {
  const what = propTagName(tag) ?? tagText(tag)
  return toError({ hresult, method }, `${action} ${what} of ${object}`) as MapiError
}
