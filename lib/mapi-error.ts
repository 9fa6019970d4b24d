export interface MapiErrorDetails {
  code: string
  hresult: number
  method: string
  message: string
  component?: string | undefined
  lowLevelError?: number | undefined
  context?: number | undefined
}

/**
 * What went wrong in MAPI, in OLE's storages, or in the use of their objects. Its message says what was being done
 * to what, why it failed, and what to do about it where that is known.
 *
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-error-handling
 */
export class MapiError extends Error {
  /**
   * The name of the result code, such as `MAPI_E_NOT_FOUND` or `STG_E_FILENOTFOUND`; `ERR_OBJECT_CLOSED`,
   * `ERR_MAPI_NOT_FOUND`, `ERR_PROVIDER_UNUSABLE`, `ERR_ADDON_NOT_LOADED` or `ERR_UNSUPPORTED_PLATFORM` where
   * this package says more than the result code; the number in hexadecimal where no name is known.
   */
  readonly code: string
  /** The HRESULT as an unsigned number. */
  readonly hresult: number
  /** The function that failed, such as `IMAPIProp::GetProps`. */
  readonly method: string
  /** What MAPI's GetLastError named as the failing component, where it did. */
  readonly component: string | undefined
  /** The low-level error of MAPI's GetLastError, where it gave one. */
  readonly lowLevelError: number | undefined
  /** The context of MAPI's GetLastError, where it gave one. */
  readonly context: number | undefined

  constructor(details: MapiErrorDetails) {
    super(details.message)
    this.code = details.code
    this.hresult = details.hresult
    this.method = details.method
    this.component = details.component
    this.lowLevelError = details.lowLevelError
    this.context = details.context
  }

  static {
    this.prototype.name = 'MapiError'
  }
}
