const MAPI_UNICODE = 0x80000000

/** The flag for the character width of strings that a call leaves open: MAPI_UNICODE unless `unicode` is false. */
export function unicodeFlag(options: { unicode?: boolean | undefined } | undefined): number {
  return (options?.unicode ?? true) ? MAPI_UNICODE : 0
}
