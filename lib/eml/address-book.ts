import { addressParser } from 'postal-mime'

import type { Address } from '../message-contents.js'
import { headerValue, type RawHeader } from './mime-headers.js'

/** An address of internet mail; somebody without one is a group without members, in the form of RFC 5322. */
export type MailAddress = { name: string; address: string } | string

/**
 * Addresses for internet mail. Of people in an Exchange organisation a message may have only names of its directory
 * (`/O=...`): then the headers that the message came with may have the address.
 */
export class AddressBook {
  readonly #byName = new Map<string, string>()

  constructor(headers: readonly RawHeader[]) {
    for (const key of ['from', 'sender', 'to', 'cc', 'bcc', 'reply-to']) {
      for (const { name, address } of addressParser(headerValue(headers, key) ?? '', { flatten: true })) {
        if (name && address?.includes('@')) this.#byName.set(name.toLowerCase(), address)
      }
    }
  }

  one(address: Address | undefined): MailAddress | undefined {
    if (!address) return undefined
    const { name } = address
    const known = isInternet(address.address) ? address.address : this.#byName.get(name.toLowerCase())
    if (known !== undefined) return { name: name === known ? '' : name, address: known }
    const shown = name || address.address
    return isInternet(shown) ? { name: '', address: shown } : `"${shown.replace(/["\\]/g, '\\$&')}":;`
  }

  all(addresses: readonly Address[] | undefined): MailAddress[] {
    return (addresses ?? []).flatMap((each) => this.one(each) ?? [])
  }
}

function isInternet(address: string): boolean {
  return /^[^\s/@][^\s@]*@[^\s@]+$/.test(address) || /^".*"@[^\s@]+$/.test(address)
}
