import type { MapiProp } from '../mapi-prop.js'
import type { PropPair } from '../property-input.js'

/** Sets properties, all of them or it throws. */
export async function setAll(object: MapiProp, pairs: readonly PropPair[]): Promise<void> {
  if (pairs.length === 0) return
  const [problem] = await object.setProps(pairs)
  if (problem) throw problem.error
}
